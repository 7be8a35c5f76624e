"""The mix table as data: a client's own table, what is in force and where from, and what is said of the mix."""

import io
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from skillreport.model.report import Answer, Callout, Exhibit, MixMark, Styled, Table
from skillreport.read.settings import load_engagement
from skillreport.report.people import people_tables
from skillreport.rules.load import load_rules
from skillreport.rules.mix_table import load_mix_table, method_table
from skillreport.write.brand import load_brand
from skillreport.write.workbook import render_people
from tests.building import DAY, SPEAKER, Built, Rows, people, small, written
from tests.errors.command_line import run
from tests.errors.files import write_files
from tests.errors.samples import SETTINGS, acme

BANK = """\
- {industry: Banking, career_level: senior, soft: 45, hard: 55, status: client, source: Agreed with the board}
- {industry: Banking, soft: 40, hard: 60, status: assumption, source: Our own planning figure}
- {soft: 50, hard: 50, status: inference, source: The middle}
"""


def table(folder: Path, text: str) -> Path:
    (folder / "mix.yml").write_text(text, "utf-8")
    return folder / "mix.yml"


def faults(folder: Path, text: str) -> list[tuple[str, int | None]]:
    """Code and line of every issue of a mix table."""
    return [(issue.code, issue.location.line) for issue in load_mix_table(table(folder, text)).issues]


TRAINING = ("Employee", "Programme", "Start date", "Hours", "Soft share")
Trained = dict[str, tuple[float, float]]  # employee → hours and soft share


def report(
    folder: Path, trained: Trained, chart: Rows, settings: str = "", levels: dict[str, dict[str, float]] | None = None
) -> Built:
    """Analysts of whom SQL (hard) and Talks (soft) are required at level 3; without levels they lack one of each."""
    rows = [(who, "Any", DAY, hours, share) for who, (hours, share) in trained.items()]
    given = levels or {str(row[0]): {"SQL": 2.0, "Talks": 2.0} for row in chart}
    asked = [("Analyst", "SQL", 3, 2), ("Analyst", "Talks", 3, 2)]
    more = {"Training": [TRAINING, *rows]}
    return small(folder, {"SQL": "hard", "Talks": "soft"}, asked, given, chart, settings, more)


def exhibits(built: Built, section: str = "mix") -> dict[str, Exhibit]:
    blocks = (block for item in built.report.sections if item.id == section for block in item.blocks)
    return {block.name: block for block in blocks if isinstance(block, Exhibit)}


def callouts(built: Built) -> list[str]:
    blocks = (block for item in built.report.sections if item.id == "mix" for block in item.blocks)
    return [SPEAKER.say(block.text) for block in blocks if isinstance(block, Callout)]


def notes(built: Built) -> dict[str, str]:
    found = exhibits(built)["mix-by-career-level"].notes
    return {SPEAKER.say(note.lead): SPEAKER.say(note.text) for note in found}


# ---- a client's own table


def test_the_methods_table_is_read_like_a_clients(tmp_path: Path) -> None:
    own = "- {id: default, soft: 60, hard: 40, status: assumption, source: method}\n"
    [row] = load_mix_table(table(tmp_path, own)).value
    [default] = [row for row in method_table() if row.id == "default"]
    assert (row.id, row.soft, row.hard, row.status) == (default.id, default.soft, default.hard, default.status)
    assert (str(row.place), row.origin, default.place, default.origin) == ("mix.yml:1", "client", None, "method")


def test_a_clients_table_takes_the_place_of_the_methods(tmp_path: Path) -> None:
    table(tmp_path, BANK)
    chart = [*people("North", "E1"), ("E2", "Name E2", "", "Analyst", "entry", "", "North")]
    found = report(tmp_path, {"E1": (10, 1)}, chart, "mix: {table: mix.yml, unit_industries: {North: banking}}")
    shares = found.findings.mixes.recommendation.shares
    assert shares["soft"].tolist() == [0.45, 0.4]
    assert shares["row"].tolist() == ["banking-senior", "banking"]
    rules = exhibits(found)["mix-rules-that-applied"].body
    assert isinstance(rules, Table)
    said = [[cell if isinstance(cell, str) else SPEAKER.value(cell) for cell in row.cells] for row in rules.rows]  # type: ignore[arg-type]
    assert said == [
        ["1", "Banking", "1", "40%", "60%", "planning assumption", "Our own planning figure"],
        ["2", "Banking, Senior", "1", "45%", "55%", "client’s decision", "Agreed with the board"],
    ]


def rules_table(found: Built) -> list[list[str]]:
    """The table of the rules that applied, with its heads first."""
    body = exhibits(found)["mix-rules-that-applied"].body
    assert isinstance(body, Table)
    heads = [SPEAKER.say(column.head) for column in body.columns]
    contents = (
        [(cell.content, cell.style) if isinstance(cell, Styled) else (cell, "") for cell in row.cells]
        for row in body.rows
    )
    return [
        heads,
        *([_said(cell, style) for cell, style in row] for row in contents),
    ]


def _said(cell: Any, style: str) -> str:
    return "" if cell is None else SPEAKER.value(cell, style)


TILTED = "adjustments: [{points: 5, reason: Strategy}, {points: -2, reason: Maturity}]"


def test_the_page_shows_shares_before_and_after_the_adjustments_as_they_are_recommended(tmp_path: Path) -> None:
    """The override of the role is tilted like the row of the table; E3's own share is not the client's to read."""
    overrides = "overrides: [{role: Clerk, soft: 99, reason: Board}, {person: E3, soft: 20, reason: Ann}]"
    chart = [*people("North", "E1"), *people("North", "E2", role="Clerk"), *people("North", "E3")]
    trained = {"E1": (10.0, 0.6), "E2": (10.0, 0.6), "E3": (10.0, 0.6)}
    found = report(tmp_path, trained, chart, f"mix: {{{overrides}, {TILTED}}}")
    assert found.findings.mixes.recommendation.shares["soft"].tolist() == pytest.approx([0.63, 1, 0.23])
    assert rules_table(found) == [
        ["No.", "Rule", "People", "Soft before", "Points added", "Soft", "Hard", "Status", "Source"],
        ["1", "Set by the client for role Clerk", "1", "99%", "+3", "100%", "0%", "client’s decision", "Board"],
        ["2", "Technology, Senior", "1", "60%", "+3", "63%", "37%", "planning assumption", "the method"],
        ["3", "Set by the client for single people", "1", "", "", "", "", "client’s decision", ""],
    ]
    [note] = exhibits(found)["mix-rules-that-applied"].notes
    assert SPEAKER.say(note.text).startswith("The adjustments tilt every share, the client’s own among them")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("", "These shares are before the blend with each person’s own gaps."),
        (f", {TILTED}", "These shares are before the blend with each person’s own gaps and before the adjustments."),
    ],
)
def test_with_a_blend_the_page_shows_the_shares_of_the_rules(more: str, said: str, tmp_path: Path) -> None:
    settings = f"mix: {{blend_with_gaps: {{share: 0.5, reason: Gaps}}{more}}}"
    found = report(tmp_path, {"E1": (10, 0.6)}, people("North", "E1"), settings)
    assert rules_table(found)[1][:5] == ["1", "Technology, Senior", "1", "60%", "40%"]
    [note] = exhibits(found)["mix-rules-that-applied"].notes
    assert SPEAKER.say(note.text).startswith(said)


def test_without_adjustments_nothing_is_said_of_them(tmp_path: Path) -> None:
    found = report(tmp_path, {"E1": (10, 0.6)}, people("North", "E1"))
    assert rules_table(found)[0] == ["No.", "Rule", "People", "Soft", "Hard", "Status", "Source"]
    assert exhibits(found)["mix-rules-that-applied"].notes == ()


def test_an_industry_of_the_clients_table_is_an_industry(tmp_path: Path) -> None:
    table(tmp_path, BANK)
    folder = written(tmp_path, {}, settings="mix: {table: mix.yml}")
    text = (folder / "engagement.yml").read_text("utf-8").replace("industry: technology", "industry: banking")
    (folder / "engagement.yml").write_text(text, "utf-8")
    engagement = load_engagement(folder / "engagement.yml").value
    assert engagement is not None
    rules = load_rules(engagement).value
    assert rules is not None
    assert rules.industry == "Banking"


def test_the_method_page_names_the_table_and_leaves_out_what_holds_of_the_methods(tmp_path: Path) -> None:
    table(tmp_path, BANK)
    html = report(tmp_path, {"E1": (10, 1)}, people("North", "E1"), "mix: {table: mix.yml}").html()
    assert "mix.yml (the engagement)" in html
    assert "60:40, 70:30" not in html


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("{soft: 120, hard: -20, status: client, source: Board}", "settings-invalid"),
        ("{career_level: seniour, soft: 60, hard: 40, status: client, source: Board}", "settings-invalid"),
        ("{indutry: banking, soft: 60, hard: 40, status: client, source: Board}", "settings-unknown-key"),
        ("{soft: 60, status: client, source: Board}", "settings-invalid"),
        ("{soft: 60, hard: 40, status: client}", "settings-invalid"),
        ("{id: client-1, soft: 60, hard: 40, status: client, source: Board}", "settings-invalid"),
        ("60 to 40", "settings-invalid"),
        ("{soft: 60.5, hard: 40, status: client, source: Board}", "mix-shares"),
    ],
)
def test_a_faulty_row_is_an_issue_at_its_line(row: str, code: str, tmp_path: Path) -> None:
    assert set(faults(tmp_path, f"{BANK}- {row}\n")) - {("mix-rows-tie", 4)} == {(code, 4)}


def test_a_typing_error_in_a_career_level_is_answered_with_the_right_one(tmp_path: Path) -> None:
    text = BANK + "- {career_level: seniour, soft: 60, hard: 40, status: client, source: Board}\n"
    [issue] = load_mix_table(table(tmp_path, text)).issues
    assert str(issue.values["problem"]).endswith("; did you mean senior?")


@pytest.mark.parametrize("text", ["", "soft: 60\nhard: 40\n", "just text\n"])
def test_what_is_no_list_of_rows_is_an_issue(text: str, tmp_path: Path) -> None:
    assert [code for code, _ in faults(tmp_path, text)] == ["settings-invalid"]


def test_an_empty_list_lacks_its_default(tmp_path: Path) -> None:
    assert faults(tmp_path, "[]\n") == [("mix-default-missing", 1)]


def test_all_mistakes_are_said_in_one_run(tmp_path: Path) -> None:
    text = """\
- {id: a, career_level: senior, soft: 60, hard: 30, status: client, source: Board}
- {id: a, career_level: senior, soft: 60, hard: 40, status: client, source: Board}
- {career_level: boss, soft: 60, hard: 40, status: client, source: Board}
"""
    expected = [("settings-invalid", 3), ("mix-shares", 1), ("mix-rows-tie", 2), ("mix-id-twice", 2)]
    assert faults(tmp_path, text) == expected


def test_a_row_of_several_lines_is_named_by_its_first(tmp_path: Path) -> None:
    text = "# ours\n-\n  soft: 60\n  hard: 30\n  status: client\n  source: Board\n"
    [(code, line)] = faults(tmp_path, text)
    assert (code, line) == ("mix-shares", 3)


def test_shares_with_decimals_make_a_whole(tmp_path: Path) -> None:
    text = "- {soft: 33.3, hard: 66.7, status: client, source: Board}\n"
    [row] = load_mix_table(table(tmp_path, text)).value
    assert [row.soft, row.hard] == pytest.approx([0.333, 0.667])


@pytest.mark.parametrize("text", [None, "- {soft: [}\n", "- {soft: 60, hard: 30, status: client, source: Board}\n"])
def test_nothing_is_computed_under_a_faulty_table(text: str | None, tmp_path: Path) -> None:
    folder = write_files(tmp_path, acme(SETTINGS + "mix: {table: mix.yml}\n", more={"mix.yml": text}))
    built = run("build", folder, "--output", tmp_path / "output")
    assert built.code == 2
    assert not (tmp_path / "output").exists()
    assert run("check", folder).code == 2


def test_a_table_that_is_not_there_is_said_where_it_is_named(tmp_path: Path) -> None:
    folder = write_files(tmp_path, acme(SETTINGS + "mix:\n  measure: hours\n  table: mixx.yml\n"))
    assert "error    engagement.yml:6: mixx.yml does not exist" in run("check", folder).err


def test_the_manifest_names_the_table(tmp_path: Path) -> None:
    settings = SETTINGS + "formats: [html]\nmix: {table: mix.yml}\n"
    folder = write_files(tmp_path, acme(settings, more={"mix.yml": BANK}))
    assert run("build", folder, "--output", tmp_path / "output").code == 0
    [manifest] = (tmp_path / "output").glob("*/consultant/manifest.json")
    assert "mix.yml" in json.loads(manifest.read_text("utf-8"))["inputs"]


# ---- what is in force, and where it comes from

CHANGED = """\
industry: banking
mix:
  table: mix.yml
  tolerance_points: 8
  overrides:
  - {role: Developer, soft: 35, reason: Head of IT}
  unit_industries: {Legal: healthcare}
  adjustments:
  - {points: 5, reason: Strategy}
  blend_with_gaps: {share: 0.2, reason: Board}
metrics:
- {id: retention, target: 0.92}
- {id: nps, name: Net promoter score, arithmetic: value, target: 40}
"""


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    return write_files(tmp_path, acme(SETTINGS + CHANGED, more={"mix.yml": BANK}))


def test_the_rules_say_of_every_entry_where_it_comes_from(changed: Path) -> None:
    said = json.loads(run("rules", changed, "--json").out)

    def at(line: int, file: str = "engagement.yml") -> dict[str, object]:
        return {"file": file, "line": line}

    rows = [(row["id"], row["soft"], row["hard"], row["origin"], row["place"]) for row in said["mix"]]
    assert rows == [
        ("banking-senior", 0.45, pytest.approx(0.55), "client", at(1, "mix.yml")),
        ("banking", 0.4, pytest.approx(0.6), "client", at(2, "mix.yml")),
        ("default", 0.5, pytest.approx(0.5), "client", at(3, "mix.yml")),
    ]
    assert [item["place"] for item in said["mix_overrides"]] == [at(9)]
    assert said["mix_unit_industries"] == [{"unit": "Legal", "industry": "healthcare", "place": at(10)}]
    assert [item["place"] for item in said["mix_adjustments"]] == [at(12)]
    assert said["mix_blend"]["place"] == at(13)
    settings = {item["key"]: (item["value"], item["origin"], item["place"]) for item in said["mix_settings"]}
    assert settings == {"mix.measure": ("hours", "method", None), "mix.tolerance_points": (8, "client", at(7))}
    metrics = {item["id"]: (item["source"], item["changed"], item["place"]) for item in said["metrics"]}
    assert metrics["retention"] == ("method", ["target"], at(15))
    assert metrics["nps"] == ("client", [], at(16))
    assert metrics["engagement"] == ("method", [], None)


def test_the_rules_show_the_same_in_words(changed: Path) -> None:
    said = re.sub(" +", " ", run("rules", changed).out)
    for words in (
        "The table is that of mix.yml, in the place of the method’s.",
        "* Set by the client for role Developer 35% 65% client’s decision Head of IT engagement.yml:9",
        "* Banking, Senior 45% 55% client’s decision Agreed with the board mix.yml:1",
        "Industry of unit Legal: Healthcare (engagement.yml:10)",
        "Adjustment: +5 points: Strategy (engagement.yml:12)",
        "Blend with the gaps: 20% of each person’s recommendation follows the person’s own gaps: Board "
        "(engagement.yml:13)",
        "Tolerance of the mix: 8 points (engagement.yml:7)",
        "higher 92% 2 points method; yours: target (engagement.yml:15)",
        "As supplied. higher 40 3% of the target or first value, assumed client (engagement.yml:16)",
    ):
        assert words in said


ADJUSTED = """\
mix:
  tolerance_points: 7.5
  overrides:
  - {person: E1, soft: 98, reason: Board}
  adjustments:
  - {points: 5, reason: Strategy}
  - {points: -2.5, reason: Maturity}
"""


def test_the_rules_show_shares_before_and_after_the_adjustments(tmp_path: Path) -> None:
    """Together 2.5 points more; no share is above 100 %."""
    folder = write_files(tmp_path, acme(SETTINGS + ADJUSTED))
    said = re.sub(" +", " ", run("rules", folder).out)
    for words in (
        "Rule Soft before Points added Soft Hard Status Source From",
        "* Set by the client for E1 98% +2.5 100% 0% client’s decision Board engagement.yml:7",
        " Technology, Senior 60% +2.5 63% 37% planning assumption the method method",
        "Adjustment: +5 points: Strategy (engagement.yml:9)",
        "Adjustment: −2.5 points: Maturity (engagement.yml:10)",
        "Tolerance of the mix: 7.5 points (engagement.yml:5)",
    ):
        assert words in said
    record = json.loads(run("rules", folder, "--json").out)
    assert [(row["target"], row["soft"], row["adjusted_soft"]) for row in record["mix_overrides"]] == [
        ("person E1", 0.98, 1.0)
    ]
    assert {row["id"]: row["adjusted_soft"] for row in record["mix"]}["technology-senior"] == pytest.approx(0.625)


def test_the_rules_say_a_metrics_formula_as_the_report_does(tmp_path: Path) -> None:
    """A declared baseline and another arithmetic change what is computed."""
    metrics = "metrics: [{id: error-reduction, baseline: 2025-Q1}, {id: retention, arithmetic: value}]\n"
    folder = write_files(tmp_path, acme(SETTINGS + metrics))
    formulas = {row["id"]: row["formula"] for row in json.loads(run("rules", folder, "--json").out)["metrics"]}
    said = run("rules", folder).out
    assert formulas["retention"] == "As supplied."
    assert "1st quarter 2025" in formulas["error-reduction"]
    assert all(formula in said for formula in formulas.values())


def test_the_rules_without_an_engagement_are_the_methods(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = json.loads(run("rules", "--json").out)
    assert {row["origin"] for row in said["mix"]} == {"method", "ours"}
    assert all(row["place"] is None for row in (*said["mix"], *said["metrics"]))


# ---- mistakes in the definitions of metrics


@pytest.mark.parametrize(
    ("metrics", "code"),
    [
        ("- {id: nps, name: NPS, arithmetic: sum}", "settings-invalid"),
        ("- {id: nps, arithmetic: value}", "rule-invalid"),
        ("- {id: retention, tolerance: -0.1}", "settings-invalid"),
        ("- {id: retention, target: 85}", "metric-in-percent"),
        ("- {id: retention, tolerance: 5}", "metric-in-percent"),
        ("- {id: Engagement, target: 0.7}\n- {id: engagement, target: 0.8}", "metric-defined-twice"),
        ("- {id: stay, name: retention, arithmetic: ratio}", "metric-defined-twice"),
        (
            "- {id: a, name: Tickets, arithmetic: value}\n- {id: b, name: tickets, arithmetic: value}",
            "metric-defined-twice",
        ),
    ],
)
def test_a_mistake_in_a_metric_is_an_issue_at_its_line(metrics: str, code: str, tmp_path: Path) -> None:
    folder = write_files(tmp_path, acme(SETTINGS + f"metrics:\n{metrics}\n"))
    checked = run("check", folder, "--json")
    issues = [(issue["code"], issue["file"], issue["line"]) for issue in json.loads(checked.out)["issues"]]
    lines = [5] if "Tickets" not in metrics else [5, 6]
    lines = [6] if "0.8" in metrics else lines
    assert issues == [(code, "engagement.yml", line) for line in lines]
    assert checked.code == 2


def test_a_target_above_one_that_a_ratio_can_have_is_fine(tmp_path: Path) -> None:
    folder = write_files(tmp_path, acme(SETTINGS + "metrics: [{id: performance-benchmark, target: 1.1}]\n"))
    assert run("check", folder).code == 0


# ---- the mix of people


def mix_of_people(found: Built) -> list[list[object]]:
    """The rows of the consultant's workbook, with its heads first."""
    data = render_people("Any", DAY, people_tables(found.findings), SPEAKER, load_brand(None).value)
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Mix by person"]
    return [[cell.value for cell in cells] for cells in sheet.iter_rows(min_row=4)]


def test_each_person_has_a_mix_of_his_own(tmp_path: Path) -> None:
    """E1: 10 hours, 2 of them soft, of which 60 % are due; E2 learned nothing and lacks nothing."""
    levels = {"E1": {"SQL": 2.0, "Talks": 3.0}, "E2": {"SQL": 3.0, "Talks": 3.0}}
    found = report(tmp_path, {"E1": (10, 0.2)}, people("North", "E1", "E2"), levels=levels)
    mixes = found.findings.mixes.people
    shares = ["recommended", "actual", "planned", "gap", "points", "deviation"]
    assert mixes[shares].iloc[0].tolist() == pytest.approx([0.6, 0.2, 0, 0, -0.4, -4])
    assert mixes[shares].iloc[1].isna().tolist() == [False, *[True] * 5]
    assert mix_of_people(found) == [
        [
            *("Employee", "Name", "Unit", "Role", "Career level", "Recommended", "Actual", "Planned"),
            *("Share of the gap", "Off, points", "Training, hours", "Off, hours", "Rule"),
        ],
        ["E1", "Name E1", "North", "Analyst", "Senior", 0.6, 0.2, 0, 0, -40, 10, -4, "Technology, Senior"],
        ["E2", "Name E2", "North", "Analyst", "Senior", 0.6, *[""] * 6, "Technology, Senior"],
    ]


def test_people_stand_by_unit_and_name_whatever_the_order_of_the_rows(tmp_path: Path) -> None:
    chart = [*people("South", "E3", "E1"), *people("North", "E2")]
    (tmp_path / "turned").mkdir()
    first = mix_of_people(report(tmp_path, {"E1": (10, 1)}, chart))
    assert [row[0] for row in first[1:]] == ["E2", "E1", "E3"]
    assert mix_of_people(report(tmp_path / "turned", {"E1": (10, 1)}, chart[::-1])) == first


def test_the_report_holds_no_figure_of_a_person(sample: Built) -> None:
    assert not [figure.id for figure in sample.report.figures if figure.id.startswith("person.")]


# ---- what is said of the mix

TALKERS = {"SQL": 3.0, "Talks": 1.0}  # what they lack is soft
CODERS = {"SQL": 1.0, "Talks": 3.0}  # what they lack is hard


def test_departments_in_which_rule_and_gaps_disagree_are_named(tmp_path: Path) -> None:
    """All had 40 % soft training and should have 60 %; in North what is missing is hard."""
    chart = [*people("N", "E1", "E2", department="North"), *people("S", "E3", "E4", department="South")]
    levels = {"E1": CODERS, "E2": CODERS, "E3": TALKERS, "E4": TALKERS}
    found = report(tmp_path, dict.fromkeys(levels, (10.0, 0.4)), chart, levels=levels)
    assert callouts(found) == []
    assert notes(found)["Rule and gaps disagree"] == (
        "For North, the rule asks for more of one kind of training than today, the gaps for more of the other."
    )


def test_a_withheld_department_is_not_named_as_one_that_disagrees(tmp_path: Path) -> None:
    chart = [*people("N", "E1", department="North"), *people("S", "E2", "E3", "E4", department="South")]
    levels = {"E1": CODERS, "E2": TALKERS, "E3": TALKERS, "E4": TALKERS}
    found = report(tmp_path, dict.fromkeys(levels, (10.0, 0.4)), chart, "privacy_threshold: 3", levels)
    assert "Rule and gaps disagree" not in notes(found)
    assert "For North" not in found.html()


def test_the_first_three_that_disagree_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    chart = [row for unit in ("Alpha", "Beta", "Gamma") for row in people("", f"E{unit}", department=unit)]
    levels = {str(row[0]): CODERS for row in chart}
    found = report(tmp_path, dict.fromkeys(levels, (10.0, 0.4)), chart, levels=levels)
    [said] = callouts(found)
    assert said.startswith("The rule recommends 60% soft training, while soft skills hold 0% of the weighted gap")
    more = notes(found)["Rule and gaps disagree"]
    assert more.startswith("For Alpha, Beta, Gamma and 2 more, the rule asks")  # the level Senior and the role Analyst
    assert found.figures["mix.disagree.more"].value == 2


def test_a_plan_off_the_recommendation_says_why(tmp_path: Path) -> None:
    """Who lacks hard skills only has no soft hours in the plan; the soft hours stay in reserve."""
    chart = people("North", "E1", "E2")
    found = report(tmp_path, {"E1": (10, 0.6)}, chart, levels=dict.fromkeys(("E1", "E2"), CODERS))
    assert notes(found)["Planned"] == (
        "The plan gives soft skills 0% of its hours, 60 points less than the 60% recommended for these hours: where "
        "soft skills need less than they are due, the rest stays in reserve."
    )
    assert found.figures["organisation.mix.planned.points"].value == pytest.approx(-0.6)


def test_a_plan_within_the_tolerance_needs_no_word(tmp_path: Path) -> None:
    """40 hours: 24 soft and 16 hard are due, and each person lacks more than that of both."""
    levels = {who: {"SQL": 1.0, "Talks": 1.0} for who in ("E1", "E2")}
    found = report(tmp_path, {"E1": (10, 0.6)}, people("North", "E1", "E2"), levels=levels)
    assert "Planned" not in notes(found)


def test_a_plan_of_too_few_people_is_not_spoken_of(tmp_path: Path) -> None:
    levels = {"E1": CODERS, "E2": {"SQL": 3.0, "Talks": 3.0}}
    settings = "privacy_threshold: 2"
    found = report(tmp_path, dict.fromkeys(levels, (10.0, 0.6)), people("", "E1", "E2"), settings, levels)
    assert "Planned" not in notes(found)
    assert "organisation.mix.planned.points" not in found.figures


def test_the_unit_furthest_off_is_named_where_the_organisation_is_on_rule(tmp_path: Path) -> None:
    """North 90 % and South 30 % of ten hours each make 60 %."""
    chart = [*people("N", "E1", department="North"), *people("S", "E2", department="South")]
    found = report(tmp_path, {"E1": (10, 0.9), "E2": (10, 0.3)}, chart)
    assert found.titles["mix"] == "Soft skills get 60% of training hours, within tolerance of the recommended 60%"
    assert found.decks["mix"] == (
        "The one career level with training is within the tolerance. Furthest off among the units shown is North, "
        "where soft skills get 90% against the recommended 60%."
    )


def test_where_all_units_are_on_rule_none_is_named(tmp_path: Path) -> None:
    chart = [*people("N", "E1", department="North"), *people("S", "E2", department="South")]
    found = report(tmp_path, {"E1": (10, 0.6), "E2": (10, 0.62)}, chart)
    assert "Furthest off" not in found.decks["mix"]


# ---- the unit that a deviation comes from


def departments(folder: Path, shares: dict[str, float], settings: str = "", size: int = 1) -> Built:
    """Departments of people with ten hours each, all of whom should have 60 % soft training; "" stands for none."""
    members = {unit: [f"{unit or 'Top'}{n}" for n in range(size)] for unit in shares}
    chart = [row for unit, names in members.items() for row in people("", *names, department=unit)]
    trained = {name: (10.0, share) for unit, share in shares.items() for name in members[unit]}
    return report(folder, trained, chart, settings)


def finding(found: Built) -> tuple[str, str]:
    """What the first page says of the training mix."""
    blocks = (block for section in found.report.sections if section.id == "answer" for block in section.blocks)
    [said] = [item for block in blocks if isinstance(block, Answer) for item in block.findings if item.section == "mix"]
    return SPEAKER.say(said.claim), SPEAKER.say(said.text)


def test_the_unit_that_the_deviation_comes_from_is_named(tmp_path: Path) -> None:
    """North lacks 4 hours of its 6, South and the people in no department are on rule."""
    found = departments(tmp_path, {"North": 0.2, "South": 0.6, "": 0.6})
    assert finding(found) == (
        "Soft skills get too little training in North",
        "They receive 20% of the hours there against 60% recommended: 4 hours too few in a year. "
        "The whole organisation lacks 4.",
    )
    assert found.decks["mix"].endswith(
        "The difference comes from North above all, where soft skills get 20% against the recommended 60%."
    )


@pytest.mark.parametrize(
    ("shares", "named"),
    [
        ({"North": 0.2, "South": 0.5}, "Soft skills get too little training in North"),  # 4 of 5 hours
        ({"North": 0.2, "South": 0.49}, "Soft skills get too little training"),
        ({"North": 0.2, "South": 0.5, "": 0.59}, "Soft skills get too little training"),
        (
            {"North": 0.1, "South": 0.8},
            "Soft skills get too little training in North",
        ),  # South is off to the other side
        ({"North": 0.2, "South": 0.8, "West": 0.45}, "Soft skills get too little training"),  # 4 of 5.5 hours
        ({"North": 1.0, "South": 0.7}, "Hard skills get too little training in North"),
        ({"North": 0.2}, "Soft skills get too little training"),
        ({"": 0.2, "South": 0.6, "West": 0.6}, "Soft skills get too little training"),
    ],
)
def test_a_unit_is_named_from_four_fifths_of_what_is_off_to_its_side(
    shares: dict[str, float], named: str, tmp_path: Path
) -> None:
    assert finding(departments(tmp_path, shares))[0] == named


def test_a_unit_within_the_tolerance_is_not_named(tmp_path: Path) -> None:
    """North lacks 4.7 of 5.5 hours, which is less than 5 % of its own 95."""
    chart = [*people("N", "E1", department="North"), *people("S", "E2", department="South")]
    found = report(tmp_path, {"E1": (95, 0.551), "E2": (5, 0.44)}, chart)
    assert finding(found)[0] == "Soft skills get too little training"


def test_one_hour_is_one(tmp_path: Path) -> None:
    found = departments(tmp_path, {"North": 0.5, "South": 0.5})
    (tmp_path / "one").mkdir()
    one = departments(tmp_path / "one", {"North": 0.5})
    assert ": 2 hours too few in a year." in finding(found)[1]
    assert ": 1 hour too few in a year." in finding(one)[1]


def test_no_unit_is_named_where_one_is_withheld(tmp_path: Path) -> None:
    shares = {"North": 0.1, "South": 0.6, "West": 0.6}
    (tmp_path / "few").mkdir()
    assert finding(departments(tmp_path, shares, "privacy_threshold: 3", size=3))[0].endswith("in North")
    chart = [row for unit in shares for row in people("", *(f"{unit}{n}" for n in range(3)), department=unit)]
    trained = {f"{unit}{n}": (10.0, share) for unit, share in shares.items() for n in range(3)}
    few = {name: of for name, of in trained.items() if name not in ("West0", "West1")}
    assert finding(report(tmp_path / "few", few, chart, "privacy_threshold: 3"))[0].endswith("too little training")


def test_the_cause_is_said_of_spending_where_the_mix_is_measured_in_money(tmp_path: Path) -> None:
    table = (*TRAINING, "Cost")
    rows = [("E1", "Any", DAY, 10, 0.2, 1000), ("E2", "Any", DAY, 10, 0.6, 1000)]
    chart = [*people("N", "E1", department="North"), *people("S", "E2", department="South")]
    asked = [("Analyst", "SQL", 3, 2), ("Analyst", "Talks", 3, 2)]
    levels = {who: {"SQL": 2.0, "Talks": 2.0} for who in ("E1", "E2")}
    found = small(
        tmp_path, {"SQL": "hard", "Talks": "soft"}, asked, levels, chart, "mix: {measure: money}",
        {"Training": [table, *rows]},
    )  # fmt: skip
    assert finding(found)[1] == (
        "They receive 20% of the spending there against 60% recommended: €400 too little in a year. The whole "
        "organisation lacks €400."
    )


def test_the_default_is_drawn_for_the_organisation_alone(tmp_path: Path) -> None:
    found = report(tmp_path, {"E1": (10, 0.6)}, people("North", "E1"))
    body = exhibits(found)["mix-by-career-level"].body
    assert isinstance(body, Table)
    drawn = [cell.reference for row in body.rows for cell in row.cells if isinstance(cell, MixMark)]
    assert [figure and figure.value for figure in drawn] == [None, 0.6]
    key = dict(exhibits(found)["mix-by-career-level"].key)
    assert SPEAKER.say(key["reference"]) == "default 60%"
    assert "reference" not in dict(exhibits(found)["mix-by-unit"].key)
