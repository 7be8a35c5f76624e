"""The story of the sample as data: a made-up software company, its skills, roles, courses and metrics.

Names and planned numbers only; the other modules of this folder decide which of them end in which cell.
Levels are given on a scale of 1 to 5 and moved to the recipe's scale when they are written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

CLIENT = "Tarnwell Software"
CONSULTANT = "Ashgrove Learning Partners"
AS_OF = date(2026, 9, 30)
AS_OF_BEFORE = date(2026, 6, 30)


def lines_of(text: str) -> Iterator[tuple[str, ...]]:
    """The cells of each line of a table written with bars."""
    for line in text.strip().splitlines():
        yield tuple(cell.strip() for cell in line.split("|"))


def words_of(text: str) -> tuple[str, ...]:
    return tuple(text.split())


@dataclass(frozen=True, slots=True)
class Department:
    name: str
    teams: tuple[str, ...]


DEPARTMENTS = (
    Department("Data and AI", ("Data Platform", "Insights Studio", "Forecasting")),
    Department("Product Development", ("Billing", "Identity", "Web Experience", "Mobile Apps")),
    Department("Platform and Reliability", ("Cloud Runtime", "Developer Tooling", "Release Assurance")),
    Department("Customer Solutions", ("Onboarding", "Accounts North", "Accounts South", "Partner Desk")),
)

# People per team before scaling to the number asked for; a recipe with more teams starts over at the front.
TEAM_SIZES = (13, 12, 11, 10, 9, 11, 8, 9, 10, 7, 11, 9, 6, 9)

# What the members of a department do, in the order of their seats; the fifth department is like the first.
ROLE_PATTERNS = (
    ("Data engineer", "Data scientist", "Data engineer", "Data engineer", "Data scientist"),
    ("Backend engineer", "Frontend engineer", "Backend engineer", "Product manager", "Backend engineer"),
    ("Site reliability engineer", "Quality engineer", "Site reliability engineer"),
    ("Customer consultant", "Customer consultant", "Product manager", "Customer consultant"),
)
TEAM_MANAGER = "Team manager"
HEAD_OF_COMPANY = ""  # has no role with requirements and is not assessed
DIRECTOR = "Director"

CAREER_LEVELS = ("entry", "intermediate", "senior", "manager", "executive")
SENIOR_LEVELS = ("senior", "manager", "executive")
CAREER_PATTERN = (
    *("senior", "intermediate", "senior", "entry", "intermediate", "senior", "intermediate"),
    *("senior", "entry", "senior", "intermediate", "senior", "intermediate"),
)
LOCATIONS = ("Rotterdam", "Lisbon", "Rotterdam", "Gdańsk", "Rotterdam", "Lisbon", "Remote")


@dataclass(frozen=True, slots=True)
class Skill:
    name: str
    category: str
    group: str
    criticality: int
    shelf_life_months: int
    description: str


# skill | category | group | criticality | shelf life in months | description
SKILL_TABLE = """
Data modelling | hard | Data engineering | 2 | 24 | Designs tables that others can build on
SQL | hard | Data engineering | 2 | 24 | Queries and reshapes data in a relational store
Data pipelines | hard | Data engineering | 2 | 24 | Moves data on time, repeatably and watched
Data quality | hard | Data engineering | 2 | 24 | Finds, measures and prevents wrong data
Software design | hard | Software engineering | 2 | 24 | Divides a system so that it can change
Python programming | hard | Software engineering | 2 | 24 | Writes clear, tested Python
Web development | hard | Software engineering | 2 | 18 | Builds accessible pages and web clients
Code review | hard | Software engineering | 2 | 24 | Reads others' changes and improves them
Cloud infrastructure | hard | Cloud and operations | 2 | 12 | Runs services on rented machines
Observability | hard | Cloud and operations | 1 | 24 | Makes a running system explain itself
Incident response | hard | Cloud and operations | 2 | 24 | Leads an outage from alarm to lesson
Test automation | hard | Quality and security | 2 | 24 | Proves behaviour with tests that run alone
Secure coding | hard | Quality and security | 2 | 18 | Writes code that withstands an attacker
Data protection | hard | Quality and security | 2 | 24 | Handles personal data lawfully, by design
Machine learning | hard | Analytics | 2 | 12 | Trains, judges and runs models
Statistics | hard | Analytics | 1 | 24 | Draws conclusions that the data can bear
Written communication | soft | Communication | 2 | 36 | Writes so that readers can act
Presenting | soft | Communication | 1 | 36 | Explains to a room and answers its questions
Active listening | soft | Communication | 1 | 36 | Hears what is meant and checks it
Stakeholder management | soft | Communication | 2 | 36 | Keeps those concerned informed and on board
Coaching | soft | Leadership | 2 | 36 | Helps others to find their own next step
Delegation | soft | Leadership | 2 | 36 | Hands over work with aim, room and support
Decision making | soft | Leadership | 2 | 36 | Decides in time, with reasons that last
Giving feedback | soft | Leadership | 2 | 36 | Says what helps, early and with respect
Teamwork | soft | Collaboration | 2 | 36 | Puts the common result first
Conflict resolution | soft | Collaboration | 1 | 36 | Brings parties from positions to interests
Negotiation | soft | Collaboration | 1 | 36 | Reaches agreements that both sides keep
Customer focus | soft | Collaboration | 2 | 36 | Starts from what the customer tries to do
"""
SKILLS = tuple(
    Skill(name, category, group, int(criticality), int(months), description)
    for name, category, group, criticality, months, description in lines_of(SKILL_TABLE)
)

ROLE_CODES = {
    "DE": "Data engineer",
    "DS": "Data scientist",
    "BE": "Backend engineer",
    "FE": "Frontend engineer",
    "PM": "Product manager",
    "SR": "Site reliability engineer",
    "QE": "Quality engineer",
    "CC": "Customer consultant",
    "TM": TEAM_MANAGER,
    "DI": DIRECTOR,
}

# Required level / criticality per skill and role; a dot where the role does not need the skill. All need some
# incident response and data protection, so that nobody's level in these two is unknown when coverage is judged.
REQUIRED = """
skill                  DE  DS  BE  FE  PM  SR  QE  CC  TM  DI
Data modelling         4/3 4/2 3/2 .   2/1 .   .   .   2/1 .
SQL                    4/3 4/2 3/2 2/1 2/1 2/1 3/2 2/1 .   .
Data pipelines         4/3 3/2 2/1 .   .   3/1 .   .   2/1 .
Data quality           4/3 4/3 .   .   2/2 .   3/2 2/1 2/1 2/1
Software design        3/2 .   4/3 3/2 .   3/2 3/1 .   3/2 .
Python programming     3/2 4/3 3/2 .   .   3/2 3/2 .   .   .
Web development        .   .   3/2 4/3 .   .   2/1 2/1 .   .
Code review            3/2 2/1 3/2 3/2 .   3/1 3/2 .   .   .
Cloud infrastructure   3/2 2/1 3/1 2/1 .   4/3 2/1 .   2/1 .
Observability          2/1 .   3/2 2/1 .   4/3 3/2 2/1 .   .
Incident response      2/2 2/1 2/2 2/1 2/1 4/3 2/2 2/2 2/2 2/1
Test automation        3/2 .   3/2 3/2 .   3/2 4/3 .   .   .
Secure coding          2/2 .   3/3 3/2 .   3/2 3/2 .   .   .
Data protection        2/2 2/2 2/1 2/1 4/3 2/2 2/1 2/2 2/2 2/2
Machine learning       .   3/3 .   .   2/1 .   .   .   .   .
Statistics             2/1 4/2 .   .   3/2 .   2/1 2/1 2/1 2/1
Written communication  3/1 3/2 3/1 3/1 4/2 3/1 3/2 4/3 3/2 4/2
Presenting             .   3/2 .   2/1 3/2 .   .   3/2 3/2 4/2
Active listening       3/1 3/1 3/1 3/1 3/2 3/1 3/1 3/3 3/3 3/2
Stakeholder management 2/1 3/2 .   .   4/3 .   .   3/2 3/2 4/3
Coaching               .   .   .   2/1 .   2/1 .   .   4/3 3/2
Delegation             .   .   .   .   2/1 .   .   2/1 3/2 3/2
Decision making        .   2/1 2/1 2/1 3/2 3/2 2/1 3/1 3/2 4/3
Giving feedback        3/1 3/1 3/1 3/1 3/1 3/1 3/1 3/1 3/3 3/2
Teamwork               3/2 3/2 3/2 3/2 3/2 3/2 3/2 3/2 3/2 3/2
Conflict resolution    .   .   2/1 2/1 3/2 3/1 3/1 3/2 3/3 3/2
Negotiation            .   .   .   .   3/2 .   .   3/2 3/2 4/2
Customer focus         2/1 3/2 2/1 3/2 4/3 2/1 3/1 4/3 3/2 4/2
"""


@dataclass(frozen=True, slots=True)
class Requirement:
    role: str
    career_level: str | None
    skill: str
    level: float
    weight: int
    from_date: date | None = None


CAREER_REQUIREMENTS = (
    Requirement("Backend engineer", "senior", "Secure coding", 4, 3),
    Requirement("Backend engineer", "senior", "Giving feedback", 4, 1),
    Requirement("Frontend engineer", "senior", "Code review", 4, 2),
    Requirement("Quality engineer", "senior", "Code review", 4, 2),
    Requirement("Site reliability engineer", "senior", "Written communication", 4, 1),
    Requirement("Data scientist", "entry", "Machine learning", 2, 3),
    Requirement("Data engineer", "senior", "Code review", 4, 2),
    Requirement("Customer consultant", "entry", "Stakeholder management", 2, 2),
    Requirement("Product manager", "senior", "Presenting", 4, 2),
)

FUTURE_REQUIREMENTS = (
    Requirement("Data engineer", None, "Machine learning", 2, 2, date(2027, 1, 1)),
    Requirement("Customer consultant", None, "Coaching", 2, 1, date(2027, 4, 1)),
)

# What the previous period asked differently: lower levels, a skill not yet asked for (None), one dropped since.
EARLIER_REQUIREMENTS = (
    ("Backend engineer", "Observability", 2, 2),
    ("Quality engineer", "Secure coding", 2, 2),
    ("Frontend engineer", "Secure coding", None, None),
    ("Site reliability engineer", "Statistics", 2, 1),
)


@dataclass(frozen=True, slots=True)
class Course:
    programme: str
    category: str | None
    hours: int
    cost_per_seat: int
    format: str
    seats: tuple[int, int]
    level_gain: float
    soft_share: float | None
    skills: tuple[str, ...]

    @property
    def soft_part(self) -> float:
        """Share of its hours that trains soft skills."""
        return float(self.category == "soft") if self.soft_share is None else self.soft_share


def read_course(cells: tuple[str, ...]) -> Course:
    programme, category, hours, cost, form, seats, gain, soft_share, skills = cells
    fewest, most = seats.split("-")
    return Course(
        programme,
        category or None,
        int(hours),
        int(cost),
        form,
        (int(fewest), int(most)),
        float(gain),
        float(soft_share) if soft_share else None,
        tuple(skills.split("; ")),
    )


PAYING_PROGRAMME = "Data modelling workshop"
IDLE_PROGRAMME = "Negotiation webinar"

# programme | category | hours | cost per seat | format | seats | level gain | soft share | skills
COURSE_TABLE = """
Data modelling workshop | hard | 16 | 420 | workshop | 6-14 | 0.8 | | Data modelling; Data quality
SQL in practice | hard | 12 | 190 | course | 4-20 | 0.5 | | SQL
Data pipeline engineering | hard | 24 | 560 | project | 4-10 | 0.8 | | Data pipelines
Cloud operations course | hard | 16 | 430 | course | 6-16 | 0.5 | | Cloud infrastructure; Observability
Incident response drill | hard | 8 | 150 | workshop | 4-12 | 0.5 | | Incident response
Secure coding lab | hard | 12 | 290 | workshop | 4-14 | 0.5 | | Secure coding
Test automation course | hard | 16 | 340 | course | 4-16 | 0.5 | | Test automation
Software design masterclass | hard | 16 | 490 | course | 6-16 | 0.5 | | Software design; Code review
Applied machine learning | hard | 24 | 690 | course | 5-12 | 0.7 | | Machine learning; Statistics
Data protection clinic | hard | 8 | 170 | workshop | 4-16 | 0.6 | | Data protection
Negotiation webinar | soft | 6 | 110 | webinar | 8-40 | 0.3 | | Negotiation
Leading teams | soft | 16 | 620 | workshop | 6-14 | 0.5 | | Coaching; Delegation; Giving feedback
Presenting with impact | soft | 8 | 240 | workshop | 4-12 | 0.5 | | Presenting; Written communication
Listening in conflict | soft | 12 | 270 | workshop | 6-16 | 0.5 | | Active listening; Conflict resolution
Customer conversations | soft | 8 | 220 | course | 4-18 | 0.4 | | Customer focus; Stakeholder management
Technical lead path | | 24 | 790 | mentorship | 2-10 | 0.5 | 0.6 | Decision making; Teamwork; Software design
"""
COURSES = tuple(read_course(cells) for cells in lines_of(COURSE_TABLE))
PREREQUISITES = {"Data pipeline engineering": "SQL in practice"}
NOT_YET_RUN = ("Applied machine learning", "Data protection clinic")

MANDATORY_CERTIFICATION = "Information security awareness"
MANDATORY_ROLES = (
    "Data engineer",
    "Backend engineer",
    "Site reliability engineer",
    "Customer consultant",
    TEAM_MANAGER,
)
MANDATORY_SINCE = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Certification:
    name: str
    skill: str | None
    valid_months: int | None


MANDATORY = Certification(MANDATORY_CERTIFICATION, "Data protection", 24)
VOLUNTARY = (
    Certification("Cloud practitioner", "Cloud infrastructure", 36),
    Certification("Certified data analyst", "Statistics", None),
    Certification("Agile delivery foundation", "Teamwork", None),
)

# The facts that the report has to find. The gap sits in the recipe's first department, whatever its name.
GAP_GROUP = "Data engineering"
SINGLE_POINT = ("Site reliability engineer", "Incident response")
UNCOVERED = ("Product manager", "Data protection")
BLIND_SPOTS = ("Active listening", "Conflict resolution")
FALLING_METRIC = "Customer satisfaction"
MISSING_METRIC = ("Team collaboration", "2025-Q4")


@dataclass(frozen=True, slots=True)
class Survey:
    """A ratio metric drawn from a straight path; ``per_head`` is its denominator per person and quarter."""

    metric: str
    start: float
    end: float
    target: float
    per_head: float


SURVEYS = (
    Survey("Performance benchmark", 0.905, 0.972, 1.0, 42.0),
    Survey(FALLING_METRIC, 0.865, 0.745, 0.85, 3.6),
    Survey("Team collaboration", 0.715, 0.785, 0.75, 2.7),
    Survey("Leadership effectiveness", 0.655, 0.685, 0.70, 2.6),
    Survey("Employee engagement", 0.695, 0.735, 0.75, 2.8),
    Survey("Project success", 0.68, 0.735, 0.80, 0.3),
)
CALM_SATISFACTION = Survey(FALLING_METRIC, 0.80, 0.86, 0.85, 3.6)

# How each department differs from the whole, as a share; about zero together, so the whole keeps its path.
DEPARTMENT_TILTS = (-0.03, 0.01, 0.02, 0.0)

# Output per hour and errors per opportunity against the first of the six quarters.
OUTPUT_PATH = (1.0, 1.012, 1.024, 1.04, 1.055, 1.072)
ERROR_PATH = (1.0, 0.985, 0.965, 0.94, 0.895, 0.868)

TARGETS = {
    "Certification pass rate": 0.85,
    "Certification compliance": 0.95,
    "Productivity improvement": 0.05,
    "Error reduction": 0.20,
    "Retention": 0.90,
}
FEEDBACK_TARGET = 3.8


@dataclass(frozen=True, slots=True)
class Objective:
    name: str
    skills: tuple[str, ...]
    metrics: tuple[str, ...]
    target_date: date
    owner_department: int


OBJECTIVES = (
    Objective(
        name="Figures that every customer can trust",
        skills=("Data modelling", "Data quality", "SQL"),
        metrics=("Error reduction", "Project success"),
        target_date=date(2027, 6, 30),
        owner_department=0,
    ),
    Objective(
        name="Customers who renew without being asked",
        skills=("Customer focus", "Active listening", "Conflict resolution"),
        metrics=(FALLING_METRIC,),
        target_date=date(2027, 9, 30),
        owner_department=3,
    ),
)

SCALE = (
    ("Novice", "Knows the words; works with close guidance"),
    ("Basic", "Handles simple tasks; asks when something is new"),
    ("Proficient", "Works alone in usual situations"),
    ("Advanced", "Handles unusual situations; others come for advice"),
    ("Expert", "Sets the direction; known for it beyond the company"),
)

GIVEN_NAMES = words_of(
    """
    Aisha Adrian Amara Andrei Ana Anders Beatriz Bas Camille Chidi Chiara Daniel Deborah Dmitri Ebba Diego
    Elif Emeka Emma Erik Esther Farid Fatima Felix Freya Gabriel Giulia Hamza Hanna Haruto Ines Hugo
    Ingrid Ibrahim Isabel Ivo Jana Jakub Johanna Jan Julia Joaquim Karin Kaito Katarzyna Kofi Lea Kwame
    Leila Lars Lena Leon Lucia Luca Madina Liam Maja Marco Maria Marek Marta Mateus Mei Mehdi Mila Mikkel
    Miriam Milan Nadia Minh Nia Nikhil Nora Noah Olga Omar Paula Oskar Petra Pavel Priya Pedro Rania
    Rafael Renske Ravi Rosa Ruben Sanne Samuel Sara Sander Selma Sergio Sofia Simon Svea Stefan Tamar
    Tariq Tove Thijs Valentina Tomasz Vera Umar Wanjiru Victor Yara Wei Yuki Willem Zoë Yusuf Zofia Zoltán
    """
)
FAMILY_NAMES = words_of(
    """
    Abara Achterberg Adeyemi Aksoy Albrecht Almeida Andersson Arslan Baptista Barros Bauer Becker
    Bengtsson Berg Bianchi Bielak Bos Brandt Brouwer Cardoso Carvalho Castellan Chen Claes Costa Czarnecki
    Dahl Danso Dekker Demir Diallo Doornbos Duarte Dupont Ekström Engel Eriksen Esposito Faber Farkas
    Ferreira Fischer Fonseca Fontaine Gallo Ganguly Ghali Gomes Gorski Greve Haddad Hagen Halvorsen
    Hartman Hassan Hendriks Hoekstra Horváth Iyer Jansen Jelinek Jensen Joshi Kamara Kaya Keller Khalil
    Kimura Klein Kovács Kowalski Kuiper Lambert Larsen Laurent Lehtonen Lindgren Lopes Magnusson Mandal
    Marchetti Martens Matos Mbeki Meijer Mensah Molenaar Morales Moretti Mulder Nakamura Navarro Nguyen
    Nilsson Novák Nowak Obi Okafor Oliveira Olsen Osei Pacheco Papadakis Pereira Petrov Pham Pinto Postma
    Quist Rahman Ramos Reddy Ribeiro Ricci Rossi Rutgers Saidi Sala Santos Schipper Schreiber Sharma Silva
    Smit Soares Sørensen Stein Suzuki Szabó Tanaka Tavares Teixeira Tessema Toth Traoré Urban Vasquez
    Veenstra Verhoeven Vermeer Visser Vogel Wagner Wang Weber Wiśniewski Wouters Yamada Yilmaz Zajac Zhang
    Zielinski Zwart
    """
)
