"""The `import` rules of the settings: each feature on a small sheet with a layout of the client's own."""

from collections.abc import Sequence

import pytest
from ruamel.yaml import YAML

from skillreport.model.engagement import Engagement
from skillreport.model.issue import Issue, Loaded
from skillreport.read.assessment import survey
from skillreport.read.faulty_cells import FaultyCell
from skillreport.read.mapping import import_tables
from skillreport.read.raw_table import RawTable
from skillreport.read.tables import Seen
from skillreport.read.workbook import Sheet
from tests.sheets import places, records, said, sheet
from tests.wording import in_english

VOTES = sheet(
    """
    Team North | | |
    Who | What | Score | Kind
    E1 | Python | 3 | own
    E2 | SQL | 4 | boss
    E3 | SQL | 2 | boss
    """,
    "Votes",
)
COLUMNS = "columns: {employee: Who, skill: What, level: Score}"


def imported(rules: str, *sheets: Sheet) -> Loaded[tuple[Seen, ...]]:
    """What rules, written as in engagement.yml, make of some sheets."""
    given = YAML(typ="safe").load(f"[{rules}]")
    return import_tables(Engagement.model_validate({"workbook": "acme.xlsx", "import": given}), sheets)


def table_by(rules: str, *sheets: Sheet) -> RawTable:
    loaded = imported(rules, *sheets)
    assert loaded.issues == ()
    [seen] = loaded.value
    assert seen.raw is not None
    return seen.raw


def refused(rules: str, *sheets: Sheet) -> Issue:
    """The only thing that is said about rules of which none gives a table."""
    loaded = imported(rules, *sheets)
    assert loaded.value == ()
    [issue] = loaded.issues
    return issue


def levels(raw: RawTable) -> list[tuple[object, object, object]]:
    return [(row.get("employee"), row.get("skill"), row.get("level")) for row in records(raw)]


# ---- which sheet


@pytest.mark.parametrize("pattern", ["Votes", "votes", "V*", "[Other, Votes]"])
def test_a_sheet_goes_by_name_pattern_or_list(pattern: str) -> None:
    assert len(levels(table_by(f"{{table: ratings, sheet: {pattern}, {COLUMNS}}}", VOTES))) == 3


def test_a_rule_reads_every_sheet_that_fits() -> None:
    sheets = [sheet("Who | What | Score\nE1 | SQL | 3", name) for name in ("Team A", "Team B", "Budget")]
    loaded = imported(f"{{table: ratings, sheet: Team *, {COLUMNS}}}", *sheets)
    assert [seen.sheet.name for seen in loaded.value] == ["Team A", "Team B"]


def test_text_files_go_by_the_name_of_the_file() -> None:
    sheets = [sheet("Who | What | Score\nE1 | SQL | 3", None, file=name) for name in ("north.csv", "budget.csv")]
    assert levels(table_by(f"{{table: ratings, file: n*.csv, {COLUMNS}}}", *sheets)) == [("E1", "SQL", "3")]


def test_a_sheet_that_no_file_has_is_an_issue_with_those_it_has() -> None:
    issue = refused(f"{{table: ratings, sheet: Votse, {COLUMNS}}}", VOTES)
    assert (issue.code, issue.values["known"]) == ("import-nothing-found", "acme.xlsx Votes")
    assert str(issue.location) == "engagement.yml: import 1"


def test_without_a_sheet_a_file_with_several_is_unclear() -> None:
    assert refused(f"{{table: ratings, {COLUMNS}}}", VOTES, sheet("a | b", "Other")).code == "import-unclear"


def test_an_empty_sheet_that_a_pattern_fits_is_passed_over() -> None:
    assert len(imported(f"{{table: ratings, sheet: '*', {COLUMNS}}}", VOTES, sheet("", "Empty")).value) == 1


def test_a_sheet_that_a_rule_reads_is_not_read_a_second_time() -> None:
    given = sheet("Employee | Skill | Level\nE1 | SQL | 3", "Ratings")
    rules = YAML(typ="safe").load("[{table: ratings, sheet: Ratings, columns: {employee: A, skill: B, level: C}}]")
    found = survey(Engagement.model_validate({"workbook": "acme.xlsx", "import": rules}), [given], ())
    assert len(found.value) == 1


# ---- which columns


@pytest.mark.parametrize(
    "columns",
    [
        "{employee: Who, skill: What, level: Score}",
        "{employee: ' who ', skill: WHAT, level: score}",
        "{employee: A, skill: B, level: c}",
    ],
)
def test_columns_go_by_header_or_letters(columns: str) -> None:
    raw = table_by(f"{{table: ratings, sheet: Votes, header: 2, columns: {columns}}}", VOTES)
    assert levels(raw) == [("E1", "Python", 3), ("E2", "SQL", 4), ("E3", "SQL", 2)]
    assert places(raw, "level") == ["C3", "C4", "C5"]


def test_a_header_that_reads_like_letters_is_taken_as_header() -> None:
    given = sheet("C | A | B\nE1 | SQL | 3", "Votes")
    assert levels(table_by("{table: ratings, sheet: Votes, columns: {employee: C, skill: A, level: B}}", given)) == [
        ("E1", "SQL", 3)
    ]


def test_an_unknown_column_is_an_issue_with_the_nearest_one() -> None:
    issue = refused("{table: ratings, sheet: Votes, columns: {employee: Who, skill: What, level: Scor}}", VOTES)
    assert (issue.code, issue.values["column"], issue.values["nearest"]) == ("import-column-unknown", "Scor", "Score")


def test_columns_side_by_side_are_stacked() -> None:
    given = sheet("Who | Skill 1 | Level 1 | Skill 2 | Level 2\nE1 | Python | 3 | SQL | 2\nE2 | Java | 4 | |", "Votes")
    rule = (
        "{table: ratings, sheet: Votes, columns: {employee: Who, skill: [Skill 1, Skill 2], level: [Level 1, Level 2]}}"
    )
    raw = table_by(rule, given)
    assert levels(raw) == [("E1", "Python", 3), ("E2", "Java", 4), ("E1", "SQL", 2), ("E2", None, None)]
    assert places(raw, "level") == ["C2", "C3", "E2", "E3"]


def test_a_matrix_names_what_stands_across_its_top() -> None:
    given = sheet("Who | Team | Python | SQL\nE1 | North | 3 | 4\nE2 | North | | 5", "Votes")
    raw = table_by("{table: ratings, sheet: Votes, columns: {employee: Who, unit: Team}, across: skill}", given)
    assert levels(raw) == [("E1", "Python", 3), ("E1", "SQL", 4), ("E2", "SQL", 5)]
    assert places(raw, "level") == ["C2", "D2", "D3"]


def test_a_matrix_may_have_rater_groups_across() -> None:
    given = sheet("Who | What | Own | Boss\nE1 | SQL | 3 | 4", "Votes")
    raw = table_by("{table: ratings, sheet: Votes, columns: {employee: Who, skill: What}, across: rater_group}", given)
    assert [row["rater_group"] for row in records(raw)] == ["Own", "Boss"]


# ---- where the table is


@pytest.mark.parametrize("header", ["", "header: 2, "])
def test_the_header_is_found_or_stated(header: str) -> None:
    assert len(levels(table_by(f"{{table: ratings, sheet: Votes, {header}{COLUMNS}}}", VOTES))) == 3


def test_a_table_may_have_no_header() -> None:
    given = sheet("E1 | SQL | 3\nE2 | SQL | 4", "Votes")
    rule = "{table: ratings, sheet: Votes, header: 0, columns: {employee: A, skill: B, level: C}}"
    assert levels(table_by(rule, given)) == [("E1", "SQL", 3), ("E2", "SQL", 4)]


def test_a_header_is_found_where_columns_go_by_letters() -> None:
    raw = table_by("{table: ratings, sheet: Votes, columns: {employee: A, skill: B, level: C}}", VOTES)
    assert [employee for employee, _, _ in levels(raw)] == ["E1", "E2", "E3"]


def test_a_header_may_have_two_rows() -> None:
    given = sheet(" | Technical | Technical\nWho | Python | SQL\nE1 | 3 | 4", "Votes")
    raw = table_by("{table: ratings, sheet: Votes, header: [1, 2], columns: {employee: Who}, across: skill}", given)
    assert levels(raw) == [("E1", "Python", 3), ("E1", "SQL", 4)]


def test_a_range_bounds_the_table() -> None:
    given = sheet("x | Who | What | Score\nx | E1 | SQL | 3\nx | E2 | SQL | 4\nx | E3 | SQL | 5", "Votes", at="B2")
    raw = table_by(f"{{table: ratings, sheet: Votes, range: 'C2:E4', {COLUMNS}}}", given)
    assert levels(raw) == [("E1", "SQL", 3), ("E2", "SQL", 4)]
    assert places(raw, "employee") == ["C3", "C4"]


@pytest.mark.parametrize("skip", ["[4]", "['4']", "['4-4']", "[4, 90]"])
def test_rows_may_be_skipped(skip: str) -> None:
    raw = table_by(f"{{table: ratings, sheet: Votes, skip: {skip}, {COLUMNS}}}", VOTES)
    assert [employee for employee, _, _ in levels(raw)] == ["E1", "E3"]


def test_records_may_be_columns() -> None:
    given = sheet("Who | E1 | E2\nWhat | Python | SQL\nScore | 3 | 4", "Votes")
    raw = table_by(f"{{table: ratings, sheet: Votes, records: columns, {COLUMNS}}}", given)
    assert levels(raw) == [("E1", "Python", 3), ("E2", "SQL", 4)]
    assert places(raw, "level") == ["B3", "C3"]


def test_records_that_are_columns_may_go_by_the_numbers_of_rows() -> None:
    given = sheet("Who | E1\nWhat | Python\nScore | 3", "Votes")
    rule = "{table: ratings, sheet: Votes, records: columns, columns: {employee: '1', skill: '2', level: '3'}}"
    assert levels(table_by(rule, given)) == [("E1", "Python", 3)]


def test_rows_that_are_no_records_are_left_out_of_an_import_too() -> None:
    given = sheet("Who | What | Score\nE1 | SQL | 3\nTotal | | 3", "Votes")
    [seen] = imported(f"{{table: ratings, sheet: Votes, {COLUMNS}}}", given).value
    assert seen.raw is not None
    assert levels(seen.raw) == [("E1", "SQL", 3)]
    assert said(seen.issues) == [("rows-are-totals", "A3")]


def test_faulty_cells_of_an_import_are_said() -> None:
    given = sheet("Who | What | Score\nE1 | SQL |", "Votes", faults={(1, 2): FaultyCell("error", "#REF!")})
    [seen] = imported(f"{{table: ratings, sheet: Votes, {COLUMNS}}}", given).value
    assert said(seen.issues) == [("cell-error", "C2")]


# ---- which rows, and what they say


@pytest.mark.parametrize(
    ("where", "people"),
    [
        ("where: {Kind: boss}", ["E2", "E3"]),
        ("where: {Kind: [own, BOSS]}", ["E1", "E2", "E3"]),
        ("where: {Score: 3}", ["E1"]),
        ("where: {Score: 3.0}", ["E1"]),
        ("where_not: {Kind: boss}", ["E1"]),
        ("where: {Kind: boss}, where_not: {Who: E3}", ["E2"]),
        ("where: {Kind: nobody}", []),
        ("where: {D: own}", ["E1"]),
    ],
)
def test_rows_are_chosen_by_their_cells(where: str, people: Sequence[str]) -> None:
    raw = table_by(f"{{table: ratings, sheet: Votes, {COLUMNS}, {where}}}", VOTES)
    assert [employee for employee, _, _ in levels(raw)] == list(people)


def test_a_value_may_be_fixed_for_all_records() -> None:
    raw = table_by(
        f"{{table: ratings, sheet: Votes, {COLUMNS}, fixed: {{rater_group: self, unit: '{{sheet name}}'}}}}", VOTES
    )
    assert {(row["rater_group"], row["unit"]) for row in records(raw)} == {("self", "Votes")}
    assert raw.place(0, "rater_group").cell is None


def test_a_fixed_value_may_name_the_file() -> None:
    given = sheet("What | Score\nSQL | 3", None, file="ann lee.csv")
    rule = "{table: ratings, columns: {skill: What, level: Score}, fixed: {employee: '{file name}'}}"
    assert levels(table_by(rule, given)) == [("ann lee", "SQL", "3")]


def test_cells_may_be_given_a_meaning() -> None:
    values = "values: {rater_group: {own: self, boss: manager}, level: {3: 1, 4: null}}"
    columns = "columns: {employee: Who, skill: What, level: Score, rater_group: Kind}"
    raw = table_by(f"{{table: ratings, sheet: Votes, {columns}, {values}}}", VOTES)
    assert [(row["rater_group"], row.get("level")) for row in records(raw)] == [
        ("self", 1),
        ("manager", None),
        ("manager", 2),
    ]


def test_ids_get_their_zeros_back() -> None:
    given = sheet("Who | What | Score\n7 | SQL | 3\n'12 | SQL | 3\nE7 | SQL | 3\n123456 | SQL | 3", "Votes")
    raw = table_by(f"{{table: ratings, sheet: Votes, {COLUMNS}, digits: {{employee: 5}}}}", given)
    assert [employee for employee, _, _ in levels(raw)] == ["00007", "00012", "E7", "123456"]


def test_two_kinds_of_rows_about_the_same_are_joined() -> None:
    """O*NET has a row for the level and a row for the importance of each skill of a job."""
    given = sheet(
        """
        Title | Element | Scale ID | Value
        Developer | Python | IM | 4
        Developer | Python | LV | 5
        Developer | SQL | LV | 2
        """,
        "Votes",
    )
    raw = table_by(
        "{table: requirements, sheet: Votes, where: {Scale ID: LV},"
        " columns: {role: Title, skill: Element, level: Value},"
        " join: {key: [Title, Element], where: {Scale ID: IM}, columns: {weight: Value}}}",
        given,
    )
    assert records(raw) == [
        {"role": "Developer", "skill": "Python", "level": 5, "weight": 4},
        {"role": "Developer", "skill": "SQL", "level": 2},
    ]
    assert raw.place(0, "weight").cell == "D2"


# ---- rules that do not fit


@pytest.mark.parametrize(
    ("rule", "key", "problem"),
    [
        ("columns: {employe: Who, skill: What, level: Score}", "columns", "employe is no field of ratings"),
        ("columns: {employee: Who, skill: What}", "columns", "ratings needs level too"),
        (f"{COLUMNS}, fixed: {{colour: red}}", "fixed", "colour is no field of ratings"),
        (f"{COLUMNS}, values: {{colour: {{a: b}}}}", "values", "colour is no field of ratings"),
        (f"{COLUMNS}, digits: {{colour: 5}}", "digits", "colour is no field of ratings"),
        ("columns: {employee: Who}, across: skil", "across", "skil is no field of ratings"),
        ("columns: {employee: Who}, across: level", "across", "ratings has no matrix with level across its top"),
        (f"{COLUMNS}, header: 90", "header", "90 is no filled row of Votes"),
        (f"{COLUMNS}, range: 'Z90:AA99'", "range", "Z90:AA99 holds no filled cell of Votes"),
        (
            f"{COLUMNS}, join: {{key: [Who], where: {{Kind: own}}, columns: {{colour: Kind}}}}",
            "join",
            "colour is no field",
        ),
    ],
)
def test_a_rule_that_does_not_fit_its_table_or_sheet_is_said(rule: str, key: str, problem: str) -> None:
    issue = refused(f"{{table: ratings, sheet: Votes, {rule}}}", VOTES)
    assert (issue.code, issue.values["key"]) == ("settings-invalid", key)
    assert in_english(issue.values["problem"]).startswith(problem)


def test_a_table_that_has_no_matrix_says_so() -> None:
    assert (
        refused("{table: skills, sheet: Votes, columns: {skill: What}, across: category}", VOTES).values["key"]
        == "across"
    )


def test_a_rule_that_fails_does_not_stop_the_next_one() -> None:
    good = f"{{table: ratings, sheet: Votes, {COLUMNS}}}"
    loaded = imported(f"{{table: ratings, sheet: Nope, {COLUMNS}}}, {good}", VOTES)
    assert ([issue.code for issue in loaded.issues], len(loaded.value)) == (["import-nothing-found"], 1)


# ---- long numbers as ids


def test_numbers_of_many_digits_are_told_apart() -> None:
    """Excel stores ids as numbers with a decimal point; seven digits and more are all meant."""
    rows = "1234567 | L | SQL | 4\n1234568 | L | SQL | 5\n1234567 | W | SQL | 2\n1234568 | W | SQL | 3"
    kinds = sheet(f"Pers | Kind | What | Score\n{rows}")
    one = "{table: ratings, columns: {employee: Pers, skill: What, level: Score}, where: {Pers: 1234567, Kind: L}}"
    assert levels(table_by(one, kinds)) == [(1234567.0, "SQL", 4.0)]
    joined = (
        "{table: requirements, columns: {employee: Pers, skill: What, level: Score}, where: {Kind: L}, "
        "join: {key: [Pers, What], where: {Kind: W}, columns: {weight: Score}}}"
    )
    assert [row["weight"] for row in records(table_by(joined, kinds))] == [2.0, 3.0]


def test_of_two_partners_with_one_key_the_first_counts() -> None:
    """And rows without a key join nothing."""
    kinds = sheet("Pers | Kind | Score\nE1 | L | 4\n | L | 5\nE1 | W | 2\nE1 | W | 3\n | W | 1")
    joined = (
        "{table: requirements, columns: {employee: Pers, level: Score}, fixed: {skill: SQL}, where: {Kind: L}, "
        "join: {key: [Pers], where: {Kind: W}, columns: {weight: Score}}}"
    )
    assert [row.get("weight", "") for row in records(table_by(joined, kinds))] == [2.0, ""]
