"""Writes a period the way a German client sends it: matrices with words for levels, titles above, sums and notes below.

One workbook and an org chart as CSV from an HR system: semicolons, decimal commas, days before months, Windows letters.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sample_data.people import Person
from sample_data.ratings import Rating
from sample_data.small.plot import Plot
from sample_data.small.write import Chapter, act_out, owners
from sample_data.story import Course
from sample_data.tables import Cell, Row
from sample_data.workbook import CREATED

CATEGORIES = {"hard": "fachlich", "soft": "überfachlich"}
PERSPECTIVES = {"self": "Selbsteinschätzung", "manager": "Führungskraft", "peer": "Kollegium"}
CAREER_LEVELS = {
    "entry": "Junior",
    "intermediate": "Fachkraft",
    "senior": "Senior",
    "manager": "Teamleitung",
    "executive": "Geschäftsleitung",
}
NOT_SAID = "k. A."
NOT_SAID_EVERY = 3
"""Of the skills that nobody rated, every third says so; the others are blank."""
UNKNOWN_WORD = "sehr gut"
EXTERNAL = "M900"
"""A freelancer who was rated but is in no org chart."""
CHART_HEADERS = (
    *("Personalnummer", "Nachname", "Vorname", "Vorgesetzte(r)", "Stellenbezeichnung", "Karrierestufe", "Abteilung"),
    *("Team", "Standort", "Eintritt", "Austritt", "E-Mail", "Beschäftigungsgrad", "Letzte Beförderung"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet as the client has it: lines above the headers, the table, lines below."""

    name: str
    title: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    below: tuple[Row, ...] = ()
    widths: tuple[int, ...] = (14,)


def write_as_client(folder: Path, plot: Plot, names_before: Mapping[str, str]) -> None:
    """Both periods; ``names_before``: what a skill is called today → what it was called in the previous one."""
    before, now = act_out(plot)
    write_period(folder, plot, now, "2026-Q3", {}, has_faults=True)
    write_period(folder / "previous", plot, before, "2026-Q2", names_before, has_faults=False)


def write_period(
    folder: Path, plot: Plot, chapter: Chapter, period: str, skill_names: Mapping[str, str], *, has_faults: bool
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    pages = client_pages(plot, chapter, skill_names, has_faults=has_faults)
    title = f"Kompetenzmatrix {plot.client} {period}"
    with xlsxwriter.Workbook(str(folder / f"Kompetenzmatrix {period}.xlsx"), {"strings_to_formulas": False}) as book:
        book.set_properties({"title": title, "created": CREATED})
        formats = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "header": book.add_format({"bold": True, "bg_color": "#D9D9D9", "border": 1, "text_wrap": True}),
            "date": book.add_format({"num_format": "dd.mm.yyyy"}),
            "share": book.add_format({"num_format": "0%"}),
        }
        write_cover(book.add_worksheet("Deckblatt"), title, formats)
        for page in pages:
            write_page(book.add_worksheet(page.name), page, formats)
    (folder / "organigramm.csv").write_bytes(chart_text(chapter.chart).encode("cp1252"))


def write_cover(sheet: Worksheet, title: str, formats: Mapping[str, Format]) -> None:
    lines = ("Personalentwicklung, interne Unterlage", "Dieses Unternehmen und alle Angaben sind erfunden.")
    sheet.set_column(0, 0, 60)
    sheet.write_string(0, 0, title, formats["title"])
    for row, line in enumerate(lines, 2):
        sheet.write_string(row, 0, line)


def write_page(sheet: Worksheet, page: Page, formats: Mapping[str, Format]) -> None:
    """The title in merged cells, a blank line, the headers, the rows, a blank line, what stands below."""
    sheet.merge_range(0, 0, 0, len(page.headers) - 1, page.title, formats["title"])
    for place, header in enumerate(page.headers):
        sheet.set_column(place, place, page.widths[min(place, len(page.widths) - 1)])
        sheet.write_string(2, place, header, formats["header"])
    for row, cells in enumerate(page.rows, 3):
        write_row(sheet, row, cells, formats)
    for row, cells in enumerate(page.below, 4 + len(page.rows)):
        write_row(sheet, row, cells, formats)
    sheet.freeze_panes(3, 1)


def write_row(sheet: Worksheet, row: int, cells: Iterable[Cell], formats: Mapping[str, Format]) -> None:
    for place, cell in enumerate(cells):
        match cell:
            case str():
                sheet.write_string(row, place, cell)
            case date():
                sheet.write_datetime(row, place, cell, formats["date"])
            case int() | float():
                sheet.write_number(row, place, cell)


def client_pages(plot: Plot, chapter: Chapter, names: Mapping[str, str], *, has_faults: bool) -> tuple[Page, ...]:
    return (
        scale_page(plot),
        skills_page(plot, names),
        profiles_page(plot, chapter, names),
        ratings_page(plot, chapter, names, has_faults=has_faults),
        training_page(plot, chapter),
        certificates_page(chapter),
        mandatory_page(plot),
        courses_page(plot, names),
        metrics_page(chapter),
        objectives_page(plot, chapter, names),
    )


def scale_page(plot: Plot) -> Page:
    rows = tuple((level, *label) for level, label in enumerate(plot.labels, plot.lowest))
    return Page("Skala", "Bewertungsskala", ("Stufe", "Bezeichnung", "Beschreibung"), rows, widths=(8, 20, 60))


def skills_page(plot: Plot, names: Mapping[str, str]) -> Page:
    headers = ("Kompetenz", "Kategorie", "Kompetenzfeld", "Gewichtung", "Gültigkeit in Monaten", "Beschreibung")
    rows = tuple(
        (
            names.get(skill.name, skill.name),
            CATEGORIES[skill.category],
            skill.group,
            skill.criticality,
            skill.shelf_life_months,
            skill.description,
        )
        for skill in plot.skills
    )
    return Page("Kompetenzen", "Kompetenzkatalog", headers, rows, widths=(26, 14, 20, 12, 14, 60))


def profiles_page(plot: Plot, chapter: Chapter, names: Mapping[str, str]) -> Page:
    """A row per role, a column per skill, the required level in words."""
    levels = {(one.role, one.skill): label_of(plot, round(one.level)) for one in chapter.requirements}
    roles = dict.fromkeys(one.role for one in chapter.requirements)
    skills = [skill.name for skill in plot.skills]
    rows = tuple((role, *(levels.get((role, skill)) for skill in skills)) for role in roles)
    headers = ("Rolle", *(names.get(skill, skill) for skill in skills))
    below = (("Hinweis: leere Felder sind für die Rolle nicht gefordert.",),)
    return Page("Sollprofile", "Sollprofile je Rolle", headers, rows, below, widths=(24, 16))


def label_of(plot: Plot, level: int) -> str:
    return plot.labels[level - plot.lowest][0]


def ratings_page(plot: Plot, chapter: Chapter, names: Mapping[str, str], *, has_faults: bool) -> Page:
    """A row per person and rater, a column per skill, the level in words."""
    forms: dict[tuple[str, str, str, date], dict[str, Rating]] = {}
    for one in chapter.ratings:
        forms.setdefault((one.employee, one.rater_group, one.rater, one.day), {})[one.skill] = one
    skills = [skill.name for skill in plot.skills]
    people = {person.id: person for person in chapter.chart}
    asked = {(one.role, one.skill) for one in chapter.requirements}
    rows: list[Row] = []
    for number, ((employee, group, rater, day), levels) in enumerate(forms.items()):
        required = [(people[employee].role, skill) in asked for skill in skills]
        cells = [
            label_of(plot, levels[skill].level) if skill in levels else unrated(number + place, is_asked)
            for place, (skill, is_asked) in enumerate(zip(skills, required, strict=True))
        ]
        rows.append((employee, PERSPECTIVES[group], rater, day, *cells))
    if has_faults:
        rows = with_faults(rows)
    headers = ("Personalnummer", "Perspektive", "Bewerter", "Datum", *(names.get(skill, skill) for skill in skills))
    below: tuple[Row, ...] = (
        ("Anzahl", None, None, None, *(filled(rows, place) for place in range(4, len(headers)))),
        (f"Hinweis: {NOT_SAID} = keine Angabe. Stand der Auswertung siehe Deckblatt.",),
    )
    return Page("Bewertungen", "Kompetenzbewertungen", headers, tuple(rows), below, widths=(15, 20, 10, 12, 16))


def unrated(place: int, is_asked: bool) -> str | None:
    return NOT_SAID if is_asked and place % NOT_SAID_EVERY == 0 else None


def filled(rows: Sequence[Row], place: int) -> int:
    return sum(row[place] not in (None, NOT_SAID) for row in rows)


def with_faults(rows: Sequence[Row]) -> list[Row]:
    """One level in a word that the scale does not know, and a row for somebody who is not in the org chart."""
    wrong = next(
        number for number, row in enumerate(rows) if row[1] == PERSPECTIVES["peer"] and number > len(rows) // 3
    )
    place = next(place for place, cell in enumerate(rows[wrong]) if place > 3 and cell not in (None, NOT_SAID))
    spoilt = (*rows[wrong][:place], UNKNOWN_WORD, *rows[wrong][place + 1 :])
    external = (EXTERNAL, *rows[wrong + 1][1:])
    return [*rows[:wrong], spoilt, *rows[wrong + 1 :], external]


def training_page(plot: Plot, chapter: Chapter) -> Page:
    headers = (
        *("Personalnummer", "Kurs", "Beginn", "Ende", "Stunden", "Kosten", "Art", "Abgeschlossen"),
        *("Vortest", "Nachtest"),
    )
    rows = tuple(
        (
            one.employee,
            one.programme,
            one.start,
            one.completion,
            one.hours,
            one.cost,
            None if one.category is None else CATEGORIES[one.category],
            "nein" if one.completion is None else "ja",
            one.test_before,
            one.test_after,
        )
        for one in chapter.log
    )
    total: Row = (
        "Summe",
        None,
        None,
        None,
        sum(one.hours for one in chapter.log),
        sum(one.cost for one in chapter.log),
    )
    return Page("Weiterbildung", f"Weiterbildung {plot.client}", headers, rows, (total,), widths=(15, 30, 12))


def certificates_page(chapter: Chapter) -> Page:
    headers = ("Personalnummer", "Zertifikat", "Prüfungsdatum", "Kompetenz", "Bestanden", "Versuch", "Gültig bis")
    rows = tuple(
        (
            one.employee,
            one.certification,
            one.day,
            one.skill,
            "ja" if one.passed else "nein",
            one.attempt,
            one.expires,
        )
        for one in chapter.sittings
    )
    return Page("Zertifikate", "Zertifikate", headers, rows, widths=(15, 28, 14, 20, 12, 10, 12))


def mandatory_page(plot: Plot) -> Page:
    """A row per role, a column per certification, a cross where it is needed."""
    roles = dict.fromkeys(one.role for one in plot.requirements)
    rows = tuple((role, *("x" if role in one.roles else None for one in plot.mandatory)) for role in roles)
    headers = ("Rolle", *(one.certification.name for one in plot.mandatory))
    return Page("Pflichtzertifikate", "Pflichtzertifikate je Rolle", headers, rows, widths=(24,))


def courses_page(plot: Plot, names: Mapping[str, str]) -> Page:
    headers = (
        *("Kurs", "Kompetenzen", "Stunden", "Kategorie", "Soft-Anteil", "Preis pro Teilnehmer", "Mindestteilnehmer"),
        *("Höchstteilnehmer", "Stufengewinn", "Format"),
    )
    rows = tuple(course_row(course, names) for course in plot.courses)
    return Page("Kurskatalog", "Kurskatalog", headers, rows, widths=(30, 48, 10, 14))


def course_row(course: Course, names: Mapping[str, str]) -> Row:
    return (
        course.programme,
        "; ".join(names.get(skill, skill) for skill in course.skills),
        course.hours,
        None if course.category is None else CATEGORIES[course.category],
        course.soft_share,
        course.cost_per_seat,
        *course.seats,
        course.level_gain,
        course.format,
    )


def metrics_page(chapter: Chapter) -> Page:
    headers = ("Kennzahl", "Quartal", "Abteilung", "Zähler", "Nenner", "Zielwert")
    rows = tuple(
        (row.metric, f"Q{row.quarter.number} {row.quarter.year}", row.unit, row.numerator, row.denominator, row.target)
        for row in chapter.metrics
    )
    return Page("Kennzahlen", "Kennzahlen", headers, rows, widths=(24, 12, 28, 10, 10, 10))


def objectives_page(plot: Plot, chapter: Chapter, names: Mapping[str, str]) -> Page:
    headers = ("Ziel", "Kompetenzen", "Kennzahlen", "Zieldatum", "Verantwortlich")
    rows = tuple(
        (
            one.name,
            "; ".join(names.get(skill, skill) for skill in one.skills),
            "; ".join(one.metrics),
            one.target_date,
            owner,
        )
        for one, owner in owners(plot, chapter)
    )
    return Page("Ziele", "Unternehmensziele", headers, rows, widths=(52, 44, 30, 12, 24))


def chart_text(people: Iterable[Person]) -> str:
    """The org chart as the HR system exports it, sorted by family name, managers by their names."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(CHART_HEADERS)
    writer.writerows(chart_rows(list(people)))
    return text.getvalue()


def chart_rows(people: Sequence[Person]) -> Iterator[tuple[str, ...]]:
    names = {person.id: person.name for person in people}
    for person in sorted(people, key=lambda one: (family_and_given(one.name), one.id)):
        family, given = family_and_given(person.name)
        yield (
            person.id,
            family,
            given,
            "" if person.manager is None else names[person.manager],
            person.role,
            CAREER_LEVELS[person.career_level],
            person.department or "",
            person.team or "",
            person.location,
            german_day(person.start),
            german_day(person.leave),
            person.email,
            f"{person.full_time_equivalent:.1f}".replace(".", ","),
            german_day(person.last_promotion),
        )


def family_and_given(name: str) -> tuple[str, str]:
    given, family = name.split(" ", 1)
    return family, given


def german_day(day: date | None) -> str:
    return "" if day is None else f"{day:%d.%m.%Y}"
