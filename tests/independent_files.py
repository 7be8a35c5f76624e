"""The three samples' files in one plain form: sheets and headers of the technology sample, whatever the client wrote.

Nothing here imports the package. A reader per sample's shape, no more: what stands in the German workbook and in the
org chart's CSV is translated by the tables below, level words by the client's own scale; the settings are plain YAML.
"""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from ruamel.yaml import YAML

from tests.independent import Sample, Sheets, Terms, read_sheets

TABLES = {
    "Skala": "Scale",
    "Kompetenzen": "Skills",
    "Sollprofile": "Requirements",
    "Bewertungen": "Ratings",
    "Weiterbildung": "Training",
    "Zertifikate": "Certifications",
    "Pflichtzertifikate": "Mandatory certifications",
    "Kurskatalog": "Courses",
    "Kennzahlen": "Metrics",
    "Ziele": "Objectives",
}
HEADERS = {
    "Stufe": "Level",
    "Bezeichnung": "Label",
    "Kompetenz": "Skill",
    "Kategorie": "Category",
    "Art": "Category",
    "Kompetenzfeld": "Group",
    "Gewichtung": "Criticality",
    "Gültigkeit in Monaten": "Shelf life (months)",
    "Rolle": "Role",
    "Personalnummer": "Employee",
    "Perspektive": "Rater group",
    "Bewerter": "Rater",
    "Datum": "Date",
    "Kurs": "Programme",
    "Beginn": "Start date",
    "Ende": "Completion date",
    "Stunden": "Hours",
    "Kosten": "Cost",
    "Abgeschlossen": "Completed",
    "Vortest": "Test before",
    "Nachtest": "Test after",
    "Zertifikat": "Certification",
    "Prüfungsdatum": "Date",
    "Bestanden": "Passed",
    "Versuch": "Attempt",
    "Gültig bis": "Expires",
    "Kompetenzen": "Skills",
    "Soft-Anteil": "Soft share",
    "Kennzahlen": "Metrics",
    "Preis pro Teilnehmer": "Cost per seat",
    "Kennzahl": "Metric",
    "Quartal": "Period",
    "Abteilung": "Unit",
    "Zähler": "Numerator",
    "Nenner": "Denominator",
    "Zielwert": "Target",
    "Ziel": "Objective",
}
CHART = {
    "Personalnummer": "Employee ID",
    "Stellenbezeichnung": "Role",
    "Karrierestufe": "Career level",
    "Abteilung": "Department",
    "Eintritt": "Start date",
    "Austritt": "Leave date",
    "Beschäftigungsgrad": "FTE",
    "Letzte Beförderung": "Last promotion",
}
WORDS = {
    "fachlich": "hard",
    "überfachlich": "soft",
    "ja": "yes",
    "nein": "no",
    "Selbsteinschätzung": "self",
    "Führungskraft": "manager",
    "Kollegium": "peer",
    "Junior": "entry",
    "Fachkraft": "intermediate",
    "Senior": "senior",
    "Teamleitung": "manager",
    "Geschäftsleitung": "executive",
}
WORDED = ("Category", "Completed", "Passed", "Rater group", "Career level")  # columns whose words are translated
NO_STATEMENT = "k. A."  # engagement.yml: no level
NOT_STATED = {"Career level": "", "Criticality": "", "From date": ""}  # columns that the client has not
TITLE_ROWS = 2
QUARTER = 3  # months


@dataclass(frozen=True)
class Client:
    """One sample: both periods, and what the earlier period's report printed, by id."""

    folder: Path

    @cached_property
    def settings(self) -> dict[str, Any]:
        settings: dict[str, Any] = YAML(typ="safe").load((self.folder / "engagement.yml").read_text("utf-8"))
        return settings

    @cached_property
    def previous(self) -> dict[str, Any]:
        [previous] = self.settings["previous"]
        return dict(previous)

    @property
    def earlier_period(self) -> str:
        return str(self.previous["period"])

    @cached_property
    def terms(self) -> Terms:
        mix = self.settings.get("mix", {})
        assert mix.keys() <= {"unit_industries"}
        return Terms(
            as_of=last_day(self.settings["period"]),
            hours_per_person=self.settings["training_hours_per_person"],
            threshold=self.settings["privacy_threshold"],
            period=self.settings["period"],
            industry=self.settings["industry"],
            unit_industries=mix.get("unit_industries", {}),
            metrics=tuple(self.settings.get("metrics", ())),
        )

    @cached_property
    def today(self) -> Sample:
        return Sample(read_files(self.folder, self.settings, {}), self.terms)

    @cached_property
    def earlier(self) -> Sample:
        period = self.earlier_period
        terms = replace(self.terms, as_of=last_day(period), period=period)
        return Sample(read_files(self.folder, self.previous, self.previous.get("skills", {})), terms)

    @cached_property
    def printed(self) -> Mapping[str, float]:
        if "figures" not in self.previous:
            return {}
        rows = json.loads((self.folder / self.previous["figures"]).read_text("utf-8"))["figures"]
        return {row["id"]: row["value"] for row in rows}


def last_day(period: str) -> pd.Timestamp:
    """The last day of a quarter such as 2026-Q3."""
    year, quarter = period.split("-Q")
    return pd.Timestamp(int(year), QUARTER * int(quarter), 1) + pd.offsets.MonthEnd()


def read_files(folder: Path, named: Mapping[str, Any], renamed: Mapping[str, str]) -> Sheets:
    """The sheets of a period's workbook and, as one more, its org chart; skills under today's names."""
    workbook, chart = folder / named["workbook"], folder / named["org_chart"]
    if chart.suffix == ".csv":
        return read_german(workbook, renamed) | {"Org chart": read_csv(chart)}
    assert not renamed
    return read_sheets(workbook) | {"Org chart": read_sheets(chart)["Org chart"]}


# The consulting firm's files


def read_german(path: Path, renamed: Mapping[str, str]) -> Sheets:
    found = {TABLES[name]: table(rows, renamed) for name, rows in raw_sheets(path).items() if name in TABLES}
    labels = dict(zip(found["Scale"]["Label"], found["Scale"]["Level"], strict=True))
    required = melted(found["Requirements"], ["Role"], "Skill", "Required level")
    ratings = melted(found["Ratings"], ["Employee", "Rater group", "Rater", "Date"], "Skill", "Level")
    mandatory = melted(found["Mandatory certifications"], ["Role"], "Certification", "Mark")
    assert set(mandatory["Mark"]) == {"x"}
    quarters = found["Metrics"]["Period"].str.split(" ")
    return found | {
        "Requirements": required.replace({"Required level": labels}).assign(**NOT_STATED),
        "Ratings": ratings[ratings["Level"] != NO_STATEMENT].assign(
            Level=lambda rows: rows["Level"].map(lambda word: labels.get(word, word))
        ),
        "Mandatory certifications": mandatory.assign(**{"From date": ""}),
        "Metrics": found["Metrics"].assign(Period=quarters.str[1] + "-" + quarters.str[0], Value="", n=""),
    }


def raw_sheets(path: Path) -> dict[str, pd.DataFrame]:
    sheets = pd.read_excel(path, sheet_name=None, header=None, dtype=object, engine="calamine", keep_default_na=False)
    return {str(name): rows.fillna("") for name, rows in sheets.items()}


def table(rows: pd.DataFrame, renamed: Mapping[str, str]) -> pd.DataFrame:
    """The records between the header under the title and the blank row above sums and remarks."""
    names = [HEADERS.get(header, renamed.get(header, header)) for header in rows.iloc[TITLE_ROWS]]
    records = rows.iloc[TITLE_ROWS + 1 :].set_axis(pd.Index(names), axis=1)
    blank = (records == "").all(axis=1).to_numpy()
    records = records[~blank.cumsum().astype(bool)].reset_index(drop=True)
    for name in WORDED:
        if name in records:
            records[name] = records[name].map(lambda word: WORDS.get(word, word))
    for name in ("Skill", "Skills"):
        if name in records:
            records[name] = records[name].map(lambda text: "; ".join(renamed.get(s, s) for s in text.split("; ")))
    return records


def melted(matrix: pd.DataFrame, by: Sequence[str], across: str, cell: str) -> pd.DataFrame:
    """A row per filled cell of a matrix."""
    rows = matrix.melt(list(by), var_name=across, value_name=cell)
    return rows[rows[cell] != ""].reset_index(drop=True)


def footers(path: Path) -> dict[str, int]:
    """How many rows under the tables are sums, and how many are remarks."""
    found = {"totals": 0, "notes": 0}
    for name, rows in raw_sheets(path).items():
        if name in TABLES:
            records = rows.iloc[TITLE_ROWS + 1 :]
            after = (records == "").all(axis=1).cumsum().astype(bool)
            for cells in records[after].itertuples(index=False):
                filled = [cell for cell in cells if cell != ""]
                found["totals"] += len(filled) > 1
                found["notes"] += len(filled) == 1
    return found


def read_csv(path: Path) -> pd.DataFrame:
    head, *rows = csv.reader(path.read_text("cp1252").splitlines(), delimiter=";")
    chart = pd.DataFrame(rows, columns=pd.Index([CHART.get(name, name) for name in head]), dtype=object)
    for name in ("Start date", "Leave date", "Last promotion"):
        chart[name] = chart[name].map(lambda text: pd.to_datetime(text, format="%d.%m.%Y") if text else "")
    fte = chart["FTE"].str.replace(",", ".").astype(float)
    return chart.assign(FTE=fte, **{"Career level": chart["Career level"].map(lambda word: WORDS.get(word, word))})
