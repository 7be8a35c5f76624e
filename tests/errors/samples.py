"""The smallest engagement that provokes each issue, with the sentence that must come of it, in the order of SEVERITY.

A table is written as it looks: columns parted by `|`, numbers and texts as typed, `'007` a number stored as text,
`=1/0 → #DIV/0!` a formula with the value that Excel saved for it, `=C3-1 →` a formula whose value was never saved.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Literal

from skillreport.rules.claims import load_claims
from tests.errors import files
from tests.errors.files import Cell, Files, Formula

SETTINGS = """\
client: Acme
period: 2026-Q3
workbook: acme.xlsx
"""
WITH_CHART = SETTINGS + "org_chart: org.xlsx\n"
WITH_CSV = SETTINGS.replace("acme.xlsx", "[acme.xlsx, ratings.csv]")
HTML_ONLY = SETTINGS + "formats: [html]\n"
PDF_ONLY = SETTINGS + "formats: [pdf]\n"

OWN_FONT = Path(__file__).resolve().parents[2] / "templates" / "fonts" / "sr-sans-400.woff2"
FONT = """\
typography:
  fonts:
    - family: Acme Sans
      files:
        - path: acme.woff2
      source: file
  base: Acme Sans
"""

SKILLS = """
    Skill     | Category
    Python    | hard
    Listening | soft
"""
RATINGS = """
    Employee | Skill     | Level | Date
    E1       | Python    | 3     | 2026-09-01
    E2       | Listening | 4     | 2026-09-01
"""
ORG_CHART = """
    Employee ID | Name | Manager ID | Role      | Career level
    E1          | Ann  |            | Director  | manager
    E2          | Bob  | E1         | Developer | senior
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """An engagement with one thing wrong, and what must be said about it.

    `shows`: what is wrong, for the catalogue. `at`: the place as printed; `again_at`: where the same is said once more.
    `also`: other codes that come with it.
    """

    shows: str
    files: Files
    at: str
    says: str
    hint: str
    again_at: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    exit_code: int = 0
    command: Literal["check", "build"] = "check"


def acme(settings: str | None = None, org_chart: str | None = None, more: Files | None = None, **sheets: str) -> Files:
    """A faultless small engagement, in which the given settings, sheets and files replace or join the good ones."""
    tables = {"skills": SKILLS, "ratings": RATINGS, **sheets}
    workbook = files.xlsx({name.replace("_", " ").capitalize(): table(text) for name, text in tables.items() if text})
    chart = {"org.xlsx": files.xlsx({"Org chart": table(org_chart)})} if org_chart else {}
    stated = settings or (WITH_CHART if org_chart else SETTINGS)
    return {"engagement.yml": stated, "acme.xlsx": workbook, **chart, **(more or {})}


def branded(brand: str, more: Files | None = None) -> Files:
    """The small engagement with a `_brand.yml`, and files that it names."""
    return acme(HTML_ONLY + "brand: _brand.yml\n", more={"_brand.yml": brand, **(more or {})})


def compared(said: str = "", more: Files | None = None, **sheets: str) -> Files:
    """The small engagement with one of an earlier period beside it. `said`: more settings of that; `sheets`: its
    sheets that replace or join the good ones."""
    before = "previous:\n- period: 2026-Q2\n  workbook: before.xlsx\n" + (f"  {said}\n" if said else "")
    tables = {"skills": SKILLS, "ratings": RATINGS.replace("2026-09", "2026-06"), **sheets}
    workbook = files.xlsx({name.capitalize(): table(text) for name, text in tables.items()})
    return acme(SETTINGS + before, more={"before.xlsx": workbook, **(more or {})})


def table(text: str) -> list[list[Cell | Formula]]:
    """Rows of a table that is written as it looks."""
    return [[_cell(cell.strip()) for cell in line.split("|")] for line in text.strip("\n ").split("\n")]


def _cell(text: str) -> Cell | Formula:
    if text.startswith("="):
        formula, _, saved = text.partition("→")
        return Formula(formula.strip(), saved.strip())
    if text.startswith("'"):
        return text[1:]
    try:
        number = float(text)
    except ValueError:
        return text or None
    return number if isfinite(number) else text


FILES: Mapping[str, Sample] = {
    "file-missing": Sample(
        shows="engagement.yml names a workbook that is not there",
        files=acme(more={"acme.xlsx": None}),
        at="engagement.yml",
        says="acme.xlsx does not exist",
        hint="Check the name and the folder; names in engagement.yml are relative to its folder.",
        exit_code=2,
    ),
    "file-unreadable": Sample(
        shows="a workbook of which only the first half was copied",
        files=acme(more={"acme.xlsx": files.xlsx({"Ratings": table(RATINGS)})[:2000]}),
        at="acme.xlsx",
        says="acme.xlsx is damaged or is no workbook",
        hint="Open it in Excel or LibreOffice, save it as .xlsx and try again.",
        exit_code=1,
    ),
    "file-encrypted": Sample(
        shows="a workbook that Excel saved under a password",
        files=acme(more={"acme.xlsx": files.encrypted_xlsx()}),
        at="acme.xlsx",
        says="acme.xlsx is protected by a password",
        hint="Open it in Excel, remove the password under File, Info, Protect Workbook, and save it.",
        exit_code=1,
    ),
    "file-wrong-type": Sample(
        shows="a PDF with the name of a workbook",
        files=acme(more={"acme.xlsx": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"}),
        at="acme.xlsx",
        says="acme.xlsx is a PDF, not a workbook",
        hint="Give an .xlsx, .xlsm, .xls, .xlsb, .ods, .csv, .tsv or .txt file; what Excel can open it can save as "
        ".xlsx.",
        exit_code=1,
    ),
    "file-too-large": Sample(
        shows="a small file that claims to unpack to more than 1 GB",
        files=acme(more={"acme.xlsx": files.zip_bomb(1_000_000_001)}),
        at="acme.xlsx",
        says="acme.xlsx is larger than 1000 MB unpacked",
        hint="Delete empty rows and columns behind the data (Ctrl+End shows where it ends), or split the file and "
        "list its parts under workbook in engagement.yml.",
        exit_code=1,
    ),
    "file-part-twice": Sample(
        shows="a workbook put together by a program, with two parts for one sheet",
        files=acme(
            more={"acme.xlsx": files.repacked(files.xlsx({"Ratings": table(RATINGS)}), {}, "xl/worksheets/sheet1.xml")}
        ),
        at="acme.xlsx",
        says="acme.xlsx holds the part xl/worksheets/sheet1.xml twice, so that programs may read it differently",
        hint="Ask the sender for a fresh file. If you trust this one, open it in Excel and save it under a new name.",
        exit_code=1,
    ),
    "file-doctype": Sample(
        shows="a workbook whose first sheet begins with `<!DOCTYPE`",
        files=acme(
            more={
                "acme.xlsx": files.repacked(
                    files.xlsx({"Ratings": table(RATINGS)}),
                    {"xl/worksheets/sheet1.xml": b'<?xml version="1.0"?><!DOCTYPE worksheet><worksheet/>'},
                )
            }
        ),
        at="acme.xlsx",
        says="acme.xlsx declares a document type, which no spreadsheet program does",
        hint="Ask the sender for a fresh file. If you trust this one, open it in Excel and save it under a new name.",
        exit_code=1,
    ),
    "file-ratio": Sample(
        shows="a file of 100 kB that claims to unpack to 150 MB",
        files=acme(more={"acme.xlsx": files.zip_bomb(150_000_000, 100_000)}),
        at="acme.xlsx",
        says="acme.xlsx unpacks to 1500 times its size, as files do that are meant to harm",
        hint="Ask the sender for a fresh file. If you trust this one, open it in Excel and save it under a new name.",
        exit_code=1,
    ),
    "sheet-unreadable": Sample(
        shows="a workbook of which one sheet breaks off",
        files=acme(
            more={
                "acme.xlsx": files.repacked(
                    files.xlsx({"Skills": table(SKILLS), "Ratings": table(RATINGS), "Courses": []}),
                    {"xl/worksheets/sheet3.xml": b"<worksheet><sheetData><row"},
                )
            }
        ),
        at="acme.xlsx: 'Courses'",
        says="sheet Courses is damaged",
        hint="Open the file in Excel or LibreOffice, save it as .xlsx and try again.",
        exit_code=1,
    ),
    "quote-open": Sample(
        shows="a CSV file with a comment that begins with a quotation mark",
        files=acme(
            WITH_CSV,
            ratings="",
            more={
                "ratings.csv": "Employee,Skill,Level,Date,Comment\n"
                'E1,Python,3,2026-09-01,"quick\nE2,Python,3,2026-09-01,slow\n'
            },
        ),
        at="ratings.csv: A2",
        says="the row has a quotation mark that is never closed; it is read as a letter",
        hint="Remove the quotation mark or close it, or save the file as CSV from Excel once more.",
    ),
    "row-too-long": Sample(
        shows="a CSV file with a comma inside a comment",
        files=acme(
            WITH_CSV,
            ratings="",
            more={
                "ratings.csv": "Employee,Skill,Level,Date,Comment\n"
                "E1,Python,3,2026-09-01,quick, thorough\nE2,Python,3,2026-09-01,slow\n"
            },
        ),
        at="ratings.csv: F2",
        says="the row has 6 fields, the header 5",
        hint="A value that holds the separator needs quotation marks around it, else what follows stands in the "
        "wrong column.",
    ),
    "workbook-empty": Sample(
        shows="a workbook without a filled cell",
        files=acme(more={"acme.xlsx": files.xlsx({"Sheet1": []})}),
        at="acme.xlsx",
        says="acme.xlsx has no filled cell",
        hint="Check that the right file was saved.",
        exit_code=1,
    ),
    "sheet-not-recognised": Sample(
        shows="a sheet that is none of the tables",
        files=acme(
            holidays="""
                Day        | Occasion
                2026-12-25 | Christmas
            """
        ),
        at="acme.xlsx: 'Holidays'!A1:B2",
        says="sheet Holidays is not one of the tables the report reads: no header of it is known",
        hint="Nothing to do if it is not meant to be read; else name it after a table, for example Ratings.",
    ),
    "sheet-without-headers": Sample(
        shows="a sheet with nothing but numbers",
        files=acme(
            budget="""
                1200 | 1300 | 1250
                 900 |  950 |  910
                 300 |  310 |  280
            """
        ),
        at="acme.xlsx: 'Budget'",
        says="sheet Budget has no row that looks like headers",
        hint="Nothing to do if it is not meant to be read; else put a row of headers above its rows.",
    ),
    "table-incomplete": Sample(
        shows="a sheet named Survey with people and skills, and answers instead of levels",
        files=acme(
            survey="""
                Employee | Skill     | Answer
                E1       | Python    | 3
                E2       | Listening | 4
            """
        ),
        at="acme.xlsx: 'Survey'!A1:C3",
        says="the columns Employee, Skill come closest to the table Ratings, which also needs Level",
        hint="Nothing to do if it is not meant to be read; else add the column, or map it under import: "
        "skillreport inspect writes a start.",
    ),
    "matrix-not-told": Sample(
        shows="a sheet named Team with people and columns that are no skills",
        files=acme(
            team="""
                Employee | Desk | Locker | Car park
                E1       | 14   | 3      | 7
                E2       | 15   | 4      | 8
            """
        ),
        at="acme.xlsx: 'Team'!A1:D3",
        says="with Employee down the side it could be a matrix, but no other table knows the names across its top: "
        "Desk, Locker, Car park",
        hint="Nothing to do if it is not meant to be read; else name the sheet after its table, for example "
        "Ratings, or map it under import: skillreport inspect writes a start.",
    ),
    "table-again": Sample(
        shows="a sheet named Last year beside the sheet Ratings, with the same headers",
        files=acme(
            last_year="""
                Employee | Skill     | Level | Date
                E1       | Python    | 2     | 2025-09-01
                E2       | Listening | 3     | 2025-09-01
            """
        ),
        at="acme.xlsx: 'Last year'",
        says="sheet Last year looks like Ratings too, but sheet Ratings has that name and is read",
        hint="Nothing to do if it is a copy or an earlier period; to read both, map both under import.",
    ),
    "table-by-headers": Sample(
        shows="ratings on a sheet named Export",
        files=acme(ratings="", export=RATINGS),
        at="acme.xlsx: 'Export'",
        says="sheet Export is read as Ratings by its headers",
        hint="Nothing to do if that is right; else rename its headers, or map it under import.",
    ),
    "rows-are-totals": Sample(
        shows="an average below the people",
        files=acme(
            ratings="""
                Employee | Python | Listening
                E1       | 3      | 4
                E2       | 5      | 3
                Average  | 4      | 3.5
            """
        ),
        at="acme.xlsx: 'Ratings'!A4",
        says="rows left out as sums or averages: 4",
        hint="Nothing to do if that is right; else change the text in their first cell.",
        also=("ratings-undated",),
    ),
    "rows-are-limits": Sample(
        shows="a row with targets above the people",
        files=acme(
            ratings="""
                Employee | Python | Listening
                Target   | 4      | 4
                E1       | 3      | 4
                E2       | 5      | 3
            """
        ),
        at="acme.xlsx: 'Ratings'!A2",
        says="rows left out as thresholds or targets: 2",
        hint="Nothing to do if that is right; else change the text in their first cell.",
        also=("ratings-undated",),
    ),
    "rows-are-notes": Sample(
        shows="a note below the ratings",
        files=acme(ratings=RATINGS + "    Note: as agreed with the works council.\n"),
        at="acme.xlsx: 'Ratings'!A4",
        says="rows left out as notes: 4",
        hint="Nothing to do if that is right; else change the text in their first cell.",
    ),
    "rows-are-headings": Sample(
        shows="a department's name in a row of its own",
        files=acme(
            ratings="""
                Employee | Skill     | Level | Date
                Sales    |           |       |
                E1       | Python    | 3     | 2026-09-01
                E2       | Listening | 4     | 2026-09-01
            """
        ),
        at="acme.xlsx: 'Ratings'!A2",
        says="rows left out as headings: 2",
        hint="Nothing to do if that is right; else fill their other cells. What they say about the rows below is "
        "not read.",
    ),
    "rows-are-slots": Sample(
        shows="a form with numbered rows, of which two are filled",
        files=acme(
            ratings="""
                Employee | Skill     | Level | Date
                1        | Python    | 3     | 2026-09-01
                2        | Listening | 4     | 2026-09-01
                3        |           |       |
                4        |           |       |
            """
        ),
        at="acme.xlsx: 'Ratings'!A4",
        says="rows left out as empty, only their number is filled: 4, 5",
        hint="Nothing to do.",
    ),
    "rows-repeat-header": Sample(
        shows="a header that comes again in row 3, as on each printed page",
        files=acme(
            ratings="""
                Employee | Skill     | Level | Date
                E1       | Python    | 3     | 2026-09-01
                Employee | Skill     | Level | Date
                E2       | Listening | 4     | 2026-09-01
            """
        ),
        at="acme.xlsx: 'Ratings'!A3",
        says="rows left out as the header once more: 3",
        hint="Nothing to do.",
    ),
    "columns-ignored": Sample(
        shows="columns Salary and Born beside the ratings",
        files=acme(
            ratings="""
                Employee | Skill  | Level | Date       | Salary | Born
                E1       | Python | 3     | 2026-09-01 | 50000  | 1990-01-01
            """
        ),
        at="acme.xlsx: 'Ratings'",
        says="columns that are not read: Salary, Born",
        hint="Nothing to do if they are not meant for the report; they reach no output.",
    ),
    "column-missing": Sample(
        shows="a sheet Training whose column Hours is headed Hous",
        files=acme(
            training="""
                Employee | Programme | Start date | Category | Hous
                E1       | Python 1  | 2026-07-01 | hard     | 8
            """
        ),
        at="acme.xlsx: 'Training'!A1",
        says="table Training has no column Hours; did you mean Hous?",
        hint="Add the column or rename an existing one to Hours.",
        exit_code=1,
    ),
    "column-twice": Sample(
        shows="two columns Level",
        files=acme(
            ratings="""
                Employee | Skill  | Level | Date       | Level
                E1       | Python | 3     | 2026-09-01 | 4
            """
        ),
        at="acme.xlsx: 'Ratings'!E1",
        says="column Level stands twice",
        hint="Keep one of the two; the first is read.",
    ),
    "header-near-miss": Sample(
        shows="a column Rater grup",
        files=acme(
            ratings="""
                Employee | Skill  | Level | Date       | Rater grup
                E1       | Python | 3     | 2026-09-01 | self
            """
        ),
        at="acme.xlsx: 'Ratings'!E1",
        says="column Rater grup is not known",
        hint="If it is meant to be Rater group, rename it to that.",
    ),
    "matrix-header-unknown": Sample(
        shows="a matrix of ratings with a column Pyton",
        files=acme(
            ratings="""
                Employee | Date       | Pyton | Listening
                E1       | 2026-09-01 | 3     | 4
            """
        ),
        at="acme.xlsx: 'Ratings'!C1",
        says="column Pyton is no skill of the Skills table; did you mean Python?",
        hint="Add Pyton to the Skills table or correct the header.",
        exit_code=1,
    ),
}

DEFAULT_ROW = "- {soft: 50, hard: 50, status: client, source: Board}"


def own_table(*rows: str) -> Files:
    """The engagement with a mix table of the client's own."""
    return acme(SETTINGS + "mix: {table: mix.yml}\n", more={"mix.yml": "\n".join([*rows, ""])})


SETTINGS_SAMPLES: Mapping[str, Sample] = {
    "settings-invalid": Sample(
        shows="`privacy_threshold: 0` in line 4 of engagement.yml",
        files=acme(SETTINGS + "privacy_threshold: 0\n"),
        at="engagement.yml:4",
        says="privacy_threshold: should be greater than or equal to 1, not 0",
        hint="Correct the value; the README lists what each key may hold.",
        exit_code=2,
    ),
    "settings-unknown-key": Sample(
        shows="`tolerance: 5` in line 5 of engagement.yml, under mix",
        files=acme(SETTINGS + "mix:\n  tolerance: 5\n"),
        at="engagement.yml:5",
        says="tolerance is not a setting",
        hint="Known keys here: adjustments, blend_with_gaps, measure, overrides, table, tolerance_points, "
        "unit_industries.",
        exit_code=2,
    ),
    "settings-not-yaml": Sample(
        shows="a tab at the start of line 5 of engagement.yml",
        files=acme(SETTINGS + "mix:\n\tmeasure: money\n"),
        at="engagement.yml:5",
        says="the file is not valid YAML: found character '\\t' that cannot start any token",
        hint="Look at this line and the one before: often a colon, a quote or the indentation.",
        exit_code=2,
    ),
    "import-nothing-found": Sample(
        shows="a rule under import for a sheet that no file has",
        files=acme(SETTINGS + "import: [{table: ratings, sheet: Votes, columns: {employee: A, skill: B, level: C}}]\n"),
        at="engagement.yml: import 1",
        says="no sheet fits Votes",
        hint="Correct file or sheet in the rule; the files have: acme.xlsx Skills, acme.xlsx Ratings.",
        exit_code=1,
    ),
    "import-unclear": Sample(
        shows="a rule under import that names neither file nor sheet, where the file has two sheets",
        files=acme(SETTINGS + "import: [{table: ratings, columns: {employee: A, skill: B, level: C}}]\n"),
        at="engagement.yml: import 1",
        says="the rule names no sheet, and there are several: Skills, Ratings",
        hint="Add sheet to the rule, with a name, a pattern such as Team *, or a list.",
        exit_code=1,
    ),
    "import-column-unknown": Sample(
        shows="a rule under import that names a column Levl",
        files=acme(
            SETTINGS
            + "import: [{table: ratings, sheet: Ratings, columns: {employee: Employee, skill: Skill, level: Levl}}]\n"
        ),
        at="engagement.yml: import 1",
        says="acme.xlsx Ratings has no column Levl; did you mean Level?",
        hint="Use a header of the sheet, or the letters of a column. It has: Employee, Skill, Level, Date.",
        exit_code=1,
    ),
    "industry-unknown": Sample(
        shows="`industry: helthcare` in engagement.yml",
        files=acme(SETTINGS + "industry: helthcare\n"),
        at="engagement.yml:4",
        says="industry: helthcare is not an industry of the mix table; did you mean healthcare?",
        hint="Write one of: technology, professional services, healthcare, other. "
        "The last one applies the rows for any other industry.",
        exit_code=2,
    ),
    "override-without-target": Sample(
        shows="a mix override for the role Pilot, which nobody holds",
        files=acme(
            WITH_CHART + "mix: {overrides: [{role: Pilot, soft: 70, reason: customers}]}\n", org_chart=ORG_CHART
        ),
        at="engagement.yml:5",
        says="the mix override for role Pilot fits nobody in the files",
        hint="Correct the name in engagement.yml or remove the override.",
        also=("manager-match",),
    ),
    "override-twice": Sample(
        shows="two mix overrides for the role Developer",
        files=acme(
            WITH_CHART
            + "mix:\n  overrides:\n  - {role: Developer, soft: 40, reason: head of IT}\n"
            + "  - {role: developer, soft: 60, reason: head of training}\n",
            org_chart=ORG_CHART,
        ),
        at="engagement.yml:8",
        says="the mix override for role developer stands twice",
        hint="Keep one of them; the first counts.",
        also=("manager-match",),
    ),
    "industry-without-unit": Sample(
        shows="an industry for the unit Developmnet, in the place of Development",
        files=acme(
            WITH_CHART + "mix: {unit_industries: {Developmnet: technology}}\n",
            org_chart="""
                Employee ID | Name | Manager ID | Role      | Career level | Department
                E1          | Ann  |            | Director  | manager      | Development
                E2          | Bob  | E1         | Developer | senior       | Development
            """,
        ),
        at="engagement.yml:5",
        says="mix.unit_industries: unit Developmnet is not in the files; did you mean Development?",
        hint="Write the unit as in the org chart, or remove it.",
        also=("manager-match",),
    ),
    "previous-not-earlier": Sample(
        shows="2026-Q4 as an earlier period of 2026-Q3",
        files={
            name: data.replace("2026-Q2", "2026-Q4") if isinstance(data, str) else data
            for name, data in compared().items()
        },
        at="engagement.yml:5",
        says="previous: 2026-Q4 ends on 31 December 2026, not before the as-of date 30 September 2026",
        hint="Correct the period, or remove it from previous: only earlier periods can be compared.",
    ),
    "previous-scale-differs": Sample(
        shows="an earlier workbook on a scale of 0 to 10 beside today's 1 to 5, without a mapping of levels",
        files=compared(scale="Level | Label\n0 | None\n10 | All"),
        at="engagement.yml:5",
        says="the scale of 2026-Q2 is 0 to 10, today's is 1 to 5",
        hint="Say under previous: levels which level then is which level today; "
        "without it that period is not compared.",
    ),
    "previous-levels-incomplete": Sample(
        shows="`levels: {0: 1, 8: 5}` for an earlier scale of 0 to 10",
        files=compared("levels: {0: 1, 8: 5}", scale="Level | Label\n0 | None\n10 | All"),
        at="engagement.yml:5",
        says="previous: levels for 2026-Q2 leaves out level 10, an end of the scale then",
        hint="Map the lowest and the highest level of the scale then.",
    ),
    "previous-skill-unknown": Sample(
        shows="`skills: {Listening: Lisening}` under previous",
        files=compared("skills: {Listening: Lisening}"),
        at="engagement.yml:5",
        says="previous: skills for 2026-Q2: skill Lisening is not among those of 2026-Q3; did you mean Listening?",
        hint="Write the name as in the Skills table.",
        also=("previous-skills-unmatched",),
    ),
    "previous-skills-unmatched": Sample(
        shows="an earlier workbook with the skill Pascal, which is gone",
        files=compared(skills=SKILLS + "    Pascal | hard"),
        at="engagement.yml:5",
        says="1 skill of 2026-Q2 is not among today's: Pascal",
        hint="Nothing to do if they were dropped; if they were renamed, map them under previous: skills.",
    ),
    "previous-people-unmatched": Sample(
        shows="an earlier workbook under other employee ids",
        files=compared(ratings=RATINGS.replace("E1", "1001").replace("E2", "1002").replace("2026-09", "2026-06")),
        at="engagement.yml:5",
        says="only 0 of the 2 people of 2026-Q2 are known today",
        hint="Check whether employee ids changed between the files; people are matched by id.",
    ),
    "printed-unreadable": Sample(
        shows="`figures: issues.json` under previous, which is no list of figures",
        files=compared("figures: issues.json", more={"issues.json": "{}"}),
        at="issues.json",
        says="issues.json is not the figures.json of a report",
        hint="Name the file figures.json from the folder consultant of the earlier report under previous: figures.",
    ),
    "mix-shares": Sample(
        shows="a mix table of the client's own with a row whose shares are no whole",
        files=own_table("- {career_level: senior, soft: 60, hard: 30, status: client, source: Board}", DEFAULT_ROW),
        at="mix.yml:1",
        says="soft 60 and hard 30 add up to 90, not to 100",
        hint="Write both shares in percent; together they are the whole training.",
        exit_code=2,
    ),
    "mix-rows-tie": Sample(
        shows="a mix table with two rows for seniors in banking",
        files=own_table(
            "- {industry: banking, career_level: senior, soft: 60, hard: 40, status: client, source: Board}",
            DEFAULT_ROW,
            "- {industry: Banking, career_level: senior, soft: 50, hard: 50, status: client, source: Board}",
        ),
        at="mix.yml:3",
        says="Banking, senior has a row already, in line 1",
        hint="Keep one of the two rows: which of them counts would be chance.",
        exit_code=2,
    ),
    "mix-id-twice": Sample(
        shows="a mix table with two rows of the id staff",
        files=own_table(
            "- {id: staff, career_level: entry, soft: 40, hard: 60, status: client, source: Board}",
            "- {id: staff, career_level: senior, soft: 60, hard: 40, status: client, source: Board}",
            DEFAULT_ROW,
        ),
        at="mix.yml:2",
        says="the id staff has a row already, in line 1",
        hint="Give one of the two rows another id, or leave it out.",
        exit_code=2,
    ),
    "mix-default-missing": Sample(
        shows="a mix table with a row for seniors and none for all others",
        files=own_table("- {career_level: senior, soft: 60, hard: 40, status: client, source: Board}"),
        at="mix.yml:1",
        says="no row applies to people whose industry and career level have none",
        hint="Add a row without industry and career_level: soft, hard, status and source.",
        exit_code=2,
    ),
    "programme-not-found": Sample(
        shows="a benefit for the programme SQL clases, in the place of SQL classes",
        files=acme(
            SETTINGS + "programmes: [{name: SQL clases, benefit: 9000, attribution: 0.5, confidence: 0.8}]\n",
            Training="""
                Employee | Programme   | Start date | Hours | Category
                E1       | SQL classes | 2026-05-04 | 8     | hard
            """,
        ),
        at="engagement.yml:4",
        says="programmes: SQL clases is in neither the training log nor the course catalogue; "
        "did you mean SQL classes?",
        hint="Write the programme as in the table Training or Courses, or remove it.",
    ),
    "programme-without-metric": Sample(
        shows="a programme that aims at Retentoin, in the place of Retention",
        files=acme(
            SETTINGS + "programmes: [{name: SQL classes, metric: Retentoin}]\n",
            Training="""
                Employee | Programme   | Start date | Hours | Category
                E1       | SQL classes | 2026-05-04 | 8     | hard
            """,
        ),
        at="engagement.yml:4",
        says="programmes: SQL classes aims at Retentoin, which has no definition; did you mean Retention?",
        hint="Use a name from `skillreport rules`, or define it under metrics in engagement.yml.",
    ),
    "rule-invalid": Sample(
        shows="a metric of the client's own that has an id and nothing else",
        files=acme(SETTINGS + "metrics: [{id: tickets}]\n"),
        at="engagement.yml:4",
        says="metrics.tickets needs at least name and arithmetic",
        hint="Complete the definition; the README shows an example.",
        exit_code=2,
    ),
    "metric-defined-twice": Sample(
        shows="a metric of the client's own with the name of one of the method",
        files=acme(SETTINGS + "metrics:\n- {id: staying, name: Retention, arithmetic: ratio}\n"),
        at="engagement.yml:5",
        says="metrics.staying has the id or the name of another metric: retention",
        hint="Keep one of them, or give it an id and a name of its own; the list of `skillreport rules` has all.",
        exit_code=2,
    ),
    "metric-in-percent": Sample(
        shows="a target of a share that was typed as a percentage",
        files=acme(SETTINGS + "metrics:\n- {id: retention, target: 85}\n"),
        at="engagement.yml:5",
        says="metrics.retention: target 85 is more than any share",
        hint="A share is written from 0 to 1: write 0.85, or another unit.",
        exit_code=2,
    ),
    "as-of-assumed": Sample(
        shows="neither period nor as_of in engagement.yml; the newest rating is of 1 September 2026",
        files=acme("client: Acme\nworkbook: acme.xlsx\n"),
        at="engagement.yml",
        says="no period and no as-of date is set: everything is judged as of 1 September 2026, the newest rating",
        hint="Set period or as_of if another day is meant.",
    ),
    "as-of-unknown": Sample(
        shows="neither period nor as_of in engagement.yml, and ratings without dates",
        files=acme(
            "client: Acme\nworkbook: acme.xlsx\n",
            ratings="""
                Employee | Skill  | Level
                E1       | Python | 3
            """,
        ),
        at="engagement.yml",
        says="no period is set and no rating has a date, so nothing says as of when the report speaks",
        hint="Set period in engagement.yml or give --period, for example 2026-Q3.",
        exit_code=1,
    ),
}

CELLS: Mapping[str, Sample] = {
    "cell-error": Sample(
        shows="a level that is a formula with the error #DIV/0!",
        files=acme(
            ratings="""
                Employee | Skill     | Level           | Date
                E1       | Python    | =1/0 → #DIV/0!  | 2026-09-01
                E1       | Listening | 3               | 2026-09-01
            """
        ),
        at="acme.xlsx: 'Ratings'!C2",
        says="the cell holds the error #DIV/0!",
        hint="Repair the formula in Excel, or type the value.",
        exit_code=1,
    ),
    "formula-without-value": Sample(
        shows="a level that is a formula, in a file that a program wrote and Excel never saved",
        files=acme(
            ratings="""
                Employee | Skill     | Level   | Date
                E1       | Python    | =C3-1 → | 2026-09-01
                E1       | Listening | 3       | 2026-09-01
            """
        ),
        at="acme.xlsx: 'Ratings'!C2",
        says="the cell holds a formula whose value was never saved",
        hint="Open the file in Excel, save it, and try again.",
        exit_code=1,
    ),
    "value-missing": Sample(
        shows="a rating without employee",
        files=acme(
            ratings="""
                Employee | Skill  | Level | Date
                E1       | Python | 3     | 2026-09-01
                         | Python | 4     | 2026-09-01
            """
        ),
        at="acme.xlsx: 'Ratings'!A3",
        says="Employee is blank",
        hint="Fill the cell or delete the row.",
        exit_code=1,
    ),
    "value-not-a-number": Sample(
        shows="`eight` in the column Hours",
        files=acme(
            training="""
                Employee | Programme | Start date | Hours | Category
                E1       | Python 1  | 2026-07-01 | eight | hard
            """
        ),
        at="acme.xlsx: 'Training'!D2",
        says="eight in Hours is not a number",
        hint="Type a number, or clear the cell.",
        exit_code=1,
    ),
    "decimal-comma": Sample(
        shows="the level `3,5` as text, where numbers look like 3.5",
        files=acme(
            ratings="""
                Employee | Skill     | Level | Date
                E1       | Python    | 3,5   | 2026-09-01
                E2       | Listening | 4     | 2026-09-01
            """
        ),
        at="acme.xlsx: 'Ratings'!C2",
        says="3,5 in Level has a comma where numbers look like 3.5",
        hint="Set decimal_comma: true in engagement.yml, or write the number with a point.",
        exit_code=1,
    ),
    "value-out-of-range": Sample(
        shows="-8 hours",
        files=acme(
            training="""
                Employee | Programme | Start date | Hours | Category
                E1       | Python 1  | 2026-07-01 | -8    | hard
            """
        ),
        at="acme.xlsx: 'Training'!D2",
        says="-8 in Hours is out of range: it must be 0 or more",
        hint="Correct the value.",
        exit_code=1,
    ),
    "value-unknown": Sample(
        shows="`suft` in the column Category",
        files=acme(
            training="""
                Employee | Programme | Start date | Hours | Category | Soft share
                E1       | Talks     | 2026-07-01 | 8     | suft     | 50
            """
        ),
        at="acme.xlsx: 'Training'!E2",
        says="suft in Category is not one of: hard, soft; did you mean soft?",
        hint="Use one of the listed values.",
        exit_code=1,
    ),
    "date-invalid": Sample(
        shows="31 September",
        files=acme(
            ratings="""
                Employee | Skill     | Level | Date
                E1       | Python    | 3     | 2026-09-31
            """
        ),
        at="acme.xlsx: 'Ratings'!D2",
        says="2026-09-31 in Date is not a date",
        hint="Use a date cell, or text such as 2026-09-30.",
        also=("ratings-undated",),
        exit_code=1,
    ),
    "date-ambiguous": Sample(
        shows="03/04/2026, which is 3 April or 4 March",
        files=acme(
            ratings="""
                Employee | Skill     | Level | Date
                E1       | Python    | 3     | 03/04/2026
            """
        ),
        at="acme.xlsx: 'Ratings'!D2",
        says="03/04/2026 in Date may be day-month or month-day",
        hint="Set date_order in engagement.yml to day first or month first, or use date cells.",
        also=("ratings-undated",),
        exit_code=1,
    ),
    "period-invalid": Sample(
        shows="a metric for the period Q5 2026",
        files=acme(
            metrics="""
                Metric    | Period  | Value
                Retention | Q5 2026 | 0.9
            """
        ),
        at="acme.xlsx: 'Metrics'!B2",
        says="Q5 2026 in Period is not a period",
        hint="Write 2026-Q3, 2026-09 or 2026.",
        exit_code=1,
    ),
    "share-too-large": Sample(
        shows="a pass rate of 90 percent typed as 90",
        files=acme(
            metrics="""
                Metric          | Period  | Value
                Project success | 2026-Q3 | 90
            """
        ),
        at="acme.xlsx: 'Metrics'!C2",
        says="Value 90 would be 9000 percent",
        hint="Write a share as 95% or 0.95; with Numerator and Denominator, check that they are not swapped.",
        exit_code=1,
    ),
    "level-outside-scale": Sample(
        shows="level 7 where the scale ends at 5",
        files=acme(
            ratings="""
                Employee | Skill  | Level | Date
                E1       | Python | 7     | 2026-09-01
                E2       | Python | 3     | 2026-09-01
            """
        ),
        at="acme.xlsx: 'Ratings'!C2",
        says="level 7 is outside the scale 1 to 5",
        hint="Correct the level, or extend the scale: in the Scale table or under scale in engagement.yml.",
        exit_code=1,
    ),
    "level-unknown": Sample(
        shows="`Guru` as a level",
        files=acme(
            ratings="""
                Employee | Skill  | Level | Date
                E1       | Python | Guru  | 2026-09-01
                E2       | Python | 3     | 2026-09-01
            """
        ),
        at="acme.xlsx: 'Ratings'!C2",
        says="Guru is not a level of the scale",
        hint="Use a number or one of the labels: Novice, Basic, Proficient, Advanced, Expert.",
        exit_code=1,
    ),
}

RATED: Mapping[str, Sample] = {
    "ratings-missing": Sample(
        shows="a workbook with skills only",
        files=acme(ratings=""),
        at="acme.xlsx",
        says="no table of ratings was found",
        hint="The report needs one sheet named Ratings with the columns Employee, Skill and Level.",
        exit_code=1,
    ),
    "ratings-empty": Sample(
        shows="a sheet Ratings with headers only",
        files=acme(ratings="    Employee | Skill | Level | Date\n"),
        at="acme.xlsx",
        says="the table of ratings has no rating that can be used",
        hint="Fill the sheet Ratings: one row per person, skill and rater.",
        exit_code=1,
    ),
    "skill-unknown": Sample(
        shows="a rating of Pyton",
        files=acme(
            ratings="""
                Employee | Skill  | Level | Date
                E1       | Pyton  | 3     | 2026-09-01
                E2       | Python | 3     | 2026-09-01
            """
        ),
        at="acme.xlsx: 'Ratings'!B2",
        says="skill Pyton is not in the Skills table; did you mean Python?",
        hint="Correct the name, or add the skill to the Skills table.",
        exit_code=1,
    ),
    "skill-twice": Sample(
        shows="Python in two rows of the Skills table",
        files=acme(
            skills="""
                Skill     | Category
                Python    | hard
                Listening | soft
                python    | soft
            """
        ),
        at="acme.xlsx: 'Skills'!A4",
        says="skill python stands twice",
        hint="Keep one row; the first counts.",
    ),
    "skill-without-category": Sample(
        shows="a skill whose category is blank",
        files=acme(
            skills="""
                Skill     | Category
                Python    | hard
                Listening |
            """
        ),
        at="acme.xlsx: 'Skills'",
        says="skills without category hard or soft: Listening",
        hint="Fill Category in the Skills table; it is never guessed, and these skills get no training hours.",
    ),
    "scale-invalid": Sample(
        shows="a Scale table with one level",
        files=acme(
            scale="""
                Level | Label
                1     | Novice
            """
        ),
        at="acme.xlsx: 'Scale'",
        says="the Scale table has fewer than two levels",
        hint="Give each level a row; without a scale, 1 to 5 applies.",
        exit_code=1,
    ),
    "scale-look-alikes": Sample(
        shows="a small and a large circle as the symbols of two levels",
        files=acme(
            scale="""
                Level | Label    | Symbol
                1     | Beginner | ○
                2     | Able     | ◯
                5     | Expert   | ●
            """
        ),
        at="acme.xlsx: 'Scale'!C3",
        says="the symbols ○ (1) and ◯ (2) of the scale are easily taken for each other",
        hint="Check that each cell holds the one that is meant, or write the levels as numbers.",
    ),
    "role-unknown": Sample(
        shows="requirements for the role Developper; the org chart has Developer",
        files=acme(
            org_chart=ORG_CHART,
            requirements="""
                Role       | Skill  | Required level
                Developper | Python | 4
                Developer  | Python | 4
                Director   | Python | 2
            """,
        ),
        at="acme.xlsx: 'Requirements'!A2",
        says="requirements for role Developper, which nobody in the org chart holds; did you mean Developer?",
        hint="Correct the name if it is a spelling; else nothing to do.",
        also=("manager-match",),
    ),
    "roles-not-held": Sample(
        shows="requirements of a library of jobs, of which the client has few",
        files=acme(
            org_chart=ORG_CHART,
            requirements="""
                Role       | Skill  | Required level
                Developer  | Python | 4
                Director   | Python | 2
                Actuary    | Python | 3
                Baker      | Python | 3
                Cook       | Python | 3
                Dentist    | Python | 3
                Editor     | Python | 3
                Florist    | Python | 3
                Geologist  | Python | 3
                Historian  | Python | 3
                Illustrator | Python | 3
                Jeweller   | Python | 3
                Knitter    | Python | 3
            """,
        ),
        at="acme.xlsx: 'Requirements'!A4",
        says="11 roles with requirements are held by nobody in the org chart, such as Actuary, Baker, Cook",
        hint="Nothing to do where the table is a library for more than this client.",
        also=("manager-match",),
    ),
    "role-without-requirements": Sample(
        shows="a Director in the org chart, requirements for Developer only",
        files=acme(
            org_chart=ORG_CHART,
            requirements="""
                Role       | Skill  | Required level
                Developer  | Python | 4
            """,
        ),
        at="org.xlsx: 'Org chart'!D2",
        says="role Director has no requirements",
        hint="Add rows for it to the Requirements table.",
        also=("manager-match",),
    ),
    "role-not-stated": Sample(
        shows="a rated person without a role, where requirements go by role",
        files=acme(
            org_chart="""
                Employee ID | Name | Manager ID | Role      | Career level
                E1          | Ann  |            | Developer | manager
                E2          | Bob  | E1         |           | senior
            """,
            requirements="""
                Role       | Skill  | Required level
                Developer  | Python | 4
            """,
        ),
        at="org.xlsx: 'Org chart'!D3",
        says="E2 has no role, so nothing is required of this person",
        hint="State the role in the org chart, or requirements for the person alone.",
        also=("manager-match",),
    ),
    "mandatory-role-unknown": Sample(
        shows="a certification that is mandatory for the role Developper; the org chart has Developer",
        files=acme(
            org_chart=ORG_CHART,
            mandatory="""
                Role       | Certification
                Developper | First aid
                Developer  | First aid
            """,
        ),
        at="acme.xlsx: 'Mandatory'!A2",
        says="First aid is mandatory for role Developper, which nobody in the org chart holds; did you mean Developer?",
        hint="Correct the name if it is a spelling; else nothing to do.",
        also=("manager-match",),
    ),
    "roles-missing": Sample(
        shows="requirements by role, and an org chart without roles",
        files=acme(
            org_chart="""
                Employee ID | Name | Manager ID | Career level
                E1          | Ann  |            | manager
                E2          | Bob  | E1         | senior
            """,
            requirements="""
                Role      | Skill  | Required level
                Developer | Python | 3
            """,
        ),
        at="acme.xlsx: 'Requirements'!A2",
        says="the requirements are by role, but nobody has a role",
        hint="Add the column Role to the org chart, or without one to Ratings.",
        also=("manager-match",),
    ),
    "requirement-twice": Sample(
        shows="two levels of Python required of the same role",
        files=acme(
            requirements="""
                Role      | Skill  | Required level
                Developer | Python | 4
                Developer | Python | 5
            """,
        ),
        at="acme.xlsx: 'Requirements'!B3",
        says="Python is required twice of the same role or employee",
        hint="Keep one row; the first counts.",
        also=("roles-missing",),
    ),
    "rating-after-as-of": Sample(
        shows="a rating of October in a report of the third quarter",
        files=acme(
            ratings="""
                Employee | Skill  | Level | Date
                E1       | Python | 3     | 2026-09-01
                E2       | Python | 3     | 2026-10-02
            """
        ),
        at="acme.xlsx: 'Ratings'!D3",
        says="the rating is dated 2 October 2026, after the as-of date 30 September 2026",
        hint="Correct the date, or set a later as_of.",
    ),
    "rating-conflict": Sample(
        shows="one rater, one person, one skill, one day, two levels",
        files=acme(
            ratings="""
                Employee | Skill  | Level | Rater group | Rater | Date
                E1       | Python | 2     | manager     | E9    | 2026-09-01
                E1       | Python | 4     | manager     | E9    | 2026-09-01
            """
        ),
        at="acme.xlsx: 'Ratings'!C2",
        again_at=("acme.xlsx: 'Ratings'!C3",),
        says="E9 gave different levels for the same person, skill and day",
        hint="Keep one of the rows; their mean counts.",
    ),
    "ratings-none-count": Sample(
        shows="a period before all ratings",
        files=acme("client: Acme\nperiod: 2025-Q3\nworkbook: acme.xlsx\n"),
        at="acme.xlsx: 'Ratings'",
        says="none of the 2 ratings counts: they are of 1 September 2026 to 1 September 2026, "
        "and the report is as of 30 September 2025",
        hint="Correct period or as_of in engagement.yml, or ask for newer ratings.",
        exit_code=1,
        also=("rating-after-as-of",),
    ),
    "ratings-before-period": Sample(
        shows="ratings of September 2026 in a report on the second quarter of 2027",
        files=acme(SETTINGS.replace("2026-Q3", "2027-Q2")),
        at="acme.xlsx: 'Ratings'",
        says="the newest rating is of 1 September 2026, more than half a year before the as-of date 30 June 2027",
        hint="Check period and as_of in engagement.yml; where they are right, have people rated again.",
    ),
    "ratings-stale": Sample(
        shows="two ratings of 2020",
        files=acme(
            ratings="""
                Employee | Skill  | Level | Date
                E1       | Python | 3     | 2026-09-01
                E2       | Python | 3     | 2020-03-01
                E3       | Python | 3     | 2020-03-01
            """
        ),
        at="acme.xlsx: 'Ratings'!D3",
        says="2 ratings are beyond their shelf life",
        hint="Have these people rated again; the roadmap plans it.",
    ),
    "ratings-undated": Sample(
        shows="two ratings without date",
        files=acme(
            ratings="""
                Employee | Skill  | Level | Date
                E1       | Python | 3     | 2026-09-01
                E2       | Python | 3     |
                E3       | Python | 3     |
            """
        ),
        at="acme.xlsx: 'Ratings'!D3",
        says="2 ratings have no date",
        hint="Add dates; without one a rating counts as given on the as-of date.",
    ),
    "ratings-straight-lined": Sample(
        shows="a manager who gives E1 a 3 on every one of eight skills",
        files=acme(
            skills="Skill | Category\n" + "\n".join(f"S{number} | hard" for number in range(1, 9)),
            ratings="Employee | Skill | Level | Rater group | Rater | Date\n"
            + "\n".join(f"E1 | S{number} | 3 | manager | M1 | 2026-09-01" for number in range(1, 9)),
        ),
        at="acme.xlsx: 'Ratings'!C2",
        says="one form of rater group manager gives one person the same level on all of 8 skills or more",
        hint="Ask the raters whether they looked at each skill; the ratings count.",
    ),
    "rater-far-from-rest": Sample(
        shows="P1 gives ten people a 5 where two others give 3.5",
        files=acme(
            ratings="Employee | Skill | Level | Rater group | Rater | Date\n"
            + "\n".join(
                f"E{number} | Python | {level} | peer | {rater} | 2026-09-01"
                for number in range(1, 11)
                for rater, level in (("P1", 5), ("P2", 3.5), ("P3", 3.5))
            ),
        ),
        at="acme.xlsx: 'Ratings'!E2",
        says="P1 differs from the other raters by 1.50 levels on average, over 10 pairs",
        hint="Ask whether P1 reads the scale as the others do; the ratings count.",
    ),
}

PEOPLE: Mapping[str, Sample] = {
    "employee-unknown": Sample(
        shows="ratings of E3, who is not in the org chart",
        files=acme(
            org_chart=ORG_CHART,
            ratings="""
                Employee | Skill  | Level | Date
                E1       | Python | 3     | 2026-09-01
                E2       | Python | 3     | 2026-09-01
                E3       | Python | 3     | 2026-09-01
            """,
        ),
        at="acme.xlsx: 'Ratings'!A4",
        says="employee E3 is not in the org chart",
        hint="Add the person to the org chart, or correct the id.",
        also=("manager-match",),
    ),
    "leading-zeros": Sample(
        shows="ratings of 7, where the org chart has 007",
        files=acme(
            org_chart="""
                Employee ID | Name | Manager ID | Role      | Career level
                '006        | Ann  |            | Director  | manager
                '007        | Bob  | '006       | Developer | senior
            """,
            ratings="""
                Employee | Skill  | Level | Date
                '006     | Python | 3     | 2026-09-01
                7        | Python | 3     | 2026-09-01
            """,
        ),
        at="acme.xlsx: 'Ratings'!A3",
        says="employee 7 is not in the org chart, but 007 is: the spreadsheet may have dropped leading zeros",
        hint="Format the column as text and type the zeros, or set digits under import.",
        also=("manager-match", "employee-without-ratings"),
    ),
    "employee-without-ratings": Sample(
        shows="an org chart of two people, of whom one is rated",
        files=acme(
            org_chart=ORG_CHART,
            ratings="""
                Employee | Skill  | Level | Date
                E1       | Python | 3     | 2026-09-01
            """,
        ),
        at="org.xlsx: 'Org chart'!A3",
        says="E2 has no rating",
        hint="Nothing to do if the person is not assessed; else the person counts as unrated where the role has "
        "requirements.",
        also=("manager-match",),
    ),
    "employee-twice": Sample(
        shows="two people with the id E2",
        files=acme(
            org_chart="""
                Employee ID | Name | Manager ID | Role      | Career level
                E1          | Ann  |            | Director  | manager
                E2          | Bob  | E1         | Developer | senior
                E2          | Cem  | E1         | Developer | senior
            """
        ),
        at="org.xlsx: 'Org chart'!A4",
        says="employee id E2 stands twice in the org chart",
        hint="Give each person one id; the first row with a person counts.",
        also=("manager-match",),
        exit_code=1,
    ),
    "job-share": Sample(
        shows="two people with the id E2 who work half the time each",
        files=acme(
            org_chart="""
                Employee ID | Name | Manager ID | Role      | Career level | FTE
                E1          | Ann  |            | Director  | manager      | 1
                E2          | Bob  | E1         | Developer | senior       | 0.5
                E2          | Cem  | E1         | Developer | senior       | 0.5
            """
        ),
        at="org.xlsx: 'Org chart'!A4",
        says="Cem has the id E2 too, and both work part-time: taken as a job share, the first row counts",
        hint="Nothing to do if they are rated as one; else give each person an id.",
        also=("manager-match",),
    ),
    "manager-self": Sample(
        shows="E1 is the manager of E1",
        files=acme(
            org_chart="""
                Employee ID | Name | Manager ID | Role      | Career level
                E1          | Ann  | E1         | Director  | manager
                E2          | Bob  | E1         | Developer | senior
            """
        ),
        at="org.xlsx: 'Org chart'!C2",
        says="E1 is entered as his or her own manager",
        hint="Enter the manager, or leave the cell blank at the top.",
        also=("manager-match",),
    ),
    "manager-unknown": Sample(
        shows="the manager of E2 is E9, who is not in the chart",
        files=acme(
            org_chart="""
                Employee ID | Name | Manager ID | Role      | Career level
                E1          | Ann  |            | Director  | manager
                E2          | Bob  | E9         | Developer | senior
            """
        ),
        at="org.xlsx: 'Org chart'!C3",
        says="manager E9 is nobody in the org chart",
        hint="Correct the entry, or add the person.",
        also=("manager-match", "roots-several"),
    ),
    "manager-cycle": Sample(
        shows="E2 manages E3, E3 manages E2",
        files=acme(
            org_chart="""
                Employee ID | Name | Manager ID | Role      | Career level
                E1          | Ann  |            | Director  | manager
                E2          | Bob  | E3         | Developer | senior
                E3          | Cem  | E2         | Developer | senior
            """
        ),
        at="org.xlsx: 'Org chart'!C3",
        says="these people manage each other in a circle: E2 → E3 → E2",
        hint="Correct one of the managers.",
        also=("manager-match", "roots-several", "employee-without-ratings"),
        exit_code=1,
    ),
    "manager-match": Sample(
        shows="a column Manager ID that holds ids",
        files=acme(org_chart=ORG_CHART),
        at="org.xlsx: 'Org chart'!C1",
        says="managers are matched by employee id: 1 of 1 found",
        hint="Nothing to do if all are found.",
    ),
    "roots-several": Sample(
        shows="nobody has a manager",
        files=acme(
            org_chart="""
                Employee ID | Name | Manager ID | Role      | Career level
                E1          | Ann  |            | Director  | manager
                E2          | Bob  |            | Developer | senior
            """
        ),
        at="org.xlsx: 'Org chart'!C1",
        says="2 people have no manager: E1, E2",
        hint="Nothing to do if that is right; else enter their managers.",
        also=("manager-match",),
    ),
    "vacancy": Sample(
        shows="a row of the org chart that names a vacant position",
        files=acme(
            org_chart="""
                Employee ID | Name   | Manager ID | Role      | Career level
                E1          | Ann    |            | Director  | manager
                E2          | Bob    | E1         | Developer | senior
                E3          | Vacant | E1         | Tester    | senior
            """
        ),
        at="org.xlsx: 'Org chart'!A4",
        says="the row is a vacancy: Tester",
        hint="Nothing to do; who reports to it is shown under its manager.",
        also=("manager-match",),
    ),
    "head-counts": Sample(
        shows="a row of the org chart that stands for three people without names",
        files=acme(
            org_chart="""
                Employee ID | Name | Manager ID | Role      | Career level | FTE
                E1          | Ann  |            | Director  | manager      | 1
                E2          | Bob  | E1         | Developer | senior       | 1
                            |      | E1         | Trainee   | entry        | 3
            """
        ),
        at="org.xlsx: 'Org chart'",
        says="3 posts without names",
        hint="Nothing to do; they are no people and take part in no figure.",
        also=("manager-match",),
    ),
    "leavers-left-out": Sample(
        shows="E2 left before the period ended, E3 starts after it",
        files=acme(
            org_chart="""
                Employee ID | Name | Manager ID | Role      | Career level | Start date | Leave date
                E1          | Ann  |            | Director  | manager      | 2020-01-01 |
                E2          | Bob  | E1         | Developer | senior       | 2020-01-01 | 2026-08-31
                E3          | Cem  | E1         | Developer | senior       | 2026-11-01 |
            """
        ),
        at="org.xlsx: 'Org chart'",
        says="2 people left or have not started by the as-of date",
        hint="Nothing to do.",
        also=("manager-match",),
    ),
    "career-level-inferred": Sample(
        shows="an org chart without career levels, in which a job title has a word that tells it",
        files=acme(
            org_chart="""
                Employee ID | Name | Manager ID | Role
                E1          | Ann  |            |
                E2          | Bob  | E1         | Senior Developer
            """
        ),
        at="org.xlsx: 'Org chart'!D3",
        says="Senior Developer is taken as career level Senior, by the words of the title",
        hint="Fill Career level in the org chart where the inference is wrong.",
        also=("manager-match", "career-level-by-reports"),
    ),
    "career-level-unknown": Sample(
        shows="a career level that is none of the five",
        files=acme(
            org_chart="""
                Employee ID | Name | Manager ID | Role      | Career level
                E1          | Ann  |            | Director  | manager
                E2          | Bob  | E1         | Developer | wizard
            """
        ),
        at="org.xlsx: 'Org chart'!E3",
        says="wizard is not a career level",
        hint="Use entry, intermediate, senior, manager or executive; until then the level is inferred from the job "
        "title.",
        also=("manager-match",),
    ),
    "career-level-by-reports": Sample(
        shows="an org chart without career levels, in which a developer leads another",
        files=acme(
            org_chart="""
                Employee ID | Name | Manager ID | Role
                E1          | Ann  |            | Developer
                E2          | Bob  | E1         | Junior Developer
            """
        ),
        at="org.xlsx: 'Org chart'!D2",
        says="Developer leads people, so the career level is taken as manager",
        hint="Fill Career level in the org chart where that is wrong.",
        also=("manager-match", "career-level-inferred"),
    ),
}

TABLES: Mapping[str, Sample] = {
    "programme-without-category": Sample(
        shows="a training of which nothing says whether it is hard or soft",
        files=acme(
            training="""
                Employee | Programme | Start date | Hours
                E1       | Talks     | 2026-07-01 | 8
            """
        ),
        at="acme.xlsx: 'Training'!B2",
        says="Talks has no category or soft share",
        hint="Fill Category or Soft share in Training or Courses; the hours are left out of the mix.",
    ),
    "trained-skill-unknown": Sample(
        shows="a training that names Pyton; the skill is Python",
        files=acme(
            training="""
                Employee | Programme | Start date | Hours | Category | Skills
                E1       | Talks     | 2026-07-01 | 8     | soft     | Listening; Pyton
            """
        ),
        at="acme.xlsx: 'Training'!F2",
        says="the training names skill Pyton, which no table has; did you mean Python?",
        hint="Correct the name; else the training counts for no such skill.",
    ),
    "programme-like-course": Sample(
        shows="a training in Clean cod; the course is Clean code",
        files=acme(
            training="""
                Employee | Programme | Start date | Hours | Category
                E1       | Clean cod | 2026-07-01 | 8     | hard
            """,
            courses="""
                Programme  | Skills | Hours | Category
                Clean code | Python | 8     | hard
            """,
        ),
        at="acme.xlsx: 'Training'!B2",
        says="Clean cod is not in Courses; did you mean Clean code?",
        hint="Correct the name if it is a spelling; else nothing to do.",
    ),
    "training-hours-doubtful": Sample(
        shows="the hours of a whole department in one row",
        files=acme(
            training="""
                Employee | Programme | Start date | Hours | Category
                E1       | Clean code | 2026-05-01 | 4800 | hard
            """
        ),
        at="acme.xlsx: 'Training'!D2",
        says="4800 hours of one person in Clean code is more than 400",
        hint="Give hours per participant, not of all together.",
    ),
    "trainings-ahead": Sample(
        shows="a training after the as-of date",
        files=acme(
            training="""
                Employee | Programme | Start date | Hours | Category
                E1       | Clean code | 2026-12-01 | 8 | hard
            """
        ),
        at="acme.xlsx: 'Training'!C2",
        says="one training starts after 30 September 2026",
        hint="Nothing to do if they are planned; else correct the dates.",
    ),
    "dates-reversed": Sample(
        shows="a certificate that expires before it was awarded",
        files=acme(
            certifications="""
                Employee | Certification | Date | Expires
                E1       | PCAP | 2026-08-01 | 2025-08-01
            """
        ),
        at="acme.xlsx: 'Certifications'!D2",
        says="Expires 1 August 2025 lies before Date 1 August 2026",
        hint="Correct one of the dates.",
    ),
    "unit-unknown": Sample(
        shows="a metric of the unit Slaes; the org chart has Sales",
        files=acme(
            org_chart="""
                Employee ID | Name | Manager ID | Role      | Career level | Department
                E1          | Ann  |            | Director  | manager      | Sales
                E2          | Bob  | E1         | Developer | senior       | Sales
            """,
            metrics="""
                Metric    | Period  | Unit  | Value
                Retention | 2026-Q3 | Slaes | 0.9
            """,
        ),
        at="acme.xlsx: 'Metrics'!C2",
        says="unit Slaes is not in the org chart; did you mean Sales?",
        hint="Use a department or team of the org chart, or leave the cell blank for the organisation.",
        also=("manager-match",),
    ),
    "metric-unknown": Sample(
        shows="a metric Retentoin",
        files=acme(
            metrics="""
                Metric    | Period  | Value
                Retentoin | 2026-Q3 | 0.9
            """
        ),
        at="acme.xlsx: 'Metrics'!A2",
        says="metric Retentoin has no definition; did you mean Retention?",
        hint="Use a name from `skillreport rules`, or define it under metrics in engagement.yml.",
    ),
    "metric-twice": Sample(
        shows="two values of one metric for one period",
        files=acme(
            metrics="""
                Metric          | Period  | Value
                Project success | 2026-Q3 | 0.9
                Project success | 2026-Q3 | 0.8
            """
        ),
        at="acme.xlsx: 'Metrics'!A3",
        says="Project success stands twice for 2026-Q3",
        hint="Keep one row; the first counts.",
    ),
    "metric-measured-twice": Sample(
        shows="a metric measured on two days of one quarter",
        files=acme(
            metrics="""
                Metric          | Period     | Value
                Project success | 2026-07-14 | 0.9
                Project success | 2026-09-15 | 0.8
            """
        ),
        at="acme.xlsx: 'Metrics'!B2",
        says="Project success was measured on 14 July 2026 and again on 15 September 2026, both in 2026-Q3",
        hint="Nothing to do if the newer value is to count; else write the period itself, such as 2026-Q3.",
    ),
    "metric-disagrees": Sample(
        shows="a pass rate of 0.9 in Metrics, while Certifications has one passed of two",
        files=acme(
            certifications="""
                Employee | Certification | Date       | Passed
                E1       | PCAP          | 2026-08-01 | yes
                E2       | PCAP          | 2026-08-01 | no
            """,
            metrics="""
                Metric                  | Period  | Value
                Certification pass rate | 2026-Q3 | 0.9
            """,
        ),
        at="acme.xlsx: 'Metrics'!A2",
        says="Certification pass rate is supplied as 0.90, the other tables give 0.50",
        hint="Find out which is right; the supplied value is printed.",
    ),
    "metric-quotient-differs": Sample(
        shows="project success typed as 0.9 beside eight of ten projects",
        files=acme(
            metrics="""
                Metric          | Period  | Value | Numerator | Denominator
                Project success | 2026-Q3 | 0.9   | 8         | 10
            """
        ),
        at="acme.xlsx: 'Metrics'!C2",
        says="Project success is supplied as 0.90, its numerator ÷ denominator gives 0.80",
        hint="Find out which is right; the quotient is printed, because only it can be summed.",
    ),
    "metrics-ahead": Sample(
        shows="a value for the quarter after the report's",
        files=acme(
            metrics="""
                Metric          | Period  | Value
                Project success | 2026-Q3 | 0.9
                Project success | 2026-Q4 | 0.95
            """
        ),
        at="acme.xlsx: 'Metrics'!B3",
        says="one metric value lies after the report’s period or after 30 September 2026",
        hint="Nothing to do if they are plans; else correct the period, or set a later one in engagement.yml.",
    ),
    "objective-unknown-link": Sample(
        shows="an objective that names the skill Pyton",
        files=acme(
            objectives="""
                Objective       | Skills
                Faster releases | Pyton
            """
        ),
        at="acme.xlsx: 'Objectives'!B2",
        says="objective Faster releases names Pyton, which is neither a skill nor a metric of the workbook",
        hint="Correct the name; several names are separated by semicolons.",
    ),
}

ANSWER_ONLY = HTML_ONLY + "sections: [answer]\n"


def commented(text: str) -> Files:
    """The engagement with a comment of the consultant on the answer."""
    return acme(ANSWER_ONLY + "commentary: commentary\n", more={"commentary/answer.md": text})


CONSULTANT: Mapping[str, Sample] = {
    "commentary-unknown-figure": Sample(
        shows="commentary/answer.md quotes a figure that the report does not have",
        files=acme(
            ANSWER_ONLY + "commentary: commentary\n",
            more={"commentary/answer.md": "## What we think\n\nThe gap is {{organisation.gab}}.\n"},
        ),
        at="commentary/answer.md:3",
        says="organisation.gab is not the id of a figure in the report",
        hint="Look the id up in consultant/figures.json.",
        exit_code=1,
    ),
    "commentary-unknown-section": Sample(
        shows="a file commentary/weather.md",
        files=acme(ANSWER_ONLY + "commentary: commentary\n", more={"commentary/weather.md": "Rain.\n"}),
        at="commentary/weather.md",
        says="the file belongs to no section of the report",
        hint="Name it after a section: answer.",
        command="build",
    ),
    "claim-refused": Sample(
        shows="commentary/answer.md quotes a claim that has no sound source",
        files=commented("{{ claim:turnover-halved }}\n"),
        at="commentary/answer.md:1",
        says="the claim turnover-halved may not be printed: No study of it was found; a randomised trial of "
        "soft-skills training found a gain in productivity and no effect on retention.",
        hint="Leave it out; `skillreport rules` lists the claims that may be printed.",
        exit_code=1,
    ),
    "claim-unknown": Sample(
        shows="commentary/answer.md quotes a claim by an id that does not exist",
        files=commented("{{ claim:age-fster }}\n"),
        at="commentary/answer.md:1",
        says="age-fster is not the id of a claim; did you mean age-faster?",
        hint=f"Use one of: {', '.join(id for id, claim in load_claims('en').items() if claim.wording is not None)}.",
        exit_code=1,
    ),
    "claim-doubtful": Sample(
        shows="commentary/answer.md says that 85 % of career success comes from soft skills",
        files=commented("## Why it matters\n\n85 % of career success\ncomes from soft skills.\n"),
        at="commentary/answer.md:3",
        says="this reads like “85 % of career success comes from soft skills, says Harvard”. The figure was "
        "extrapolated from a survey on engineering education of 1918 (Mann, for the Carnegie Foundation); there is no "
        "such study of Harvard.",
        hint="Leave it out, or quote a claim of `skillreport rules` by its id, as {{ claim:age-faster }}.",
        command="build",
    ),
    "brand-invalid": Sample(
        shows="`primary: reddish` in _brand.yml",
        files=branded("color:\n  primary: reddish\n"),
        at="_brand.yml:2",
        says="color.primary: reddish is not a colour such as #0F4C5C or a name of the palette",
        hint="Correct it in _brand.yml; the default is used.",
        command="build",
    ),
    "brand-contrast": Sample(
        shows="a pale blue as `primary`",
        files=branded('color:\n  primary: "#7FB2E5"\n'),
        at="_brand.yml:2",
        says="color.primary: #7FB2E5 is too pale on white, with a contrast of 2.23 where 4.50 is needed; #004B74 is "
        "used for it",
        hint="Nothing to do; the logo keeps its colours.",
        command="build",
    ),
    "brand-grey": Sample(
        shows="a grey as `secondary`",
        files=branded('color:\n  secondary: "#6C757D"\n'),
        at="_brand.yml:2",
        says="color.secondary: #6C757D is a grey, and soft skills need a hue; #B5741A is used for them",
        hint="Nothing to do, or name a colour in _brand.yml.",
        command="build",
    ),
    "brand-too-close": Sample(
        shows="a green as `primary` and a red as `danger`, which those who do not see red cannot tell apart",
        files=branded('color:\n  primary: "#1B5033"\n  danger: "#A63D2F"\n'),
        at="_brand.yml:3",
        says="gaps in #993B2D would look like the brand’s colour in #1B5033 to people who do not see red; #913775 "
        "is used for gaps",
        hint="Nothing to do, or name another colour in _brand.yml: secondary is for soft skills, danger for gaps.",
        command="build",
    ),
    "brand-font-unusable": Sample(
        shows="a font file that does not exist",
        files=branded(FONT),
        at="_brand.yml:5",
        says="the font file acme.woff2 cannot be used: it does not exist beside _brand.yml",
        hint="Correct it in _brand.yml, or ask the client for another file; until then our own font is used.",
        command="build",
    ),
    "brand-font-elsewhere": Sample(
        shows="a font of which only the name is given",
        files=branded("typography:\n  base: Inter\n"),
        at="_brand.yml:2",
        says="the font Inter has no files here, and the report loads nothing from the web or from this machine",
        hint="Put its files beside _brand.yml, regular and bold, and name them under typography.fonts with source: "
        "file; until then our own font is used.",
        command="build",
    ),
    "brand-font-incomplete": Sample(
        shows="a font with one weight only",
        files=branded(FONT, {"acme.woff2": OWN_FONT.read_bytes()}),
        at="_brand.yml:5",
        says="the font Acme Sans has no weight for what is bold; our own font stands in there",
        hint="Nothing to do, or name a more complete file under typography.fonts in _brand.yml.",
        command="build",
    ),
    "template-invalid": Sample(
        shows="a template of the consultant's own with a brace missing in line 2",
        files=acme(
            HTML_ONLY + "templates: templates\n",
            more={"templates/cover.html": "<h1>Our report</h1>\n<p>{{ report.client }</p>\n"},
        ),
        at="cover.html:2",
        says="unexpected '}'",
        hint="Correct the template, or delete it to use the built-in one.",
        exit_code=2,
        command="build",
    ),
    "letter-without-font": Sample(
        shows="a client whose name has a letter that no installed font has",
        files=acme(PDF_ONLY.replace("Acme", "Acme \u0378")),
        at="organisation.pdf",
        says="no installed font has the letter U+0378; the PDF shows a box in its place",
        hint="Install a font that has it, such as Noto, and build again; the HTML shows it where the reader has one.",
        command="build",
    ),
}

GROUPS: Mapping[str, Mapping[str, Sample]] = {
    "Files": FILES,
    "Settings": SETTINGS_SAMPLES,
    "Cells": CELLS,
    "Skills, requirements, ratings": RATED,
    "People": PEOPLE,
    "Training, certifications, metrics, objectives": TABLES,
    "The consultant's own files": CONSULTANT,
}
SAMPLES: Mapping[str, Sample] = {code: sample for group in GROUPS.values() for code, sample in group.items()}
