"""The hospital sample: every fact that sample_data/README.md says is hidden in it is in the files and in the report."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
import pytest

from sample_data.small.healthcare import FRONT, HEALTHCARE, MOSS
from sample_data.small.write import write_in_our_shape
from skillreport.cli import cli
from tests.sample_files import AS_OF, SAMPLE_DATA, Printed, Quarter, arms, joined_left_moved, levels, printed, sheet
from tests.test_samples import bytes_of, unpacked

FOLDER = SAMPLE_DATA / "healthcare"
ONET = Path(__file__).resolve().parent / "real" / "onet-skills.xlsx"
LIFE_SUPPORT = "Basic life support"
IT = "Information Technology"


@dataclass(frozen=True)
class Files:
    """The workbook of one period."""

    folder: Path

    def table(self, name: str) -> pd.DataFrame:
        return sheet(self.folder / "assessment.xlsx", name)

    @cached_property
    def quarter(self) -> Quarter:
        ratings = self.table("Ratings")
        ratings = ratings.assign(Level=ratings["Level"].astype(float), Date=pd.to_datetime(ratings["Date"]))
        return Quarter(ratings, sheet(self.folder / "org_chart.xlsx", "Org chart").set_index("Employee ID"))

    @cached_property
    def log(self) -> pd.DataFrame:
        log = self.table("Training")
        return log.assign(Start=pd.to_datetime(log["Start date"]), End=pd.to_datetime(log["Completion date"]))

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """Required and rated pairs of today with their gap, whatever the age of the rating."""
        people = self.quarter.staff.reset_index()[["Employee ID", "Role", "Department", "Team"]]
        pairs = people.merge(self.table("Requirements"), on="Role").rename(columns={"Employee ID": "Employee"})
        pairs = pairs.join(levels(self.quarter.ratings).rename("Current"), on=["Employee", "Skill"]).dropna()
        return pairs.assign(Gap=(pairs["Required level"].astype(float) - pairs["Current"]).clip(lower=0))

    def catalogue(self) -> dict[str, list[str]]:
        courses = self.table("Courses")
        return {name: skills.split("; ") for name, skills in zip(courses["Programme"], courses["Skills"], strict=True)}


NOW, BEFORE = Files(FOLDER), Files(FOLDER / "previous")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    folder = tmp_path_factory.mktemp("healthcare")
    cli(["build", str(FOLDER), "--output", str(folder), "--format", "html"], standalone_mode=False)
    return printed(folder)


def test_the_committed_files_are_what_the_script_writes(tmp_path: Path) -> None:
    write_in_our_shape(tmp_path, HEALTHCARE, FRONT, MOSS)
    committed = bytes_of(FOLDER)
    for name, content in bytes_of(tmp_path).items():
        assert unpacked(content) == unpacked(committed[name]), name


def test_counts() -> None:
    assert len(NOW.quarter.staff) == 101
    assert NOW.quarter.staff["Department"].nunique() == 5  # four, and the head of the group in none
    assert NOW.quarter.staff["Team"].nunique() == 11
    assert 130 <= len(NOW.log) <= 200
    assert sorted(NOW.table("Metrics")["Period"].unique())[0] == "2025-Q2"
    assert NOW.table("Metrics")["Period"].nunique() == 6


def test_nothing_is_wrong_but_what_is_planted(report: Printed) -> None:
    serious = [issue["code"] for issue in report.issues if issue["severity"] != "note"]
    assert set(serious) == {"metric-disagrees"}


# Where the numbers come from


def test_required_levels_are_those_of_onet() -> None:
    """Against the file of five occupations in tests/real, which is another extract of the same table."""
    source = sheet(ONET, "Skills")
    nurses = source[(source["Title"] == "Registered Nurses") & (source["Scale ID"] == "LV")].set_index("Element Name")
    asked = NOW.table("Requirements").query("Role == 'Registered Nurses'").set_index("Skill")
    assert len(asked) == 22
    assert asked["Required level"].to_dict() == nurses.loc[asked.index, "Data Value"].to_dict()


@pytest.mark.parametrize("path", ["README.md", "healthcare/SOURCES.md"])
def test_onet_is_credited_beside_the_data(path: str) -> None:
    text = " ".join((SAMPLE_DATA / path).read_text("utf-8").split())
    assert (
        "This product includes information from the O*NET Database by the U.S. Department of Labor, Employment and "
        "Training Administration (USDOL/ETA). Used under the CC BY 4.0 license" in text
    )


def test_onet_is_credited_in_the_report(report: Printed) -> None:
    assert "information from the O*NET Database" in " ".join(report.html.split())


# What is hidden


def holds_life_support() -> pd.DataFrame:
    """Who needs the certification, with whether it is held."""
    roles = NOW.table("Mandatory certifications").query("Certification == @LIFE_SUPPORT")["Role"]
    exams = NOW.table("Certifications").query("Certification == @LIFE_SUPPORT and Passed == 'yes'")
    valid = exams[pd.to_datetime(exams["Expires"]) > AS_OF]["Employee"]
    staff = NOW.quarter.staff
    needing = staff[staff["Role"].isin(roles)]
    return needing.assign(Holds=needing.index.isin(valid))


def test_half_of_diagnostics_lacks_life_support(report: Printed) -> None:
    people = holds_life_support()
    shares = people.groupby("Department")["Holds"].mean()
    assert shares["Diagnostics"] == 9 / 16
    assert shares.drop("Diagnostics").min() > 0.95
    lacking = report.value("certification.basic-life-support.expired") + report.value(
        "certification.basic-life-support.missing"
    )
    assert lacking == (~people["Holds"]).sum() == 8


def test_the_supplied_compliance_contradicts_the_certificates(report: Printed) -> None:
    rows = NOW.table("Metrics").query("Metric == 'Certification compliance' and Period == '2026-Q3' and Unit == ''")
    supplied = float(rows["Numerator"].iloc[0]) / float(rows["Denominator"].iloc[0])
    assert supplied > 0.97
    assert holds_life_support()["Holds"].mean() < 0.9
    assert f"Metrics!A{rows.index[0] + 2}" in report.cells("metric-disagrees")


def test_the_it_department_follows_the_rule_of_technology(report: Printed) -> None:
    log = NOW.log.join(NOW.quarter.staff[["Department", "Career level"]], on="Employee").query("Department == @IT")
    rule = log["Career level"].isin(["senior", "manager", "executive"]).map({True: 0.6, False: 0.3})
    recommended = float((rule * log["Hours"]).sum() / log["Hours"].sum())
    assert report.value("unit.information-technology.mix.recommended.soft") == pytest.approx(recommended)
    for unit in ("nursing-and-wards", "diagnostics", "therapy-and-pharmacy"):
        assert report.value(f"unit.{unit}.mix.recommended.soft") == pytest.approx(0.55)


def test_the_it_department_hardly_trains_soft_skills(report: Printed) -> None:
    log = NOW.log.join(NOW.quarter.staff["Department"], on="Employee").query("Department == @IT")
    soft = log[log["Category"] == "soft"]["Hours"].sum() / log["Hours"].sum()
    assert soft < 0.2
    assert report.value("unit.information-technology.mix.actual.soft") == pytest.approx(soft)


def test_a_reduction_from_nothing_is_not_computable(report: Printed) -> None:
    rows = NOW.table("Metrics").query("Metric == 'Serious event reduction'").set_index("Period")["Numerator"]
    assert rows["2025-Q3"] == 0
    assert rows["2026-Q3"] > 0
    assert report.state("metric.serious-event-reduction.2026-Q3") == "not computable"


def test_the_laboratory_was_rated_too_long_ago_to_say_how_it_handles_devices(report: Printed) -> None:
    laboratory = NOW.quarter.staff.query("Team == 'Laboratory'").index
    ratings = NOW.quarter.ratings
    days = ratings[ratings["Employee"].isin(laboratory)]["Date"]
    assert days.max() < AS_OF - pd.DateOffset(months=12)
    assert report.state("unit.laboratory.group.equipment-and-quality.mean_gap") == "not rated"
    assert report.state("unit.laboratory.group.clinical-reasoning.mean_gap") == "known"


def test_coordination_is_the_largest_gap_and_sits_with_the_nurses_of_the_wards(report: Printed) -> None:
    burdens = NOW.gaps.groupby("Skill")["Gap"].sum().sort_values()
    assert burdens.index[-1] == "Coordination"
    assert burdens.iloc[-1] > 1.5 * burdens.iloc[-2]
    nurses = NOW.gaps.query(
        "Skill == 'Coordination' and Role == 'Registered Nurses' and Department.str.startswith('Nu')"
    )
    assert nurses["Gap"].mean() > 0.25 * 7  # significant, on a scale of 0 to 7
    assert report.value("skill.coordination.burden") == pytest.approx(burdens.iloc[-1])
    assert report.value("unit.nursing-and-wards.group.working-together.mean_gap") > 0.125 * 7  # moderate


def test_one_programme_pays_and_one_does_not() -> None:
    log = pd.concat([BEFORE.log, NOW.log]).drop_duplicates(["Employee", "Programme"])
    pays, idles = (
        arms(BEFORE.quarter, NOW.quarter, log, NOW.catalogue(), name)
        for name in ("Handover simulation", "Service e-learning")
    )
    assert (pays.participants, idles.participants) == (9, 9)
    assert min(pays.colleagues, idles.colleagues) >= 8
    assert 0.9 < pays.effect < 1.7
    assert pays.effect - 2.2 * pays.error > 0
    assert abs(idles.effect) < 0.3
    assert abs(idles.effect) < 1.5 * idles.error


def test_the_scores_of_the_programme_that_pays_rise_and_those_of_the_other_do_not() -> None:
    scored = NOW.log[NOW.log["Test after"] != ""]
    gains = (scored["Test after"].astype(float) - scored["Test before"].astype(float)).groupby(scored["Programme"])
    assert gains.mean()["Handover simulation"] > 15
    assert gains.mean()["Service e-learning"] < 6


TEAMS_RATED_ALIKE = ("Radiology", "Physiotherapy", "Clinical Systems")
TEAMS_OF_SEVERE_COLLEAGUES = ("Laboratory", "Pharmacy", "Infrastructure and Support")


def test_three_managers_give_everybody_the_same_level_on_everything(report: Printed) -> None:
    staff, ratings = NOW.quarter.staff, NOW.quarter.ratings.query("`Rater group` == 'manager'")
    forms = ratings.groupby(["Employee", "Rater", "Date"])["Level"].agg(["nunique", "count", "max"]).reset_index()
    flat = forms[(forms["count"] >= 8) & (forms["nunique"] == 1)]
    leads = staff[staff["Team"].isin(TEAMS_RATED_ALIKE) & (staff["Career level"] == "manager")]
    assert set(flat["Rater"]) == set(leads.index)
    assert len(flat) == forms["Rater"].isin(leads.index).sum() == 24
    assert set(flat["max"]) == {4}
    assert report.value("trust.forms.straight_lined") == pytest.approx(24 / report.value("trust.forms"))


def test_three_colleagues_are_far_from_the_rest(report: Printed) -> None:
    """Own level minus the mean of the others' levels, over pairs that others rated too; a quarter of 7 is far."""
    ratings = NOW.quarter.ratings.query("`Rater group` != 'self'")
    pairs = ratings.groupby(["Employee", "Skill"])["Level"].agg(["sum", "count"])
    rows = ratings.join(pairs, on=["Employee", "Skill"]).query("count > 1")
    apart = rows["Level"] - (rows["sum"] - rows["Level"]) / (rows["count"] - 1)
    by_rater = apart.groupby(rows["Rater"]).agg(["mean", "count"]).query("count >= 10")["mean"]
    far = by_rater[by_rater.abs() >= 0.25 * 7]
    staff = NOW.quarter.staff
    assert sorted(staff["Team"][far.index]) == sorted(TEAMS_OF_SEVERE_COLLEAGUES)
    assert far.max() < -2.5
    assert by_rater.drop(far.index).abs().max() < 1
    assert ratings[ratings["Rater"].isin(far.index)]["Employee"].nunique() == 7
    assert report.value("trust.raters.far") == 3


def test_the_headline_does_not_depend_on_them(report: Printed) -> None:
    now, alike, far = (
        report.value(f"organisation.weighted_gap{without}")
        for without in ("", "_without_straight_lines", "_without_far_raters")
    )
    assert far < now < alike  # those who rate alike hide gaps, the severe ones make some
    assert max(alike - now, now - far) < 0.125
    assert "a difference up to" in report.html
    assert "calls for care" not in report.html


def test_information_security_is_too_small_to_be_shown_and_hides_another_team(report: Printed) -> None:
    assert (NOW.quarter.staff["Team"] == "Information Security").sum() == 3
    assert report.state("unit.information-security.mean_gap") == "withheld"
    assert report.state("unit.infrastructure-and-support.mean_gap") == "withheld"
    assert report.state("unit.clinical-systems.mean_gap") == "known"
    assert report.state("unit.information-technology.mix.actual.soft") == "known"


def test_people_came_went_and_moved() -> None:
    joined, left, moved = joined_left_moved(BEFORE.quarter, NOW.quarter)
    assert (len(joined), len(left), len(moved)) == (6, 5, 2)
    assert len(NOW.quarter.chart) - len(NOW.quarter.staff) == 8


def test_nurses_are_newly_required_to_lead_people() -> None:
    now, before = (
        set(zip(files.table("Requirements")["Role"], files.table("Requirements")["Skill"], strict=True))
        for files in (NOW, BEFORE)
    )
    assert now - before == {("Registered Nurses", "Management of Personnel Resources")}
    assert before - now == set()
