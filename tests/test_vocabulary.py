"""What sheet names, headers and cells stand for: in English, German, French, Spanish, and in exports of HR systems."""

import pytest

from skillreport.model.names import header_key, key
from skillreport.read.vocabulary import template_tables, words
from tests.sheets import issues_of, records, sheet, table_of

# ---- HR systems: every header of libraries.md, with the field it belongs to

PERSON = {"employee": "1001", "name": "Ann Lee", "manager": "1000", "role": "Developer", "department": "IT"}
SYSTEMS = {
    "Workday": (
        ("Employee ID", "Worker", "Manager_ID", "Business Title", "Supervisory Organization", "Location", "Hire Date"),
        ("Worker ID", "Worker", "Worker's Manager", "Job Profile", "Supervisory Organization", "Location", "Hire Date"),
        (
            "Employee ID",
            "Worker",
            "Manager_Name",
            "Business Title",
            "Supervisory Organization",
            "Location",
            "Hire Date",
        ),
    ),
    "BambooHR": (
        ("Employee #", "Display name", "Reporting to", "Job Title", "Department", "Location", "Hire Date"),
        ("employeeNumber", "displayName", "supervisorEId", "jobTitle", "Division", "location", "hireDate"),
        ("id", "Full name", "Supervisor ID", "Job Title", "Division", "Location", "Hire Date"),
    ),
    "Personio": (
        ("ID", "Name", "Supervisor", "Position", "Department", "Office", "Hire date"),
        ("Personalnummer", "Name", "Vorgesetzte(r)", "Position", "Abteilung", "Arbeitsort", "Anstelldatum"),
        ("ID", "Name", "Supervisor ID", "Position", "Department", "Office", "Hire date"),
    ),
    "SAP SuccessFactors": (
        ("USERID", "NAME", "MANAGER", "TITLE", "DEPARTMENT", "LOCATION", "HIREDATE"),
        ("USERID", "NAME", "MANAGER", "TITLE", "DIVISION", "LOCATION", "HIREDATE"),
    ),
    "ADP": (
        (
            "Associate ID",
            "Name",
            "Reports to Employee ID",
            "Job Title",
            "Home Department",
            "Work Location",
            "Hire Date",
        ),
        (
            "associateOID",
            "Name",
            "Reports To Associate OID",
            "Job Title",
            "Home Department",
            "Work Location",
            "Hire Date",
        ),
    ),
    "Rippling": (
        ("Employee number", "Full name", "Manager – Work email", "Title", "Department", "Work location", "Start date"),
    ),
    "Visio, Lucidchart, OrgChart, Organimi": (
        ("Employee ID", "Name", "Reports To", "Title", "Department", "Location", "StartDate"),
        ("PersonID", "Name", "Supervisor ID", "Title", "Department", "Location", "StartDate"),
        ("Employee ID", "Name", "Boss ID", "Title", "Department", "Location", "StartDate"),
        ("Employee ID", "Name", "SupervisorEmail", "Title", "Department", "Location", "StartDate"),
    ),
}


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param(headers, id=f"{name} {place}")
        for name, all in SYSTEMS.items()
        for place, headers in enumerate(all, 1)
    ],
)
def test_an_export_maps_without_configuration(headers: tuple[str, ...]) -> None:
    """The sheet's name says nothing, and no column is asked about."""
    row = ["'1001", "Ann Lee", "'1000", "Developer", "IT", "Berlin", "@2020-01-01"]
    given = sheet(f"{' | '.join(headers)}\n{' | '.join(row)}", "Sheet1")
    [found] = records(table_of(given))
    assert {name: found[name] for name in PERSON} == PERSON
    assert "start_date" in found
    assert issues_of(given) == []


def test_an_export_of_microsoft_entra_has_no_managers() -> None:
    given = sheet(
        "objectId | userPrincipalName | displayName | jobTitle | department | physicalDeliveryOfficeName\n"
        "a1 | ann@acme.example | Ann Lee | Developer | IT | Berlin",
        "Users",
    )
    [found] = records(table_of(given))
    assert found == {
        "employee": "a1",
        "email": "ann@acme.example",
        "name": "Ann Lee",
        "role": "Developer",
        "department": "IT",
    }
    assert issues_of(given) == []


def test_first_and_last_names_stand_for_a_name() -> None:
    given = sheet("User ID | First Name | Last Name | Manager\n1001 | Ann | Lee | NO_MANAGER", "Sheet1")
    assert table_of(given).table == "org_chart"


# ---- languages

LISTS = {
    "German": ("Bewertungen", "Mitarbeiter | Kompetenz | Bewertung | Bewertergruppe | Datum"),
    "German with numbers": ("Ist", "Personalnummer | Fähigkeit | Ist | Perspektive | Stichtag"),
    "French": ("Évaluations", "Salarié | Compétence | Niveau | Évalué par | Date d'évaluation"),
    "Spanish": ("Evaluaciones", "Empleado | Competencia | Nivel | Tipo de evaluador | Fecha"),
}


@pytest.mark.parametrize("language", LISTS)
def test_ratings_are_read_in(language: str) -> None:
    name, headers = LISTS[language]
    given = sheet(f"{headers}\nE1 | Python | 3 | x | @2026-09-01", name)
    [found] = records(table_of(given))
    assert {"employee", "skill", "level", "rater_group", "date"} == set(found)
    assert issues_of(given) == []


@pytest.mark.parametrize(
    ("name", "headers", "table"),
    [
        ("Kompetenzen", "Kompetenz | Kategorie | Gruppe | Gewichtung", "skills"),
        ("Compétences", "Compétence | Catégorie | Domaine | Poids", "skills"),
        ("Competencias", "Competencia | Categoría", "skills"),
        ("Anforderungen", "Rolle | Kompetenz | Soll", "requirements"),
        ("Exigences", "Poste | Compétence | Niveau requis", "requirements"),
        ("Requisitos", "Puesto | Competencia | Nivel requerido", "requirements"),
        ("Organigramm", "Personalnummer | Name | Vorgesetzter | Funktion | Abteilung | Eintritt", "org_chart"),
        ("Organigramme", "Matricule | Nom | Responsable | Poste | Service", "org_chart"),
        ("Schulungen", "Mitarbeiter | Schulung | Beginn | Stunden", "training"),
        ("Formations", "Salarié | Formation | Date de début | Heures", "training"),
        ("Kennzahlen", "Kennzahl | Zeitraum | Wert", "metrics"),
        ("Indicateurs", "Indicateur | Période | Valeur", "metrics"),
        ("Skala", "Stufe | Bezeichnung", "scale"),
        ("Zertifikate", "Mitarbeiter | Zertifikat | Datum", "certifications"),
        ("Pflichtzertifikate", "Rolle | Zertifikat", "mandatory"),
        ("Ziele", "Ziel | Kompetenzen", "objectives"),
        ("Kurse", "Kurs | Kompetenzen | Stunden", "courses"),
    ],
)
def test_tables_are_known_in_other_languages(name: str, headers: str, table: str) -> None:
    given = sheet(f"{headers}\n{' | '.join('x' for _ in headers.split('|'))}", name)
    assert (table_of(given).table, issues_of(given)) == (table, [])


def meaning_of(list_name: str, cell: str) -> str | None:
    return words().values[list_name].get(key(cell))


@pytest.mark.parametrize(
    ("list_name", "cell", "meaning"),
    [
        ("category", "Soft skills", "soft"),
        ("category", "technical", "hard"),
        ("category", "überfachlich", "soft"),
        ("category", "Savoir-être", "soft"),
        ("rater_group", "Selbsteinschätzung", "self"),
        ("rater_group", "auto-évaluation", "self"),
        ("rater_group", "Führungskraft", "manager"),
        ("rater_group", "n+1", "manager"),
        ("rater_group", "Kollegen", "peer"),
        ("career_level", "Junior", "entry"),
        ("career_level", "Geschäftsleitung", "executive"),
        ("yes", "ja", "yes"),
        ("yes", "oui", "yes"),
        ("yes", "sí", "yes"),
        ("yes", "X", "yes"),
        ("yes", "✓", "yes"),
        ("no", "nein", "no"),
        ("not_applicable", "N/A", "not_applicable"),
        ("not_applicable", "entfällt", "not_applicable"),
        ("not_applicable", "sans objet", "not_applicable"),
        ("top_of_tree", "NO_MANAGER", "top_of_tree"),
        ("top_of_tree", "–", "top_of_tree"),
        ("vacant", "unbesetzt", "vacant"),
        ("vacant", "à pourvoir", "vacant"),
    ],
)
def test_words_in_cells_mean(list_name: str, cell: str, meaning: str) -> None:
    assert meaning_of(list_name, cell) == meaning


@pytest.mark.parametrize("list_name", ["category", "rater_group", "career_level", "yes", "no", "not_applicable"])
def test_an_unknown_word_means_nothing(list_name: str) -> None:
    assert meaning_of(list_name, "quite") is None
    assert not words().is_in(list_name, "quite")


@pytest.mark.parametrize("name", ["Null", "NaN", "None", "NA", "Nil"])
def test_names_that_programs_take_for_nothing_are_no_yes_and_no_no(name: str) -> None:
    assert meaning_of("yes", name) is None
    assert meaning_of("no", name) is None


# ---- the data files


def test_no_header_stands_for_two_fields_of_a_table() -> None:
    for table in words().tables.values():
        aliases = [alias for field in table.fields.values() for alias in field.aliases]
        assert len(aliases) == len(set(aliases)), table.name


def test_of_several_headers_of_a_field_the_most_usual_counts() -> None:
    assert words().tables["ratings"].columns(["Rating", "Level", "Employee"]) == {"employee": 2, "level": 1}


def test_every_header_of_the_template_is_read_as_its_field() -> None:
    for table in template_tables().values():
        headers = [field.header for field in table.template_fields.values()]
        assert table.columns(headers) == {name: place for place, name in enumerate(table.template_fields)}, table.name


def test_no_sheet_name_stands_for_two_tables() -> None:
    taken: dict[str, str] = {}
    for table in words().tables.values():
        for alias in table.aliases:
            assert taken.setdefault(alias, table.name) == table.name, alias


def test_no_sheet_name_is_passed_over_and_a_table_at_once() -> None:
    assert not words().quiet & {alias for table in words().tables.values() for alias in table.aliases}


def test_aliases_are_written_so_that_they_can_match() -> None:
    for table in words().tables.values():
        for field in table.fields.values():
            assert all(alias == header_key(alias) for alias in field.aliases), field


def test_how_sure_a_header_is() -> None:
    assert words().heads(["Employee", "Skill", "Level"]) == 1
    assert words().heads(["Employee", "Python", "SQL"]) == 0.5
    assert words().heads(["Monday", "Tuesday"]) == 0


@pytest.mark.parametrize(
    "text", ["Python", "Totally Spies", "Marked", "Summer school", "Keynote", "Minimal APIs", "Note taking"]
)
def test_words_that_only_begin_like_a_sum_or_note_are_records(text: str) -> None:
    assert words().row_kind(text) is None
