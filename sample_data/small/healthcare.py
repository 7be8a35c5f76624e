"""The plot of sample_data/healthcare: a made-up hospital group whose roles and required levels are O*NET's.

A role needs a skill that O*NET rates as important enough for the occupation, at the level that O*NET states for it, to
two decimals on its scale of 0 to 7. How important decides how critical the requirement is. ``onet_skills.csv`` is an
extract of the O*NET database; credit and licence stand in sample_data/README.md.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sample_data.small.plot import (
    DepartmentPlot,
    Effect,
    Leaver,
    LongAgo,
    Mandatory,
    Offset,
    Plot,
    Series,
    Severity,
    StraightLine,
    TeamPlot,
    TestScores,
    Where,
    read_runs,
    read_skills,
)
from sample_data.story import FAMILY_NAMES, GIVEN_NAMES, Certification, Objective, Requirement, lines_of, read_course
from sample_data.workbook import FrontPage, Palette

ONET = Path(__file__).resolve().parent / "onet_skills.csv"
NEEDED_FROM = 2.75
"""Importance (1 to 5) from which a role needs a skill."""
WEIGHT_FROM = ((4.0, 3), (3.4, 2), (0.0, 1))
"""Importance from which a requirement has a weight."""

NURSE, AIDE, RESPIRATORY = "Registered Nurses", "Nursing Assistants", "Respiratory Therapists"
RADIOLOGY, LABORATORY = "Radiologic Technologists", "Medical and Clinical Laboratory Technologists"
THERAPIST, PHARMACIST, PHARMACY_TECHNICIAN = "Physical Therapists", "Pharmacists", "Pharmacy Technicians"
MANAGER, IT_MANAGER = "Medical and Health Services Managers", "Computer and Information Systems Managers"
ANALYST, ADMINISTRATOR = "Computer Systems Analysts", "Network and Computer Systems Administrators"
SUPPORT, SECURITY = "Computer User Support Specialists", "Information Security Analysts"
CLINICAL_ROLES = (NURSE, AIDE, RESPIRATORY, RADIOLOGY, LABORATORY, THERAPIST, PHARMACIST, PHARMACY_TECHNICIAN)
IT_ROLES = (ANALYST, ADMINISTRATOR, SUPPORT, SECURITY, IT_MANAGER)

WARDS, DIAGNOSTICS = "Nursing and Wards", "Diagnostics"
THERAPY, IT = "Therapy and Pharmacy", "Information Technology"

DEPARTMENTS = (
    DepartmentPlot(
        WARDS,
        MANAGER,
        (
            TeamPlot("Medical Ward", MANAGER, {NURSE: 10, AIDE: 2}),
            TeamPlot("Surgical Ward", MANAGER, {NURSE: 9, AIDE: 2}),
            TeamPlot("Intensive Care", MANAGER, {NURSE: 8, RESPIRATORY: 2, PHARMACIST: 1}),
        ),
    ),
    DepartmentPlot(
        DIAGNOSTICS,
        MANAGER,
        (
            TeamPlot("Radiology", MANAGER, {RADIOLOGY: 6, NURSE: 2}),
            TeamPlot("Laboratory", MANAGER, {LABORATORY: 6, AIDE: 2}),
        ),
    ),
    DepartmentPlot(
        THERAPY,
        MANAGER,
        (
            TeamPlot("Physiotherapy", MANAGER, {THERAPIST: 6, AIDE: 2}),
            TeamPlot("Pharmacy", MANAGER, {PHARMACIST: 4, PHARMACY_TECHNICIAN: 3, NURSE: 2}),
        ),
    ),
    DepartmentPlot(
        IT,
        IT_MANAGER,
        (
            TeamPlot("Clinical Systems", IT_MANAGER, {ANALYST: 6, NURSE: 2}),
            TeamPlot("Infrastructure and Support", IT_MANAGER, {ADMINISTRATOR: 5, SUPPORT: 4}),
            TeamPlot("Information Security", IT_MANAGER, {SECURITY: 2}),
        ),
    ),
)

# skill | category | group | criticality | shelf life in months | description
SKILLS = read_skills("""
Reading Comprehension | hard | Knowledge and writing | 2 | 24 | Understands guidelines, orders and letters
Writing | hard | Knowledge and writing | 2 | 24 | Writes so that the next reader can act
Science | hard | Knowledge and writing | 1 | 24 | Uses scientific rules and methods to solve problems
Critical Thinking | hard | Clinical reasoning | 2 | 24 | Weighs the strengths and weaknesses of ways to act
Monitoring | hard | Clinical reasoning | 2 | 24 | Notices how patients, work or systems are doing
Judgment and Decision Making | hard | Clinical reasoning | 2 | 24 | Weighs costs and benefits and chooses
Complex Problem Solving | hard | Clinical reasoning | 2 | 24 | Gets to the cause of a problem and ends it
Operation Monitoring | hard | Equipment and quality | 1 | 12 | Watches devices and displays and sees what is off
Quality Control Analysis | hard | Equipment and quality | 1 | 12 | Tests and inspects results, devices and processes
Troubleshooting | hard | Equipment and quality | 1 | 12 | Finds why something does not work
Systems Analysis | hard | Systems | 2 | 24 | Sees how a change would affect the whole
Systems Evaluation | hard | Systems | 1 | 24 | Measures how well a system does what it is for
Programming | hard | Systems | 2 | 18 | Writes programs for a purpose
Active Listening | soft | Communication | 2 | 36 | Gives full attention and asks what is unclear
Speaking | soft | Communication | 2 | 36 | Says what the other needs to know
Persuasion | soft | Communication | 1 | 36 | Brings others to change their minds or acts
Negotiation | soft | Communication | 1 | 36 | Brings people and their differences together
Social Perceptiveness | soft | Care for people | 2 | 36 | Sees how others react and understands why
Service Orientation | soft | Care for people | 2 | 36 | Looks for ways to help people
Coordination | soft | Working together | 2 | 36 | Fits the own work to that of others, above all at handovers
Instructing | soft | Working together | 1 | 36 | Teaches others how to do something
Learning Strategies | soft | Working together | 1 | 36 | Chooses how to learn and teach something new
Time Management | soft | Working together | 1 | 36 | Manages the own time and that of others
Management of Personnel Resources | soft | Working together | 1 | 36 | Finds and develops the best people for the work
""")


def onet_requirements() -> Iterator[Requirement]:
    """Importance ≥ NEEDED_FROM; what O*NET calls not relevant or not reliable is left out."""
    with ONET.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            importance = float(row["Importance"])
            if importance >= NEEDED_FROM and row["Not relevant or not reliable"] == "no":
                weight = next(weight for bound, weight in WEIGHT_FROM if importance >= bound)
                yield Requirement(row["Occupation"], None, row["Skill"], float(row["Level"]), weight)


REQUIREMENTS = tuple(onet_requirements())
NEWLY_REQUIRED = (NURSE, "Management of Personnel Resources")
"""Role and skill that the previous quarter did not ask for."""

HANDOVER, SERVICE = "Handover simulation", "Service e-learning"
HANDOVER_SKILL, SERVICE_SKILL = "Coordination", "Service Orientation"
LIFE_SUPPORT = "Basic life support"
GROUPS = {
    "nurses": Where(departments=(WARDS,), roles=(NURSE,)),
    "wards": Where(departments=(WARDS,), leads=False),
    "diagnostics": Where(departments=(DIAGNOSTICS,)),
    "therapy": Where(departments=(THERAPY,)),
    "it": Where(departments=(IT,), leads=False),
    "leads": Where(leads=True),
    "clinical": Where(departments=(WARDS, DIAGNOSTICS, THERAPY), leads=False),
}

# programme | category | hours | cost per seat | format | seats | level gain | soft share | skills
COURSES = tuple(
    read_course(cells)
    for cells in lines_of("""
Handover simulation | soft | 12 | 260 | workshop | 4-10 | 0.8 | | Coordination
Service e-learning | soft | 4 | 40 | webinar | 5-40 | 0.3 | | Service Orientation
Difficult conversations | soft | 12 | 290 | workshop | 6-12 | 0.6 | | Active Listening; Social Perceptiveness
Teaching at the bedside | soft | 8 | 180 | workshop | 4-12 | 0.6 | | Instructing; Learning Strategies
Leading a ward | soft | 16 | 520 | course | 5-12 | 0.6 | | Management of Personnel Resources; Time Management
Clear requests | soft | 8 | 170 | workshop | 6-14 | 0.5 | | Speaking; Persuasion; Negotiation
Clinical reasoning rounds | hard | 12 | 210 | course | 5-14 | 0.6 | | Critical Thinking; Judgment and Decision Making
Early warning signs | hard | 8 | 150 | workshop | 6-16 | 0.6 | | Monitoring
Device safety day | hard | 8 | 190 | workshop | 6-20 | 0.7 | | Operation Monitoring; Troubleshooting
Quality in the laboratory | hard | 12 | 310 | course | 4-10 | 0.7 | | Quality Control Analysis
Evidence reading group | hard | 10 | 90 | course | 4-12 | 0.5 | | Reading Comprehension; Science; Writing
Interface programming | hard | 24 | 680 | course | 4-10 | 0.8 | | Programming; Systems Analysis
Service monitoring lab | hard | 16 | 430 | course | 4-12 | 0.7 | | Operation Monitoring; Systems Evaluation
Project between ward and systems | | 20 | 240 | project | 4-8 | 0.6 | 0.5 | Complex Problem Solving; Coordination
""")
)
NOT_YET_RUN = "Project between ward and systems"

RUNS = read_runs(
    """
Device safety day | 2025-09-08 | diagnostics | 6
Early warning signs | 2025-10-13 | wards | 10
Difficult conversations | 2025-10-20 | clinical | 10
Interface programming | 2025-11-03 | it | 7
Clear requests | 2025-11-10 | therapy | 6
Clinical reasoning rounds | 2025-11-17 | clinical | 12
Leading a ward | 2025-12-01 | leads | 6
Device safety day | 2026-01-12 | wards | 8
Difficult conversations | 2026-01-19 | wards | 10
Service monitoring lab | 2026-02-02 | it | 8
Evidence reading group | 2026-02-09 | therapy | 6
Clear requests | 2026-02-16 | clinical | 10
Quality in the laboratory | 2026-03-02 | diagnostics | 6
Teaching at the bedside | 2026-03-09 | wards | 10
Early warning signs | 2026-04-13 | wards | 8
Interface programming | 2026-04-20 | it | 5
Difficult conversations | 2026-04-27 | diagnostics | 6
Leading a ward | 2026-05-04 | leads | 5
Clear requests | 2026-05-11 | it | 5
Clinical reasoning rounds | 2026-05-18 | clinical | 8
Device safety day | 2026-06-08 | therapy | 6
Handover simulation | 2026-07-06 | nurses | 5
Service e-learning | 2026-07-09 | nurses | 9
Handover simulation | 2026-07-13 | nurses | 4
Teaching at the bedside | 2026-08-17 | clinical | 6
Service monitoring lab | 2026-08-24 | it | 4
""",
    GROUPS,
)

HEALTHCARE = Plot(
    seed=4711,
    client="Merrowby Hospitals",
    employee_id="{:05}",
    given_names=GIVEN_NAMES,
    family_names=FAMILY_NAMES,
    locations=("Merrowby", "Merrowby", "Castle Hill"),
    departments=DEPARTMENTS,
    joiners=("Medical Ward", "Surgical Ward", "Intensive Care", "Radiology", "Physiotherapy", "Clinical Systems"),
    leavers=(
        Leaver("Medical Ward", NURSE, date(2026, 7, 31)),
        Leaver("Surgical Ward", NURSE, date(2026, 8, 15)),
        Leaver("Intensive Care", NURSE, date(2026, 7, 15)),
        Leaver("Radiology", RADIOLOGY, date(2026, 8, 31)),
        Leaver("Infrastructure and Support", ADMINISTRATOR, date(2026, 8, 31)),
        Leaver("Surgical Ward", NURSE, date(2026, 2, 28)),
        Leaver("Surgical Ward", AIDE, date(2025, 12, 31)),
        Leaver("Pharmacy", PHARMACY_TECHNICIAN, date(2026, 4, 30)),
    ),
    moved={"Intensive Care": "Surgical Ward", "Infrastructure and Support": "Clinical Systems"},
    promoted=("Medical Ward", "Surgical Ward"),
    lowest=0,
    labels=(
        ("Level 0", "The lowest of O*NET's levels: the work asks nothing of the skill"),
        *((f"Level {level}", "") for level in range(1, 7)),
        ("Level 7", "The highest of O*NET's levels"),
    ),
    skills=SKILLS,
    requirements=REQUIREMENTS,
    requirements_before=tuple(one for one in REQUIREMENTS if (one.role, one.skill) != NEWLY_REQUIRED),
    offsets=(
        Offset(-2.8, Where(departments=(WARDS,), roles=(NURSE,), skills=(HANDOVER_SKILL,))),
        Offset(-1.4, Where(departments=(WARDS,), leads=False, skills=("Instructing", "Time Management"))),
        Offset(-0.9, Where(departments=(WARDS,), leads=False, skills=("Learning Strategies",))),
        Offset(-0.5, Where(skills=(HANDOVER_SKILL,))),
        Offset(0.0, Where(roles=(NURSE,), skills=(SERVICE_SKILL,))),
        Offset(-1.1, Where(departments=(IT,), skills=("Active Listening", "Service Orientation", "Speaking"))),
        Offset(-0.4, Where(departments=(DIAGNOSTICS,), skills=("Social Perceptiveness", "Instructing"))),
        Offset(0.1, Where(departments=(WARDS,))),
        Offset(0.35),
    ),
    person_spread=0.3,
    pair_spread=0.55,
    judge_error=0.45,
    growth=0.12,
    self_bias={"Instructing": 0.5, "Time Management": 0.4, "Science": -0.4},
    always_rated=(HANDOVER_SKILL, SERVICE_SKILL),
    straight_lines=(
        StraightLine("Radiology", 4),
        StraightLine("Physiotherapy", 4),
        StraightLine("Clinical Systems", 4),
    ),
    severities=(
        Severity("Laboratory", -2.8, colleague=True),
        Severity("Pharmacy", -2.8, colleague=True),
        Severity("Infrastructure and Support", -2.8, colleague=True),
    ),
    long_ago=(LongAgo("Laboratory", date(2025, 4, 22)),),
    courses=COURSES,
    runs=RUNS,
    effects=(
        Effect(HANDOVER, 1.3, GROUPS["nurses"]),
        Effect(SERVICE, 0.0, GROUPS["nurses"]),
    ),
    test_scores={
        HANDOVER: TestScores(54, 22),
        SERVICE: TestScores(70, 3),
        "Early warning signs": TestScores(58, 15),
    },
    mandatory=(
        Mandatory(
            Certification(LIFE_SUPPORT, None, 24),
            CLINICAL_ROLES,
            date(2024, 1, 1),
            expired={DIAGNOSTICS: 5, WARDS: 1},
            never_sat={DIAGNOSTICS: 2},
            expiring={WARDS: 7, THERAPY: 3},
        ),
        Mandatory(Certification("Radiation protection", None, 60), (RADIOLOGY,), date(2024, 1, 1)),
        Mandatory(Certification("Information security", None, 12), IT_ROLES, date(2025, 1, 1), expiring={IT: 6}),
    ),
    voluntary=(
        (Certification("Wound care", None, 36), Where(roles=(NURSE,))),
        (Certification("Service management", "Systems Evaluation", None), Where(departments=(IT,))),
    ),
    metrics=(
        Series("Certification compliance", 0.945, 0.98, 1.0, 0.82),
        Series("Patient satisfaction", 0.82, 0.865, 0.85, 14.0, {IT: -0.05, THERAPY: 0.03}),
        Series("Team collaboration", 0.66, 0.61, 0.70, 2.4, {WARDS: -0.03, DIAGNOSTICS: 0.04}),
        Series("Employee engagement", 0.63, 0.645, 0.65, 2.6, {WARDS: -0.02, IT: 0.03}),
        Series("Leadership effectiveness", 0.60, 0.68, 0.65, 2.2),
        Series("Error reduction", 0.024, 0.0195, 0.15, 75.0, {WARDS: 0.002}),
        Series("Serious event reduction", 0.0012, 0.0011, 0.25, 30.0, none_in=(4, 5), units=False),
        Series("Project success", 0.72, 0.78, 0.80, 0.35),
    ),
    objectives=(
        Objective(
            name="No patient is lost between two shifts",
            skills=("Coordination", "Active Listening", "Monitoring"),
            metrics=("Team collaboration", "Patient satisfaction"),
            target_date=date(2027, 6, 30),
            owner_department=0,
        ),
        Objective(
            name="Systems that the wards can rely on",
            skills=("Systems Analysis", "Operation Monitoring", "Service Orientation"),
            metrics=("Project success", "Error reduction"),
            target_date=date(2027, 9, 30),
            owner_department=3,
        ),
    ),
)

MOSS = Palette("#2F5D50", "#E3EEE9")
FRONT = FrontPage(
    "Skill assessment Merrowby Hospitals",
    (
        ("Purpose", "Skill ratings, role requirements, trainings and metrics for the report on 2026-Q3."),
        ("", "This hospital group, its people and their ratings are made up."),
        ("", ""),
        ("Requirements", "Roles, skills, required levels and criticality are drawn from the O*NET database."),
        ("", "This product includes information from the O*NET Database by the U.S. Department of Labor,"),
        ("", "Employment and Training Administration (USDOL/ETA). Used under the CC BY 4.0 license."),
        ("", ""),
        ("Ratings", "Levels of 0 to 7, O*NET's scale. Leave out what was not rated."),
        ("Dark header", "This column has to be filled in."),
        ("Light header", "This column may stay blank; the report says what it would add."),
    ),
)
