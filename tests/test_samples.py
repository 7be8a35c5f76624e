"""The sample engagement: it is rebuilt byte for byte, and every fact said to be in it is found with plain pandas.

Nothing here but the demo's names uses the package: what the tests compute from the workbooks is a second opinion on its
formulas.
"""

import io
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from python_calamine import load_workbook
from ruamel.yaml import YAML

from sample_data.make_samples import Facts, Recipe, numbered_departments, write_engagement
from skillreport.cli import SAMPLES, cli

SAMPLE_DATA = Path(__file__).resolve().parent.parent / "sample_data"
AS_OF = date(2026, 9, 30)
AS_OF_BEFORE = date(2026, 6, 30)
QUARTERS = ["2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]
METRICS = {
    *("Certification pass rate", "Certification compliance", "Performance benchmark", "Productivity improvement"),
    *("Error reduction", "360 feedback score", "Customer satisfaction", "Team collaboration"),
    *("Leadership effectiveness", "Employee engagement", "Retention", "Promotion rate", "Project success"),
}
HEADERS = {
    "Scale": "Level, Label, Description",
    "Skills": "Skill, Category, Group, Criticality, Shelf life (months), Description",
    "Requirements": "Role, Career level, Skill, Required level, Criticality, From date",
    "Ratings": "Employee, Skill, Level, Rater group, Rater, Date",
    "Training": "Employee, Programme, Start date, Completion date, Hours, Cost, Category, Completed, Test before, "
    "Test after",
    "Certifications": "Employee, Certification, Date, Skill, Passed, Attempt, Expires",
    "Mandatory certifications": "Role, Certification, From date",
    "Courses": "Programme, Skills, Hours, Category, Soft share, Cost per seat, Seats min, Seats max, Level gain, "
    "Format, Prerequisite",
    "Metrics": "Metric, Period, Unit, Value, Numerator, Denominator, Target, n",
    "Objectives": "Objective, Skills, Metrics, Target date, Owner",
}
CHART_HEADERS = (
    "Employee ID, Name, Manager ID, Role, Career level, Department, Team, Location, Start date, Leave date, E-mail, "
    "FTE, Last promotion"
)


@dataclass(frozen=True)
class Engagement:
    """The workbooks of one engagement as frames, and what is computed from them; cells are left as they were read."""

    folder: Path
    facts: Facts

    @cached_property
    def now(self) -> dict[str, pd.DataFrame]:
        return frames(self.folder / "assessment.xlsx")

    @cached_property
    def before(self) -> dict[str, pd.DataFrame]:
        return frames(self.folder / "previous" / "assessment.xlsx")

    @cached_property
    def chart(self) -> pd.DataFrame:
        return frames(self.folder / "org_chart.xlsx")["Org chart"].set_index("Employee ID")

    @cached_property
    def chart_before(self) -> pd.DataFrame:
        return frames(self.folder / "previous" / "org_chart.xlsx")["Org chart"].set_index("Employee ID")

    @cached_property
    def staff(self) -> pd.DataFrame:
        return self.chart[self.chart["Leave date"] == ""]

    @cached_property
    def levels(self) -> pd.DataFrame:
        return current_levels(self.now, self.staff, AS_OF)

    @cached_property
    def levels_before(self) -> pd.DataFrame:
        return current_levels(self.before, self.chart_before, AS_OF_BEFORE)

    @cached_property
    def pairs(self) -> pd.DataFrame:
        return required_pairs(self.now, self.staff).join(self.levels, on=["Employee", "Skill"])

    @cached_property
    def rated(self) -> pd.DataFrame:
        """Required and rated pairs with their gap."""
        rated = self.pairs.dropna(subset="Current").copy()
        rated["Gap"] = (rated["Required"] - rated["Current"]).clip(lower=0)
        return rated

    def metric(self, name: str, unit: str = "") -> pd.Series:
        """Ratio per quarter, or the value where there is one."""
        table = self.now["Metrics"]
        rows = table[(table["Metric"] == name) & (table["Unit"] == unit)].set_index("Period")
        values = pd.to_numeric(rows["Value"])
        return values.fillna(pd.to_numeric(rows["Numerator"]) / pd.to_numeric(rows["Denominator"]))


def frames(path: Path) -> dict[str, pd.DataFrame]:
    """Each sheet as a frame of cells under its header row."""
    workbook = load_workbook(path)
    sheets = {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names}
    return {name: pd.DataFrame(rows[1:], columns=pd.Index(rows[0]), dtype=object) for name, rows in sheets.items()}


def sound_ratings(sheets: Mapping[str, pd.DataFrame], people: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The ratings that count: known person and skill, a level on the scale, not of the future, not stale."""
    ratings = sheets["Ratings"]
    skills = sheets["Skills"].set_index("Skill")
    levels = pd.to_numeric(ratings["Level"], errors="coerce")
    known = ratings["Employee"].isin(people.index) & ratings["Skill"].isin(skills.index)
    on_scale = levels.isin(pd.to_numeric(sheets["Scale"]["Level"]))
    days = pd.to_datetime(ratings["Date"])
    months = ratings["Skill"].map(skills["Shelf life (months)"]).astype(float)
    in_time = (days <= pd.Timestamp(as_of)) & ((pd.Timestamp(as_of) - days).dt.days < months * 30.4375)
    return ratings.assign(Level=levels, Date=days)[known & on_scale & in_time]


def current_levels(sheets: Mapping[str, pd.DataFrame], people: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Per person and skill the mean of each rater group, and the mean of the groups other than self."""
    ratings = sound_ratings(sheets, people, as_of)
    groups = ratings.pivot_table(index=["Employee", "Skill"], columns="Rater group", values="Level", aggfunc="mean")
    others = groups[["manager", "peer"]].mean(axis=1)
    return groups.assign(Others=others, Current=others.fillna(groups["self"]))


def required_pairs(sheets: Mapping[str, pd.DataFrame], people: pd.DataFrame) -> pd.DataFrame:
    """One row per person and required skill; a row for the career level beats the role's own."""
    requirements = sheets["Requirements"].query("`From date` == ''")
    person = people.reset_index()[["Employee ID", "Role", "Career level", "Department", "Team"]]
    pairs = person.merge(requirements, on="Role", suffixes=("", " asked"))
    fits = pairs["Career level asked"].isin([""]) | (pairs["Career level asked"] == pairs["Career level"])
    pairs = pairs[fits].sort_values("Career level asked").drop_duplicates(["Employee ID", "Skill"], keep="last")
    skills = sheets["Skills"].set_index("Skill")
    return pairs.assign(
        Employee=pairs["Employee ID"],
        Required=pairs["Required level"].astype(float),
        Weight=pairs["Criticality"].astype(float),
        Group=pairs["Skill"].map(skills["Group"]),
        Category=pairs["Skill"].map(skills["Category"]),
    )


def bench(engagement: Engagement) -> pd.Series:
    """People of any role at or above each role's level, per role, skill and asked level of weight 2 and more."""
    asked = engagement.pairs[engagement.pairs["Weight"] >= 2]
    asked = asked.groupby(["Role", "Skill", "Required"]).agg(Weight=("Weight", "max")).reset_index()
    levels = engagement.levels["Current"].reset_index()
    able = [
        int((levels[levels["Skill"] == skill]["Current"] >= required - 1e-9).sum())
        for skill, required in zip(asked["Skill"], asked["Required"], strict=True)
    ]
    return asked.assign(Able=able).set_index(["Role", "Skill", "Required"])["Able"]


def soft_share(courses: pd.DataFrame, log: pd.DataFrame) -> pd.Series:
    """Share of each row's programme that is soft, from the row or else the catalogue."""
    catalogue = courses.set_index("Programme")
    stated = pd.to_numeric(catalogue["Soft share"]).fillna((catalogue["Category"] == "soft").astype(float))
    return log["Programme"].map(stated)


def training_mix(engagement: Engagement, by: str | None = None) -> pd.DataFrame:
    """Actual soft share of the hours and the share that technology's rule asks for, in all or per group."""
    log = engagement.now["Training"]
    log = log.assign(Hours=pd.to_numeric(log["Hours"])).query("Hours > 0")
    people = engagement.staff.loc[log["Employee"]].reset_index(drop=True)
    rule = people["Career level"].map(
        {"entry": 0.3, "intermediate": 0.3, "senior": 0.6, "manager": 0.6, "executive": 0.6}
    )
    hours = log["Hours"].reset_index(drop=True).astype(float)
    soft = soft_share(engagement.now["Courses"], log).reset_index(drop=True)
    sums = pd.DataFrame({"soft": hours * soft, "rule": hours * rule, "hours": hours})
    groups = sums.groupby(people[by]).sum() if by else sums.sum().to_frame().T
    return groups.assign(actual=groups["soft"] / groups["hours"], recommended=groups["rule"] / groups["hours"])


def effect(engagement: Engagement, programme: str) -> tuple[float, float, float]:
    """Difference in differences of a programme and its bounds at two standard errors.

    Participants' levels before and after, as others see them, over the programme's skills; against people who trained
    in none of these and began within half a level of the participants' mean. Both arms have at least eight people.
    """
    courses = engagement.now["Courses"].set_index("Programme")["Skills"].str.split("; ")
    skills = courses[programme]
    rows = sound_ratings(engagement.now, engagement.staff, AS_OF)
    rated_again = rows[rows["Date"] > pd.Timestamp(2026, 7, 31)]["Employee"].unique()
    levels = pd.DataFrame({"after": engagement.levels["Others"], "start": engagement.levels_before["Others"]}).dropna()
    levels = levels[levels.index.isin(skills, level="Skill") & levels.index.isin(rated_again, level="Employee")]
    people = levels.groupby("Employee").mean()
    log = pd.concat([engagement.now["Training"], engagement.before["Training"]])
    rivals = [name for name, trained in courses.items() if set(trained) & set(skills)]
    arm = people[people.index.isin(log[log["Programme"] == programme]["Employee"])]
    others = people[~people.index.isin(log[log["Programme"].isin(rivals)]["Employee"])]
    others = others[(others["start"] - float(arm["start"].astype(float).mean())).abs() <= 0.5]
    assert min(len(arm), len(others)) >= 8
    gains = [group["after"] - group["start"] for group in (arm, others)]
    difference = float(gains[0].mean() - gains[1].mean())
    error = float(sum(gain.var() / len(gain) for gain in gains) ** 0.5)
    return difference, difference - 2 * error, difference + 2 * error


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def unpacked(content: bytes) -> bytes | dict[str, bytes]:
    """A workbook's parts: another build of zlib packs the same parts into other bytes."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Engagement:
    folder = tmp_path_factory.mktemp("sample")
    return Engagement(folder, write_engagement(folder, Recipe()))


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Engagement:
    """The same company without the planted facts."""
    folder = tmp_path_factory.mktemp("twin")
    return Engagement(folder, write_engagement(folder, Recipe(planted=False)))


# The files


def test_the_same_recipe_gives_the_same_bytes(sample: Engagement, tmp_path: Path) -> None:
    write_engagement(tmp_path, Recipe())
    assert bytes_of(sample.folder) == bytes_of(tmp_path)


def test_the_committed_sample_is_what_the_script_writes(sample: Engagement) -> None:
    committed = {name: unpacked(content) for name, content in bytes_of(SAMPLE_DATA / "technology").items()}
    assert {name: unpacked(content) for name, content in bytes_of(sample.folder).items()} == committed


def test_the_script_runs_on_its_own(tmp_path: Path) -> None:
    """From another folder and without the project on Python's path; into a copy, so that nothing is touched."""
    copy = tmp_path / "sample_data"
    copy.mkdir()
    for place in ("", "small"):
        (copy / place).mkdir(exist_ok=True)
        for file in [*(SAMPLE_DATA / place).glob("*.py"), *(SAMPLE_DATA / place).glob("*.csv")]:
            (copy / place / file.name).write_bytes(file.read_bytes())
    subprocess.run([sys.executable, "-P", str(copy / "make_samples.py")], cwd=tmp_path, check=True, timeout=60)
    assert (copy / "technology" / "previous" / "org_chart.xlsx").is_file()


def test_every_sample_of_the_demo_is_there_and_no_other() -> None:
    assert {path.parent.name for path in SAMPLE_DATA.glob("*/engagement.yml")} == set(SAMPLES)


def test_the_demo_names_the_samples_that_it_has() -> None:
    result = CliRunner().invoke(cli, ["demo", "--sample", "retail"])
    assert result.exit_code == 2
    assert all(sample in result.output for sample in SAMPLES)


def test_sheets_and_headers_are_those_of_the_manual(sample: Engagement) -> None:
    for sheets in (sample.now, sample.before):
        assert list(sheets) == ["Read me", *HEADERS, "Lists"]
        assert {name: ", ".join(sheets[name].columns) for name in HEADERS} == HEADERS
    assert ", ".join(["Employee ID", *sample.chart.columns]) == CHART_HEADERS


def test_workbooks_are_pleasant_to_open(sample: Engagement) -> None:
    """Excel tables with filters, frozen headers, drop-downs with existing lists, real dates, no formula but one."""
    workbook = openpyxl.load_workbook(sample.folder / "assessment.xlsx")
    formulas = []
    for name in HEADERS:
        sheet = workbook[name]
        assert sheet.freeze_panes == "A2"
        assert [table.autoFilter is not None for table in sheet.tables.values()] == [True]
        assert not sheet.merged_cells.ranges
        for validation in sheet.data_validations.dataValidation:
            assert validation.formula1 in workbook.defined_names
        formulas += [f"{name}!{cell.coordinate}" for row in sheet for cell in row if cell.data_type in ("f", "e")]
    wrong = next(fault for fault in sample.facts.faulty_cells if fault.kind == "error cell")
    assert formulas == [f"{wrong.sheet}!{wrong.cell}"]
    assert workbook["Certifications"]["C2"].number_format == "yyyy-mm-dd"
    assert workbook["Courses"]["E17"].number_format == "0%"


def test_settings_brand_and_commentary_name_files_that_exist(sample: Engagement) -> None:
    settings = YAML(typ="safe").load(sample.folder / "engagement.yml")
    previous = settings.pop("previous")
    assert settings == {
        "client": "Tarnwell Software",
        "industry": "technology",
        "period": "2026-Q3",
        "prepared_by": "Ashgrove Learning Partners",
        "prepared_for": "The executive board",
        "currency": "EUR",
        "language": "en",
        "workbook": "assessment.xlsx",
        "org_chart": "org_chart.xlsx",
        "roadmap_start": date(2026, 11, 1),
        "training_hours_per_person": 40,
        "training_budget": 150000,
        "privacy_threshold": 5,
        "brand": "_brand.yml",
        "commentary": "commentary",
        "draft": False,
    }
    assert previous == [
        {
            "period": "2026-Q2",
            "workbook": "previous/assessment.xlsx",
            "org_chart": "previous/org_chart.xlsx",
            "figures": "previous/figures.json",
        }
    ]
    brand = YAML(typ="safe").load(sample.folder / "_brand.yml")
    assert (sample.folder / brand["logo"]["medium"]).is_file()
    assert [brand["color"]["palette"][brand["color"][role]] for role in ("primary", "secondary", "danger")] == [
        "#0F4C5C",
        "#B5741A",
        "#9C3A2E",
    ]
    assert "{{ organisation.attainment }}" in (sample.folder / "commentary" / "answer.md").read_text("utf-8")
    assert "{{ organisation.mix.actual.soft }}" in (sample.folder / "commentary" / "mix.md").read_text("utf-8")


# The company


def test_counts(sample: Engagement) -> None:
    staff, skills = sample.staff, sample.now["Skills"]
    teams = staff[staff["Team"] != ""].groupby(["Department", "Team"]).size()
    assert len(staff) == 140
    assert len(teams) == 14
    assert teams.between(6, 13).all()
    assert set(staff["Department"]) - {""} == {
        *("Data and AI", "Product Development"),
        *("Platform and Reliability", "Customer Solutions"),
    }
    assert set(staff["Career level"]) == {"entry", "intermediate", "senior", "manager", "executive"}
    assert skills["Category"].value_counts().to_dict() == {"hard": 16, "soft": 12}
    assert skills["Group"].nunique() == 8
    roles = set(staff["Role"]) - {""}  # the head of the company has none
    assert set(sample.now["Requirements"]["Role"]) == roles
    assert len(roles) == 10
    assert sample.pairs.groupby("Role")["Skill"].nunique().between(16, 20).all()
    assert set(sample.pairs["Weight"]) == {1, 2, 3}
    assert len(sample.now["Ratings"]) == pytest.approx(12000, rel=0.03)
    assert len(sample.now["Training"]) == pytest.approx(400, rel=0.03)
    assert sample.now["Training"]["Programme"].nunique() == 14
    assert len(sample.now["Courses"]) == 16
    assert sample.now["Certifications"]["Certification"].nunique() == 4
    assert len(sample.now["Objectives"]) == 2
    assert set(sample.now["Metrics"]["Metric"]) == METRICS
    assert sorted(set(sample.now["Metrics"]["Period"])) == QUARTERS
    assert sorted(set(sample.before["Metrics"]["Period"])) == QUARTERS[:-1]


def test_no_word_names_two_things(sample: Engagement) -> None:
    names = [
        *(set(sample.staff["Department"]) - {""}),
        *(set(sample.staff["Team"]) - {""}),
        *set(sample.staff["Role"]),
        *sample.now["Skills"]["Skill"],
        *set(sample.now["Skills"]["Group"]),
        *sample.now["Courses"]["Programme"],
        *set(sample.now["Certifications"]["Certification"]),
    ]
    assert [name for name, count in Counter(name.casefold() for name in names).items() if count > 1] == []
    assert not sample.chart["Name"].duplicated().any()
    assert not sample.chart["E-mail"].duplicated().any()


@pytest.mark.parametrize("period", ["chart", "chart_before"])
def test_the_org_chart_is_a_tree(sample: Engagement, period: str) -> None:
    chart: pd.DataFrame = getattr(sample, period)
    assert not chart.index.duplicated().any()
    assert chart["Manager ID"].isin([*chart.index, ""]).all()
    assert (chart["Manager ID"] == "").sum() == 1
    members = chart[~chart["Career level"].isin(["manager", "executive"])]
    assert (members.groupby("Team")["Manager ID"].nunique() == 1).all()
    assert (chart.loc[members["Manager ID"], "Team"].to_numpy() == members["Team"].to_numpy()).all()


def test_ratings_come_from_real_colleagues(sample: Engagement) -> None:
    ratings = sample.now["Ratings"]
    managers = ratings[ratings["Rater group"] == "manager"]
    assert ratings["Rater"].isin(sample.chart.index).all()
    assert (
        ratings.query("`Rater group` == 'self'")["Employee"] == ratings.query("`Rater group` == 'self'")["Rater"]
    ).all()
    assert (sample.staff["Manager ID"].reindex(managers["Employee"]).to_numpy() == managers["Rater"]).mean() > 0.98
    peers = ratings[ratings["Rater group"] == "peer"].groupby(["Employee", "Skill"]).size()
    assert peers.isin([1, 2, 3, 4]).all()
    assert (peers >= 2).mean() > 0.99


def test_ratings_have_the_blemishes_of_real_ones(sample: Engagement) -> None:
    """Unrated pairs, people whom nobody else rated, old and a few stale ratings."""
    missing = sample.pairs["Current"].isna().mean()
    self_only = sample.levels[sample.levels["Others"].isna()].index.get_level_values("Employee").unique()
    days = pd.to_datetime(sample.now["Ratings"]["Date"])
    in_time = days[days <= pd.Timestamp(AS_OF)]
    stale = len(in_time) - len(sound_ratings(sample.now, sample.chart, AS_OF))
    assert 0.06 <= missing <= 0.10
    assert 3 <= len(self_only) <= 6
    assert in_time.min() >= pd.Timestamp(2025, 3, 31)
    assert 0.03 <= (in_time < pd.Timestamp(2025, 9, 30)).mean() <= 0.12
    assert 10 <= stale <= 80


def test_the_main_figures_are_plausible(sample: Engagement) -> None:
    rated = sample.rated
    weighted = rated["Weight"] * rated["Gap"]
    assert 0.55 <= (rated["Current"] >= rated["Required"] - 1e-9).mean() <= 0.70
    assert 0.4 <= weighted.sum() / rated["Weight"].sum() <= 0.7


def test_the_previous_period_has_other_people_and_lower_levels(sample: Engagement) -> None:
    active = set(sample.chart_before[sample.chart_before["Leave date"] == ""].index)
    joiners, leavers = set(sample.staff.index) - active, active - set(sample.staff.index)
    common = sample.staff.index.intersection(list(active))
    moved = sample.staff.loc[common, "Team"] != sample.chart_before.loc[common, "Team"]
    levels = pd.concat([sample.levels["Current"], sample.levels_before["Current"]], axis=1, join="inner")
    assert (len(joiners), len(leavers)) == (3, 3)
    assert all(sample.chart.loc[sorted(leavers), "Leave date"].map(lambda day: day > AS_OF_BEFORE))
    assert moved.sum() == 2
    assert 0.05 <= (levels.iloc[:, 0] - levels.iloc[:, 1]).mean() <= 0.3
    assert len(sample.before["Ratings"]) == pytest.approx(12000, rel=0.03)


# Metrics agree with the other tables


def test_departments_add_up_to_the_organisation(sample: Engagement) -> None:
    metrics = sample.now["Metrics"]
    metrics = metrics.assign(Numerator=pd.to_numeric(metrics["Numerator"]), whole=metrics["Unit"] == "")
    sums = metrics.groupby(["Metric", "Period", "whole"])["Numerator"].sum().unstack("whole")
    missing = sums.index.isin([(sample.facts.missing_metric or ("", ""))[:2]])
    assert missing.sum() == 1
    assert (sums[True] == sums[False])[~missing].all()
    assert (sums[True] > sums[False])[missing].all()


def test_rows_carry_what_their_metric_needs(sample: Engagement) -> None:
    metrics = sample.now["Metrics"].set_index("Metric")
    ready_made = metrics.index == "360 feedback score"
    assert (metrics[ready_made][["Value", "n"]] != "").all(axis=None)
    assert (metrics[~ready_made][["Numerator", "Denominator"]] != "").all(axis=None)
    assert (metrics[~ready_made][["Value", "n"]] == "").all(axis=None)
    has_target = (metrics["Unit"] == "") & (metrics.index != "Promotion rate")
    assert ((metrics["Target"] != "") == has_target).all()


def test_retention_is_what_the_org_chart_says(sample: Engagement) -> None:
    chart = sample.chart
    at_start = chart[chart["Start date"].map(lambda day: day <= date(2025, 9, 30))]
    stayed = (at_start["Leave date"] == "").sum()
    assert counts_of(sample, "Retention") == (stayed, len(at_start))
    assert sample.metric("Retention")["2026-Q2"] == pytest.approx(retention_before(sample))


def retention_before(sample: Engagement) -> float:
    chart = sample.chart_before
    at_start = chart[chart["Start date"].map(lambda day: day <= date(2025, 6, 30))]
    return float((at_start["Leave date"] == "").mean())


def test_promotion_rate_is_what_two_org_charts_say(sample: Engagement) -> None:
    before = sample.chart_before[sample.chart_before["Leave date"] == ""]
    common = sample.staff.index.intersection(before.index)
    risen = sample.staff.loc[common, "Career level"] != before.loc[common, "Career level"]
    days = sample.staff.loc[risen[risen].index, "Last promotion"]
    assert days.map(lambda day: date(2026, 7, 1) <= day <= AS_OF).all()
    assert counts_of(sample, "Promotion rate") == (risen.sum(), (len(sample.staff) + len(before)) / 2)


def test_certification_metrics_are_what_the_exams_say(sample: Engagement) -> None:
    exams, mandatory = sample.now["Certifications"], sample.now["Mandatory certifications"]
    sat = exams[exams["Date"].map(lambda day: date(2026, 7, 1) <= day <= AS_OF)]
    required = sample.staff[sample.staff["Role"].isin(mandatory["Role"])]
    held = required.index.isin(valid_holders(sample, AS_OF)).sum()
    assert counts_of(sample, "Certification pass rate") == ((sat["Passed"] == "yes").sum(), len(sat))
    assert counts_of(sample, "Certification compliance") == (held, len(required))
    assert set(sat["Attempt"]) == {1, 2}


def test_feedback_score_is_what_the_ratings_say(sample: Engagement) -> None:
    soft = sample.rated[sample.rated["Category"] == "soft"]
    assert sample.metric("360 feedback score")["2026-Q3"] == pytest.approx(soft["Others"].mean(), abs=0.01)


def counts_of(engagement: Engagement, metric: str) -> tuple[float, float]:
    """Numerator and denominator of the organisation this quarter."""
    table = engagement.now["Metrics"]
    row = table[(table["Metric"] == metric) & (table["Unit"] == "") & (table["Period"] == "2026-Q3")].iloc[0]
    return row["Numerator"], row["Denominator"]


def valid_holders(engagement: Engagement, day: date) -> set[str]:
    exams = engagement.now["Certifications"]
    mandatory = exams["Certification"].isin(engagement.now["Mandatory certifications"]["Certification"])
    valid = exams["Expires"].map(lambda expires: expires != "" and expires > day)
    return set(exams[mandatory & (exams["Passed"] == "yes") & valid]["Employee"])


# The planted facts, and their absence in the twin


def mean_gaps(engagement: Engagement) -> pd.Series:
    rated = engagement.rated[engagement.rated["Department"] != ""]
    return rated.groupby(["Department", "Group"])["Gap"].mean()


def weighted_gap_shares(engagement: Engagement) -> pd.Series:
    rated = engagement.rated
    sums = (rated["Weight"] * rated["Gap"]).groupby(rated["Department"]).sum()
    return sums / sums.sum()


def test_one_department_has_a_clear_gap_in_one_group(sample: Engagement) -> None:
    gaps = mean_gaps(sample)
    place = (sample.facts.gap_department, sample.facts.gap_group)
    assert place == ("Data and AI", "Data engineering")
    assert 1.0 < gaps[place] < 1.6
    assert gaps.drop(place).max() < 0.75
    shares = weighted_gap_shares(sample)
    assert shares["Data and AI"] > 0.4
    assert shares.drop("Data and AI").max() < 0.25


def test_the_twin_has_small_and_even_gaps(twin: Engagement) -> None:
    assert mean_gaps(twin).max() < 0.25
    assert weighted_gap_shares(twin).max() < 0.35


def test_one_critical_skill_hangs_on_one_person_and_one_on_nobody(sample: Engagement) -> None:
    facts, able = sample.facts, bench(sample)
    weak = able[able < 2]
    assert weak.to_dict() == {
        (facts.single_point_role, facts.single_point_skill, 4.0): 1,
        (facts.uncovered_role, facts.uncovered_skill, 4.0): 0,
    }
    levels = sample.levels["Current"].reset_index()
    on_skill = levels[levels["Skill"] == facts.single_point_skill]
    assert on_skill[on_skill["Current"] >= 4]["Employee"].tolist() == [facts.single_point_holder]
    pairs = sample.pairs[sample.pairs["Skill"].isin([facts.single_point_skill, facts.uncovered_skill])]
    assert len(pairs) == 2 * (len(sample.staff) - 1)  # everybody but the head of the company
    assert pairs["Current"].notna().all()
    assert (pairs[pairs["Required"] == 4]["Weight"] == 3).all()


def test_the_twin_has_every_skill_covered(twin: Engagement) -> None:
    assert bench(twin).min() >= 4


def test_training_is_heavier_on_hard_skills_than_the_rule(sample: Engagement) -> None:
    mix = training_mix(sample).iloc[0]
    assert mix["actual"] == pytest.approx(0.30, abs=0.02)
    assert 0.45 <= mix["recommended"] <= 0.50


@pytest.mark.parametrize("by", [None, "Department", "Career level"])
def test_the_twin_trains_by_the_rule(twin: Engagement, by: str | None) -> None:
    mix = training_mix(twin, by)
    mix = mix[mix["hours"] > 100]
    assert (mix["actual"] - mix["recommended"]).abs().max() < 0.05


def test_customer_satisfaction_falls_and_misses_its_target(sample: Engagement) -> None:
    facts = sample.facts
    assert facts.falling_metric == "Customer satisfaction"
    assert sample.metric(facts.falling_metric).is_monotonic_decreasing
    assert sample.metric(facts.falling_metric)["2026-Q3"] < 0.85
    others = sorted(METRICS - {facts.falling_metric, "Productivity improvement", "Error reduction"})
    assert [name for name in others if sample.metric(name).diff().min() < -1e-9] == []


def test_metrics_are_met_close_and_missed(sample: Engagement) -> None:
    table = sample.now["Metrics"]
    rows = table[(table["Period"] == "2026-Q3") & (table["Target"] != "")].set_index("Metric")
    values = pd.Series({name: sample.metric(name)["2026-Q3"] for name in rows.index})
    for name, better in (("Productivity improvement", 1), ("Error reduction", -1)):
        values[name] = better * (sample.metric(name)["2026-Q3"] / sample.metric(name)["2025-Q3"] - 1)
    short = rows["Target"].astype(float) - values
    assert sorted(short[short <= 0].index) == [
        *("Certification pass rate", "Productivity improvement", "Retention", "Team collaboration")
    ]
    assert (short[short > 0] <= 0.03).sum() == 4
    assert (short > 0.03).sum() == 4


def test_no_metric_of_the_twin_falls(twin: Engagement) -> None:
    rising = sorted(METRICS - {"Error reduction"})
    assert [name for name in rising if twin.metric(name).diff().min() < -1e-9] == []
    assert twin.metric("Error reduction").is_monotonic_decreasing
    for name, better in (("Productivity improvement", 1), ("Error reduction", -1)):
        rate = twin.metric(name)
        this, last = (
            better * (rate[quarter] / rate[quarter.replace("2026", "2025")] - 1) for quarter in QUARTERS[:3:-1]
        )
        assert this >= last


def test_one_metric_is_missing_in_one_quarter(sample: Engagement, twin: Engagement) -> None:
    def places(engagement: Engagement) -> set[tuple[str, str, str]]:
        rows = engagement.now["Metrics"][["Metric", "Period", "Unit"]]
        return set(rows.itertuples(index=False, name=None))

    units = {*sample.staff["Department"]}
    everything = {(metric, period, unit) for metric in METRICS for period in QUARTERS for unit in units}
    assert everything - places(sample) == {sample.facts.missing_metric}
    assert everything == places(twin)


def test_a_mandatory_certification_expires_soon_and_some_lack_it(sample: Engagement) -> None:
    facts, exams = sample.facts, sample.now["Certifications"]
    required = sample.staff[sample.staff["Role"].isin(sample.now["Mandatory certifications"]["Role"])]
    own = exams[(exams["Certification"] == facts.expiring_certification) & (exams["Passed"] == "yes")]
    soon = own[own["Expires"].map(lambda day: date(2026, 10, 1) <= day <= date(2027, 1, 31))]
    assert tuple(sorted(soon["Employee"])) == facts.expiring_holders
    assert len(soon) == 18
    assert tuple(sorted(set(required.index) - valid_holders(sample, AS_OF))) == facts.lacking_certification
    assert len(facts.lacking_certification) == 6


def test_no_mandatory_certification_of_the_twin_is_lacking_or_expires_within_a_year(twin: Engagement) -> None:
    required = twin.staff[twin.staff["Role"].isin(twin.now["Mandatory certifications"]["Role"])]
    assert set(required.index) - valid_holders(twin, date(2027, 9, 30)) == set()


def test_one_programme_pays_and_one_does_not(sample: Engagement) -> None:
    facts = sample.facts
    _, low, high = effect(sample, facts.paying_programme or "")
    assert 0.5 < low < high < 1.6
    difference, low, high = effect(sample, facts.idle_programme or "")
    assert low < 0 < high
    assert abs(difference) < 0.15
    log = sample.now["Training"]
    for programme, people in (
        (facts.paying_programme, facts.paying_participants),
        (facts.idle_programme, facts.idle_participants),
    ):
        own = log[log["Programme"] == programme]
        assert tuple(sorted(own["Employee"])) == people
        assert len(people) == 12
        assert own["Start date"].map(lambda day: day > AS_OF_BEFORE).all()


def test_the_paying_programme_does_not_pay_in_the_twin(sample: Engagement, twin: Engagement) -> None:
    _, low, high = effect(twin, sample.facts.paying_programme or "")
    assert low < 0 < high


def self_minus_manager(engagement: Engagement) -> pd.Series:
    levels = engagement.levels
    return (levels["self"] - levels["manager"]).groupby("Skill").mean()


def test_two_skills_are_blind_spots(sample: Engagement) -> None:
    divergence = self_minus_manager(sample)
    assert set(divergence[divergence >= 1.0].index) == set(sample.facts.blind_spots)
    assert len(sample.facts.blind_spots) == 2
    assert divergence.drop(list(sample.facts.blind_spots)).max() < 0.7


def test_the_twin_has_no_blind_spot(twin: Engagement) -> None:
    assert self_minus_manager(twin).abs().max() < 0.3


def test_eight_cells_are_faulty_and_no_other(sample: Engagement) -> None:
    workbook = openpyxl.load_workbook(sample.folder / "assessment.xlsx", data_only=True)
    found = {
        (fault.sheet, fault.cell): str(getattr(value, "date", lambda value=value: value)())
        for fault in sample.facts.faulty_cells
        for value in [workbook[fault.sheet][fault.cell].value]
    }
    assert found == {(fault.sheet, fault.cell): fault.value for fault in sample.facts.faulty_cells}
    assert len(found) == 8
    assert {(fault.sheet, fault.cell) for fault in sample.facts.faulty_cells} == faulty_cells(sample)


def test_the_error_cell_reads_as_blank_but_is_marked_in_the_file(sample: Engagement) -> None:
    fault = next(fault for fault in sample.facts.faulty_cells if fault.kind == "error cell")
    assert sample.now[fault.sheet].iloc[int(fault.cell[1:]) - 2]["Level"] == ""
    with zipfile.ZipFile(sample.folder / "assessment.xlsx") as archive:
        xml = archive.read("xl/worksheets/sheet5.xml").decode()
    assert re.findall(r'<c r="(\w+)"[^>]* t="e">', xml) == [fault.cell]


def test_the_twin_and_the_previous_period_have_no_faulty_cell(sample: Engagement, twin: Engagement) -> None:
    assert twin.facts == Facts()
    assert faulty_cells(twin) == set()
    assert faulty_cells(Engagement(sample.folder / "previous", Facts())) == set()


def faulty_cells(engagement: Engagement) -> set[tuple[str, str]]:
    """Cells of ratings and training that a careful reader would refuse."""
    ratings, log = engagement.now["Ratings"], engagement.now["Training"]
    skills, levels = engagement.now["Skills"]["Skill"], list(engagement.now["Scale"]["Level"])
    refused = {
        ("Ratings", "A"): ~ratings["Employee"].isin(engagement.chart.index),
        ("Ratings", "B"): ~ratings["Skill"].isin(skills),
        ("Ratings", "C"): ~ratings["Level"].isin(levels),
        ("Ratings", "F"): ratings["Date"].map(lambda day: day > AS_OF),
        ("Training", "C"): log["Start date"].map(lambda day: not isinstance(day, date)),
        ("Training", "E"): log["Hours"].map(lambda hours: hours <= 0),
    }
    return {
        (sheet, f"{letter}{row + 2}") for (sheet, letter), mask in refused.items() for row in mask[mask].index.tolist()
    }


def test_the_readme_lists_every_faulty_cell(sample: Engagement) -> None:
    lines = (SAMPLE_DATA / "README.md").read_text("utf-8").splitlines()
    for fault in sample.facts.faulty_cells:
        assert any(f"`{fault.sheet}!{fault.cell}`" in line and fault.value in line for line in lines), fault


# Other recipes


def test_without_gaps_everybody_is_at_or_above_every_requirement(tmp_path: Path) -> None:
    engagement = Engagement(tmp_path, write_engagement(tmp_path, Recipe(planted=False, gaps=False)))
    assert (engagement.rated["Gap"] == 0).all()
    assert (engagement.now["Requirements"]["From date"] == "").all()


def test_other_names_seed_and_scale_carry_the_same_facts(tmp_path: Path) -> None:
    """A scale from 0 to 4, other words, other people: the facts are where Facts says, in the new words."""
    recipe = Recipe(
        seed=7,
        client="Mühlbach & Sons",
        lowest=0,
        highest=4,
        departments=numbered_departments(4, 14),
        given_names=("Ada", "Bo", "Cy", "Di", "Ed", "Flo", "Gus"),
        family_names=tuple(f"Family{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"),
        names={"Data engineering": "Plumbing", "Incident response": "Fire drill", "Negotiation webinar": "Haggling"},
    )
    engagement = Engagement(tmp_path, write_engagement(tmp_path, recipe))
    facts = engagement.facts
    assert set(engagement.now["Scale"]["Level"]) == {0, 1, 2, 3, 4}
    assert (facts.gap_department, facts.gap_group) == ("Department 1", "Plumbing")
    assert mean_gaps(engagement).idxmax() == ("Department 1", "Plumbing")
    assert bench(engagement)[bench(engagement) < 2].to_dict() == {
        (facts.single_point_role, "Fire drill", 3.0): 1,
        (facts.uncovered_role, facts.uncovered_skill, 3.0): 0,
    }
    assert faulty_cells(engagement) == {(fault.sheet, fault.cell) for fault in facts.faulty_cells}
    assert "Negotiation webinar" not in set(engagement.now["Courses"]["Programme"])
    assert YAML(typ="safe").load(tmp_path / "engagement.yml")["client"] == "Mühlbach & Sons"


@pytest.mark.parametrize(
    ("departments", "teams", "people", "planted"), [(3, 3, 20, False), (4, 40, 130, True), (10, 40, 160, False)]
)
def test_few_and_many_units(tmp_path: Path, departments: int, teams: int, people: int, planted: bool) -> None:
    recipe = Recipe(people=people, departments=numbered_departments(departments, teams), planted=planted)
    engagement = Engagement(tmp_path, write_engagement(tmp_path, recipe))
    staff = engagement.staff
    assert len(staff) == people
    assert staff["Department"].nunique() - 1 == departments
    assert staff["Team"].nunique() - 1 == teams
    assert faulty_cells(engagement) == {(fault.sheet, fault.cell) for fault in engagement.facts.faulty_cells}
    assert set(engagement.now["Metrics"]["Metric"]) == METRICS


@pytest.mark.parametrize(
    "wrong",
    [{"people": 20}, {"people": 60}, {"gaps": False}, {"names": {"Juggling": "Circus"}}, {"lowest": 4}],
)
def test_a_recipe_that_cannot_be_cooked_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"people|gaps|words|scale"):
        Recipe(**wrong)
