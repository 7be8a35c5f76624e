"""The consulting firm's sample: German files as a client sends them, and every fact that is hidden in them."""

import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
import pytest

from sample_data.small.client_files import write_as_client
from sample_data.small.services import NAMES_BEFORE, SERVICES
from skillreport.cli import cli
from skillreport.read.settings import load_engagement
from tests.building import Built, built
from tests.sample_files import (
    SAMPLE_DATA,
    Printed,
    Quarter,
    arms,
    csv_file,
    joined_left_moved,
    printed,
    sheet,
)
from tests.test_samples import bytes_of, unpacked

FOLDER = SAMPLE_DATA / "professional_services"
HEADER = 2  # a title and a blank row stand above
RATER_GROUPS = {"Selbsteinschätzung": "self", "Führungskraft": "manager", "Kollegium": "peer"}
RATED_BY = {"Personalnummer": "Employee", "Perspektive": "Rater group", "Bewerter": "Rater", "Datum": "Date"}
RENAMED = {"Office-Anwendungen": "Digitale Werkzeuge"}
HIGHEST = 4


@dataclass(frozen=True)
class Files:
    """The workbook and the org chart of one period."""

    folder: Path
    period: str

    def table(self, name: str) -> pd.DataFrame:
        return sheet(self.folder / f"Kompetenzmatrix {self.period}.xlsx", name, HEADER)

    @cached_property
    def levels(self) -> dict[str, float]:
        scale = self.table("Skala")
        return dict(zip(scale["Bezeichnung"], scale["Stufe"].astype(float), strict=True))

    @cached_property
    def quarter(self) -> Quarter:
        """Ratings with today's names of skills, words as levels; what is no level of the scale is left out."""
        matrix = self.table("Bewertungen").rename(columns=RATED_BY | RENAMED)
        ratings = matrix.melt(list(RATED_BY.values()), var_name="Skill", value_name="Word")
        ratings = ratings.assign(
            Level=ratings["Word"].map(self.levels),
            Date=pd.to_datetime(ratings["Date"]),
            **{"Rater group": ratings["Rater group"].map(RATER_GROUPS)},
        )
        chart = csv_file(self.folder / "organigramm.csv", "cp1252").rename(columns={"Austritt": "Leave date"})
        return Quarter(ratings.dropna(subset="Level").drop(columns="Word"), chart.set_index("Personalnummer"))

    @cached_property
    def log(self) -> pd.DataFrame:
        log = self.table("Weiterbildung").rename(columns={"Personalnummer": "Employee", "Kurs": "Programme"})
        return log.assign(Start=pd.to_datetime(log["Beginn"]), End=pd.to_datetime(log["Ende"]))

    def catalogue(self) -> dict[str, list[str]]:
        courses = self.table("Kurskatalog")
        return {name: skills.split("; ") for name, skills in zip(courses["Kurs"], courses["Kompetenzen"], strict=True)}


NOW, BEFORE = Files(FOLDER, "2026-Q3"), Files(FOLDER / "previous", "2026-Q2")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    folder = tmp_path_factory.mktemp("services")
    cli(["build", str(FOLDER), "--output", str(folder), "--format", "html"], standalone_mode=False)
    return printed(folder)


@pytest.fixture(scope="module")
def read() -> Built:
    return built(FOLDER)


def test_the_committed_files_are_what_the_script_writes(tmp_path: Path) -> None:
    write_as_client(tmp_path, SERVICES, NAMES_BEFORE)
    committed = bytes_of(FOLDER)
    for name, content in bytes_of(tmp_path).items():
        assert unpacked(content) == unpacked(committed[name]), name


def test_counts() -> None:
    assert len(NOW.quarter.staff) == 64
    assert NOW.quarter.staff["Team"].nunique() == 8  # seven, and the head of the firm in none
    assert 100 <= len(NOW.log) <= 200
    assert NOW.table("Kennzahlen")["Quartal"].nunique() == 6


# As a client sends it


def test_the_org_chart_is_an_export_with_semicolons_decimal_commas_and_windows_letters() -> None:
    content = (FOLDER / "organigramm.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")
    lines = content.decode("cp1252").splitlines()
    assert lines[0].startswith("Personalnummer;Nachname;Vorname;Vorgesetzte(r);")
    assert ";0,8;" in content.decode("cp1252")


def test_a_level_is_a_word_and_a_row_is_a_person_and_a_rater(read: Built) -> None:
    """What the reader finds in the matrix is what stands in it, but for the two planted faults."""
    words = NOW.table("Bewertungen").drop(columns=list(RATED_BY)).stack()
    assert set(words) - {"", "k. A.", "sehr gut"} == set(NOW.levels)
    found = read.findings.assessment.ratings
    assert found["level"].notna().sum() == len(NOW.quarter.ratings)


def test_the_issues_are_two_faults_and_notes(report: Printed) -> None:
    serious = sorted(issue["code"] for issue in report.issues if issue["severity"] != "note")
    assert serious == ["employee-unknown", "level-unknown"]
    assert len(report.issues) <= 20


def test_the_two_faults_are_found_at_their_cells(report: Printed) -> None:
    matrix = NOW.table("Bewertungen")
    [row] = matrix.index[(matrix == "sehr gut").any(axis=1)]
    column = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[list(matrix.loc[row]).index("sehr gut")]
    [external] = matrix.index[~matrix["Personalnummer"].isin(NOW.quarter.chart.index)]
    assert report.cells("level-unknown") == [f"Bewertungen!{column}{row + HEADER + 2}"]
    assert report.cells("employee-unknown") == [f"Bewertungen!A{external + HEADER + 2}"]


def test_what_nobody_knows_is_unrated(report: Printed) -> None:
    """Cells with k. A. are neither a level nor an issue; their pairs count as required and unrated."""
    assert (NOW.table("Bewertungen") == "k. A.").sum().sum() > 50
    profiles = NOW.table("Sollprofile").melt("Rolle", var_name="Skill", value_name="Word").query("Word != ''")
    asked = NOW.quarter.staff.reset_index().merge(profiles, left_on="Stellenbezeichnung", right_on="Rolle")
    rated = set(zip(NOW.quarter.ratings["Employee"], NOW.quarter.ratings["Skill"], strict=True))
    unrated = set(zip(asked["Personalnummer"], asked["Skill"], strict=True)) - rated
    required, known = (report.value(f"organisation.{id}.pairs") for id in ("attainment_if_unknown_unmet", "attainment"))
    assert required - known == len(unrated) > 20


def test_numbers_are_written_the_german_way(report: Printed) -> None:
    gap = f"{report.value('organisation.weighted_gap'):.2f}"
    assert gap.replace(".", ",") in report.html
    assert f">{gap}<" not in report.html


# What is hidden


def test_the_rule_asks_for_more_soft_training_and_the_gaps_for_less(report: Printed) -> None:
    log = NOW.log.assign(Stunden=NOW.log["Stunden"].astype(float))
    shares = NOW.table("Kurskatalog").set_index("Kurs")
    soft = (shares["Kategorie"] == "überfachlich").astype(float)
    soft = pd.to_numeric(shares["Soft-Anteil"], errors="coerce").fillna(soft)
    actual = float((log["Programme"].map(soft) * log["Stunden"]).sum() / log["Stunden"].sum())
    assert report.value("organisation.mix.actual.soft") == pytest.approx(actual)
    assert report.value("organisation.mix.recommended.soft") == 0.5
    assert report.value("organisation.mix.gap.soft") < actual - 0.05 < actual + 0.05 < 0.5
    assert "Where the rule and the gaps disagree" in report.html


def lead_of(team: str) -> str:
    staff = NOW.quarter.staff
    return str(staff[(staff["Team"] == team) & (staff["Karrierestufe"] == "Teamleitung")].index[0])


def test_one_manager_gives_everybody_the_same_level_on_everything() -> None:
    ratings = NOW.quarter.ratings.query("`Rater group` == 'manager'")
    forms = ratings.groupby(["Employee", "Rater", "Date"])["Level"].agg(["nunique", "count"]).reset_index()
    flat = forms[(forms["count"] >= 8) & (forms["nunique"] == 1)]
    assert set(flat["Rater"]) == {lead_of("Wirtschaftsprüfung")}
    assert len(flat) == (forms["Rater"] == lead_of("Wirtschaftsprüfung")).sum() == 8


def test_one_manager_is_far_from_the_rest() -> None:
    """Own level minus the mean of the others' levels, over pairs that others rated too."""
    ratings = NOW.quarter.ratings.query("`Rater group` != 'self'")
    pairs = ratings.groupby(["Employee", "Skill"])["Level"].agg(["sum", "count"])
    rows = ratings.join(pairs, on=["Employee", "Skill"]).query("count > 1")
    apart = rows["Level"] - (rows["sum"] - rows["Level"]) / (rows["count"] - 1)
    by_rater = apart.groupby(rows["Rater"]).agg(["mean", "count"]).query("count >= 10")["mean"]
    assert by_rater.idxmin() == lead_of("IT-Beratung")
    assert by_rater.min() < -0.25 * HIGHEST
    assert by_rater.drop(lead_of("IT-Beratung")).abs().max() < 0.25 * HIGHEST


def test_the_team_of_the_severe_manager_looks_worst(report: Printed) -> None:
    teams = ("strategie", "steuerberatung", "wirtschaftsprufung", "daten-und-analyse", "it-beratung")
    gaps = {team: report.value(f"unit.{team}.mean_gap") for team in teams}
    assert max(gaps, key=lambda team: gaps[team]) == "it-beratung"


def test_the_headline_is_not_printed_without_one_manager(report: Printed) -> None:
    """The difference would be what that manager thinks."""
    for without in ("straight_lines", "far_raters"):
        assert report.state(f"organisation.weighted_gap_without_{without}") == "withheld"
    assert "counts as none" not in report.html
    assert "calls for care" not in report.html


def test_a_skill_has_another_name_than_a_quarter_ago() -> None:
    [old], [new] = RENAMED.keys(), RENAMED.values()
    now, before = (list(files.table("Kompetenzen")["Kompetenz"]) for files in (NOW, BEFORE))
    assert set(before) - set(now) == {old}
    assert set(now) - set(before) == {new}
    engagement = load_engagement(FOLDER / "engagement.yml").value
    assert engagement is not None
    [then] = engagement.previous
    assert then.skills == RENAMED == {old: new}


def test_the_previous_files_are_read_like_todays(tmp_path: Path) -> None:
    """Under the same settings, as an engagement of their own."""
    for file in (FOLDER / "previous").iterdir():
        shutil.copy(file, tmp_path)
    settings, _, _ = (FOLDER / "engagement.yml").read_text("utf-8").partition("previous:")
    (tmp_path / "engagement.yml").write_text(settings.replace("2026-Q3", "2026-Q2"), "utf-8")
    then = built(tmp_path).findings.assessment
    assert len(then.ratings) == len(BEFORE.quarter.ratings)
    assert [skill.name for skill in then.skills] == list(BEFORE.table("Kompetenzen")["Kompetenz"])


def test_a_small_team_is_withheld_and_another_with_it(report: Printed) -> None:
    assert (NOW.quarter.staff["Team"] == "Nachhaltigkeit").sum() == 4
    assert report.state("unit.nachhaltigkeit.mean_gap") == "withheld"
    assert report.state("unit.organisationsentwicklung.mean_gap") == "withheld"
    assert report.state("unit.strategie.mean_gap") == "known"


def test_one_programme_pays_and_one_does_not() -> None:
    """The one that does not trains the renamed skill, so that only who knows both names can tell."""
    log = pd.concat([BEFORE.log, NOW.log]).drop_duplicates(["Employee", "Programme"])
    pays, idles = (
        arms(BEFORE.quarter, NOW.quarter, log, NOW.catalogue(), name)
        for name in ("Verhandlungswerkstatt", "Webinar Digitale Werkzeuge")
    )
    assert (pays.participants, idles.participants) == (10, 10)
    assert min(pays.colleagues, idles.colleagues) >= 8
    assert 0.7 < pays.effect < 1.5
    assert pays.effect - 2.2 * pays.error > 0
    assert abs(idles.effect) < 0.3
    assert abs(idles.effect) < 1.5 * idles.error


def test_people_came_went_and_moved() -> None:
    joined, left, moved = joined_left_moved(BEFORE.quarter, NOW.quarter)
    assert (len(joined), len(left), len(moved)) == (3, 2, 1)
    [mover] = moved
    departments = [str(files.quarter.staff["Abteilung"].loc[mover]) for files in (BEFORE, NOW)]
    assert departments == ["Strategie und Organisation", "Digitalberatung"]


def test_more_automation_is_asked_of_three_roles_than_a_quarter_ago() -> None:
    skill = "Prozessautomatisierung"
    now, before = (files.table("Sollprofile").set_index("Rolle").rename(columns=RENAMED) for files in (NOW, BEFORE))
    pd.testing.assert_frame_equal(now.drop(columns=skill), before.drop(columns=skill))
    rises = {role: NOW.levels[now[skill][role]] - BEFORE.levels[before[skill][role]] for role in now.index}
    risen = ("Consultant Strategie", "Consultant Steuern", "Consultant Prüfung")
    assert {role: rise for role, rise in rises.items() if rise != 0} == dict.fromkeys(risen, 1.0)


def test_project_success_falls_and_misses_its_target(report: Printed) -> None:
    rows = NOW.table("Kennzahlen").query("Kennzahl == 'Projekterfolg' and Abteilung == ''").set_index("Quartal")
    shares = rows["Zähler"].astype(float) / rows["Nenner"].astype(float)
    assert shares["Q3 2026"] < 0.70 < 0.75 < shares["Q2 2025"]
    assert report.value("metric.project-success.2026-Q3") == pytest.approx(shares["Q3 2026"])
    assert "Projekterfolg fell" in report.html
