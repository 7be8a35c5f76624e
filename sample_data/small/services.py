"""The plot of sample_data/professional_services: a made-up consulting firm in Germany, in its own words.

Names of units, roles, skills and programmes are German, as the client's files have them.
"""

from datetime import date

from sample_data.small.plot import (
    DepartmentPlot,
    Effect,
    Leaver,
    Mandatory,
    Offset,
    Plot,
    Series,
    Severity,
    StraightLine,
    TeamPlot,
    TestScores,
    Where,
    read_matrix,
    read_runs,
    read_skills,
)
from sample_data.story import Certification, Objective, lines_of, read_course, words_of

STRATEGY, TAX, AUDIT = "Consultant Strategie", "Consultant Steuern", "Consultant Prüfung"
DATA, IT = "Consultant Daten", "Consultant IT"
LEAD, HEAD = "Teamleitung", "Bereichsleitung"
ORGANISATION_DEPARTMENT = "Strategie und Organisation"
TAX_DEPARTMENT, DIGITAL = "Steuern und Prüfung", "Digitalberatung"
SMALL_TEAM = "Nachhaltigkeit"

DEPARTMENTS = (
    DepartmentPlot(
        ORGANISATION_DEPARTMENT,
        HEAD,
        (
            TeamPlot("Strategie", LEAD, {STRATEGY: 6, DATA: 3}),
            TeamPlot("Organisationsentwicklung", LEAD, {STRATEGY: 5, IT: 3}),
            TeamPlot(SMALL_TEAM, LEAD, {STRATEGY: 3}),
        ),
    ),
    DepartmentPlot(
        TAX_DEPARTMENT,
        HEAD,
        (
            TeamPlot("Steuerberatung", LEAD, {TAX: 7, DATA: 2}),
            TeamPlot("Wirtschaftsprüfung", LEAD, {AUDIT: 6, TAX: 2}),
        ),
    ),
    DepartmentPlot(
        DIGITAL,
        HEAD,
        (
            TeamPlot("Daten und Analyse", LEAD, {DATA: 5, STRATEGY: 3}),
            TeamPlot("IT-Beratung", LEAD, {IT: 6, STRATEGY: 2}),
        ),
    ),
)

NAMES_BEFORE = {"Digitale Werkzeuge": "Office-Anwendungen"}
"""What a skill is called today → what it was called a quarter ago."""

# skill | category | group | criticality | shelf life in months | description
SKILLS = read_skills("""
Steuerrecht | hard | Recht und Steuern | 3 | 12 | Kennt das Recht und bemerkt, wenn es sich ändert
Bilanzierung | hard | Recht und Steuern | 2 | 24 | Liest und erstellt Abschlüsse
Prüfungsmethodik | hard | Recht und Steuern | 3 | 24 | Plant Prüfungen nach Risiko
Vertragsrecht | hard | Recht und Steuern | 1 | 24 | Findet Pflichten und Risiken in Verträgen
Datenanalyse | hard | Analyse | 2 | 24 | Beantwortet Fragen aus Daten
Finanzmodellierung | hard | Analyse | 2 | 24 | Baut Rechnungen, die andere prüfen können
Marktanalyse | hard | Analyse | 2 | 24 | Beschreibt Märkte mit Quellen
Prozessautomatisierung | hard | Digitalisierung | 3 | 18 | Lässt Abläufe von selbst laufen
IT-Architektur | hard | Digitalisierung | 2 | 18 | Ordnet Systeme so, dass sie sich ändern lassen
Digitale Werkzeuge | hard | Digitalisierung | 1 | 24 | Arbeitet sicher mit Tabellen, Folien und Ablagen
Projektmanagement | hard | Methoden | 2 | 24 | Bringt Vorhaben im Rahmen zu Ende
Kundenorientierung | soft | Kundenarbeit | 3 | 36 | Fragt zuerst, was der Kunde erreichen will
Verhandlungsführung | soft | Kundenarbeit | 2 | 36 | Findet Abschlüsse, die beide Seiten halten
Präsentation | soft | Kundenarbeit | 2 | 36 | Erklärt vor Publikum und antwortet auf Fragen
Teamarbeit | soft | Zusammenarbeit | 2 | 36 | Stellt das gemeinsame Ergebnis voran
Konfliktfähigkeit | soft | Zusammenarbeit | 1 | 36 | Spricht Unstimmigkeiten früh an
Wissensweitergabe | soft | Zusammenarbeit | 1 | 36 | Gibt weiter, was andere brauchen
Mitarbeiterführung | soft | Führung | 2 | 36 | Gibt Ziele, Raum und Rückmeldung
Entscheidungsfähigkeit | soft | Führung | 2 | 36 | Entscheidet rechtzeitig und begründet
""")

ROLES = {"ST": STRATEGY, "TX": TAX, "AU": AUDIT, "DA": DATA, "IT": IT, "TL": LEAD, "BL": HEAD}
WEIGHTS = {skill.name: skill.criticality for skill in SKILLS}
REQUIRED = """
skill                  ST TX AU DA IT TL BL
Steuerrecht            .  4  2  .  .  .  .
Bilanzierung           2  3  3  .  .  .  2
Prüfungsmethodik       .  2  3  .  .  .  .
Vertragsrecht          1  2  2  .  1  2  2
Datenanalyse           2  2  3  4  2  2  .
Finanzmodellierung     3  2  2  3  .  2  2
Marktanalyse           3  .  .  2  .  2  3
Prozessautomatisierung 2  2  2  3  4  2  2
IT-Architektur         .  .  .  2  3  .  .
Digitale Werkzeuge     2  2  2  3  3  2  2
Projektmanagement      2  2  2  2  3  3  3
Kundenorientierung     3  3  2  2  3  3  3
Verhandlungsführung    2  2  2  1  2  3  3
Präsentation           3  2  2  2  2  3  3
Teamarbeit             3  2  2  2  2  3  3
Konfliktfähigkeit      2  2  2  1  2  3  3
Wissensweitergabe      2  2  2  2  2  3  2
Mitarbeiterführung     .  .  .  .  .  3  3
Entscheidungsfähigkeit 2  2  2  2  2  3  3
"""
REQUIREMENTS = tuple(read_matrix(REQUIRED, ROLES, WEIGHTS))
REQUIRED_BEFORE = REQUIRED.replace(
    "Prozessautomatisierung 2  2  2  3  4  2  2", "Prozessautomatisierung 1  1  1  3  4  2  2"
)
"""Since then every consultant has been asked for more automation."""
REQUIREMENTS_BEFORE = tuple(read_matrix(REQUIRED_BEFORE, ROLES, WEIGHTS))

NEGOTIATING, TOOLS = "Verhandlungswerkstatt", "Webinar Digitale Werkzeuge"
PAYING_ROLES, IDLE_ROLES = (STRATEGY, TAX), (TAX, AUDIT, STRATEGY)
GROUPS = {
    "strategy": Where(departments=(ORGANISATION_DEPARTMENT,), leads=False),
    "tax": Where(departments=(TAX_DEPARTMENT,), leads=False),
    "digital": Where(departments=(DIGITAL,), leads=False),
    "leads": Where(leads=True),
    "consultants": Where(leads=False),
    "negotiating": Where(roles=PAYING_ROLES),
    "tools": Where(roles=IDLE_ROLES),
}

# programme | category | hours | cost per seat | format | seats | level gain | soft share | skills
COURSES = tuple(
    read_course(cells)
    for cells in lines_of("""
Verhandlungswerkstatt | soft | 16 | 640 | workshop | 4-12 | 0.7 | | Verhandlungsführung
Webinar Digitale Werkzeuge | hard | 4 | 60 | webinar | 5-40 | 0.3 | | Digitale Werkzeuge
Steuerrecht aktuell | hard | 16 | 490 | course | 6-20 | 0.5 | | Steuerrecht
Bilanzierung kompakt | hard | 16 | 450 | course | 6-16 | 0.5 | | Bilanzierung; Finanzmodellierung
Risikoorientiert prüfen | hard | 16 | 520 | course | 5-14 | 0.6 | | Prüfungsmethodik
Prozesse automatisieren | hard | 24 | 790 | course | 5-12 | 0.8 | | Prozessautomatisierung
Datenanalyse mit System | hard | 24 | 720 | course | 5-12 | 0.6 | | Datenanalyse
Systeme entwerfen | hard | 16 | 680 | course | 4-10 | 0.6 | | IT-Architektur
Projekte steuern | hard | 16 | 540 | course | 6-14 | 0.5 | | Projektmanagement
Wirkungsvoll präsentieren | soft | 12 | 420 | workshop | 5-12 | 0.6 | | Präsentation
Kundengespräche | soft | 8 | 310 | workshop | 6-16 | 0.5 | | Kundenorientierung
Konflikte lösen | soft | 12 | 380 | workshop | 6-14 | 0.6 | | Konfliktfähigkeit; Teamarbeit
Führen im Projekt | | 24 | 890 | course | 5-12 | 0.6 | 0.8 | Mitarbeiterführung; Projektmanagement
""")
)

RUNS = read_runs(
    """
Bilanzierung kompakt | 2025-09-15 | tax | 6
Projekte steuern | 2025-10-06 | consultants | 8
Steuerrecht aktuell | 2025-10-13 | tax | 8
Datenanalyse mit System | 2025-10-20 | digital | 6
Kundengespräche | 2025-11-10 | consultants | 12
Risikoorientiert prüfen | 2025-11-17 | tax | 7
Führen im Projekt | 2025-11-24 | leads | 6
Wirkungsvoll präsentieren | 2026-01-19 | strategy | 8
Bilanzierung kompakt | 2026-01-26 | strategy | 6
Konflikte lösen | 2026-02-09 | consultants | 9
Systeme entwerfen | 2026-02-16 | digital | 6
Projekte steuern | 2026-03-02 | consultants | 8
Steuerrecht aktuell | 2026-03-16 | tax | 6
Datenanalyse mit System | 2026-04-13 | strategy | 5
Kundengespräche | 2026-04-20 | digital | 7
Prozesse automatisieren | 2026-05-04 | digital | 5
Wirkungsvoll präsentieren | 2026-05-11 | tax | 6
Webinar Digitale Werkzeuge | 2026-07-02 | tools | 10
Verhandlungswerkstatt | 2026-07-06 | negotiating | 5
Verhandlungswerkstatt | 2026-07-20 | negotiating | 5
Konflikte lösen | 2026-08-24 | leads | 5
""",
    GROUPS,
)

SERVICES = Plot(
    seed=7,
    client="Rauthal Beratung",
    employee_id="M{:03}",
    given_names=words_of(
        """
        Anna Benedikt Carolin Dominik Elisabeth Florian Greta Hannes Ilse Jonas Katharina Lukas Magdalena Niklas
        Ottilie Philipp Quirin Renate Sebastian Theresa Ulrich Verena Wolfgang Xaver Yvonne Ziska Jürgen Käthe
        """
    ),
    family_names=words_of(
        """
        Ackermann Böhm Christl Dörfler Eberl Fürst Gruber Höfer Imhof Jäger Köhler Lechner Mösl Neubauer Oßwald
        Pichler Quandt Rössler Schäfer Trautmann Übelacker Vogt Weiß Zehnder Brandl Dietl Egger Fröhlich Grün
        """
    ),
    locations=("München", "Wien", "Zürich", "München"),
    departments=DEPARTMENTS,
    joiners=("Organisationsentwicklung", "Steuerberatung", "IT-Beratung"),
    leavers=(
        Leaver("Strategie", STRATEGY, date(2026, 7, 31)),
        Leaver("Wirtschaftsprüfung", AUDIT, date(2026, 8, 31)),
        Leaver("Daten und Analyse", DATA, date(2026, 3, 31)),
        Leaver("Steuerberatung", TAX, date(2025, 12, 31)),
    ),
    moved={"Daten und Analyse": "Strategie"},
    promoted=("Strategie", "IT-Beratung"),
    lowest=0,
    labels=(
        ("Keine Kenntnisse", "Noch nicht damit gearbeitet"),
        ("Grundkenntnisse", "Kennt die Begriffe und arbeitet unter Anleitung"),
        ("Anwendung", "Löst übliche Aufgaben mit Rückfragen"),
        ("Sicher", "Arbeitet selbstständig, auch in ungewohnten Lagen"),
        ("Experte", "Wird von anderen gefragt und gibt die Richtung vor"),
    ),
    skills=SKILLS,
    requirements=REQUIREMENTS,
    requirements_before=REQUIREMENTS_BEFORE,
    offsets=(
        Offset(-1.25, Where(departments=(DIGITAL,), skills=("Prozessautomatisierung",))),
        Offset(-0.8, Where(skills=("Prozessautomatisierung", "Datenanalyse"))),
        Offset(-0.5, Where(roles=PAYING_ROLES, skills=("Verhandlungsführung",))),
        Offset(-0.2, Where(roles=IDLE_ROLES, skills=("Digitale Werkzeuge",))),
        Offset(0.15, Where(skills=tuple(skill.name for skill in SKILLS if skill.category == "hard"))),
        Offset(0.45),
    ),
    person_spread=0.2,
    pair_spread=0.45,
    judge_error=0.35,
    growth=0.1,
    self_bias={"Präsentation": 0.3, "Konfliktfähigkeit": 0.3, "Datenanalyse": -0.2},
    always_rated=("Verhandlungsführung", "Digitale Werkzeuge"),
    straight_lines=(StraightLine("Wirtschaftsprüfung", 3),),
    severities=(Severity("IT-Beratung", -2.1),),
    long_ago=(),
    courses=COURSES,
    runs=RUNS,
    effects=(
        Effect(NEGOTIATING, 1.1, Where(roles=PAYING_ROLES)),
        Effect(TOOLS, 0.0, Where(roles=IDLE_ROLES)),
    ),
    test_scores={NEGOTIATING: TestScores(48, 24), TOOLS: TestScores(66, 2)},
    mandatory=(
        Mandatory(
            Certification("Geldwäscheprävention", None, 12),
            (TAX, AUDIT, LEAD),
            date(2024, 1, 1),
            expired={TAX_DEPARTMENT: 2},
            expiring={TAX_DEPARTMENT: 5},
        ),
    ),
    voluntary=(
        (
            Certification("Projektleitung Stufe 2", "Projektmanagement", 60),
            Where(departments=(ORGANISATION_DEPARTMENT,)),
        ),
        (Certification("Datenanalyse Basis", "Datenanalyse", None), Where(departments=(DIGITAL,))),
    ),
    metrics=(
        Series("Kundenzufriedenheit", 0.80, 0.845, 0.85, 3.2, {DIGITAL: -0.05, TAX_DEPARTMENT: 0.04}),
        Series("Projekterfolg", 0.77, 0.65, 0.80, 0.7, {DIGITAL: -0.10, TAX_DEPARTMENT: 0.10}),
        Series("Mitarbeiterengagement", 0.66, 0.70, 0.70, 2.5),
        Series("Führungswirksamkeit", 0.62, 0.66, 0.70, 2.1),
        Series("Auslastung", 0.71, 0.755, 0.75, 440.0, {DIGITAL: 0.04, ORGANISATION_DEPARTMENT: -0.04}),
    ),
    objectives=(
        Objective(
            name="Jedes zweite Projekt mit automatisierten Auswertungen",
            skills=("Prozessautomatisierung", "Datenanalyse"),
            metrics=("Projekterfolg", "Auslastung"),
            target_date=date(2027, 6, 30),
            owner_department=2,
        ),
        Objective(
            name="Bessere Honorare aus besseren Verhandlungen",
            skills=("Verhandlungsführung", "Kundenorientierung"),
            metrics=("Kundenzufriedenheit",),
            target_date=date(2027, 3, 31),
            owner_department=0,
        ),
    ),
)
