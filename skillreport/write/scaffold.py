"""Client, industry, period → the files of a new engagement: settings and workbooks to fill.

Takes tables and headers from the reader, metrics and mix from the rules: what the template offers is what is read.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template as TextTemplate
from typing import Any

from skillreport.language.catalogue import speaker_for
from skillreport.model.engagement import CAREER_LEVELS, RATER_GROUPS, SECTIONS, Engagement
from skillreport.model.figure import say
from skillreport.model.period import Period, months_after
from skillreport.model.yaml_file import read_yaml
from skillreport.read.reference import DEFAULT_LABELS
from skillreport.read.vocabulary import TableDef, template_tables
from skillreport.rules.load import industries, load_rules
from skillreport.rules.metrics import MetricDef
from skillreport.rules.mix_table import MixRow, method_table
from skillreport.write.template_workbook import (
    Cell,
    Choices,
    Column,
    Kind,
    Line,
    Need,
    TableSheet,
    Template,
    render_template,
)

SETTINGS, WORKBOOK, ORG_CHART = "engagement.yml", "assessment.xlsx", "org_chart.xlsx"
SCHEMA_VERSION = 1
STARTER_SKILLS = Path(__file__).parent.parent / "rules" / "starter_skills.yml"
EVERY_INDUSTRY = "every industry"
EXAMPLE_PERIOD = Period(2026, 7, 3)

# A # with no blank behind it stands before a setting: without the # it is in force.
ENGAGEMENT = TextTemplate("""\
# The settings of one engagement: one client, one period, one folder. Paths are relative to this file.
# Whatever is left out has a default; the report's method page prints what was in force.
# A line such as "#draft: false" is a setting that shows its default or an example: take away the # to change it.

client: $client
# Decides the recommended mix of soft and hard training; one of
# $industries.
industry: $industry
# 2026-Q3, 2026-09 or 2026. Without it: the quarter of the newest rating.
$period
# The day everything is judged by. Without it: the period's last day, else the newest rating.
#as_of: $as_of
#currency: EUR
#language: en                   # or de

# What stands on the cover.
#prepared_by: Your firm
#prepared_for: The executive board
#confidentiality: Confidential

# ---- What the client sends

# One file, a folder, or a list such as [skills.xlsx, ratings.csv]; Excel, OpenDocument or text (CSV).
workbook: $workbook
# Delete this line if there is no org chart.
org_chart: $org_chart
# true: numbers that the client's files hold as text have a decimal comma, as in 3,5.
#decimal_comma: false
# Which comes first in dates such as 03/04/2026 that are text: day first or month first. Without it they are reported.
#date_order: day first
# The client's scale, where no sheet Scale states it: its ends, and the names of as many levels as have one.
#scale: {lowest: 0, highest: 4, labels: {0: Novice, 2: Proficient, 4: Expert}}
# What a text file leaves open or gets wrong, by its name.
#csv: {ratings.csv: {encoding: cp1252, delimiter: ";", decimal_comma: true}}
# Sheets with a layout of their own: a rule for each table, true every quarter. Columns go by header or letters.
#import:
#- {table: ratings, sheet: Team *, header: 4, columns: {employee: Staff no., skill: B, level: Score}, skip: [5, 20-25]}
#- {table: org_chart, file: staff.csv, columns: {employee: No, name: Who, manager: Boss}, digits: {employee: 5}}
# The files of earlier periods, kept in this folder, and what their reports printed: what changed is told from them.
#previous:
#- {period: $previous, workbook: previous/$workbook, org_chart: previous/$org_chart, figures: previous/figures.json}

# ---- What the plan may use

# The roadmap begins with the month of this day. Without it: the month after the period.
#roadmap_start: $roadmap_start
# Hours a year.
#training_hours_per_person: 40
# Money a year.
#training_budget: 100000
# What an hour of a participant's time costs; it joins the cost of the programmes that were taken.
#hourly_cost: 55
# What a programme aims at: a metric, and a money benefit with the part due to it and how sure that is, 0 to 1 each.
#programmes:
#- {name: SQL in practice, metric: Productivity improvement}
#- {name: Leading teams, benefit: 40000, attribution: 0.5, confidence: 0.7, reason: Two fewer replacements a year}
# Hours of training that one person is assumed to need for one level.
#hours_per_level: {hard: 24, soft: 16}
# The largest number of people trained together.
#cohort_size: 12

# ---- How things are counted

# Figures about fewer people than this are not shown.
#privacy_threshold: 5
# Months for which a rating counts. A skill may state its own on the sheet Skills.
#shelf_life_months: {hard: 24, soft: 36}
# From this share of the scale on, self and manager see a skill differently: one level on a scale from 1 to 5.
#divergence_share: 0.25
# How several ratings of a person and skill become one level.
current_level:
  # mean of others (self counts only where nobody else rated), precedence or weights
  #rule: mean of others
  # For precedence: the first of these groups that has rated decides.
  #precedence: [test, manager, peer, direct report, customer, other, self]
  # For weights: the groups count in this proportion.
  #weights: {manager: 2, peer: 1, self: 1}

# ---- The training mix and the metrics; `skillreport rules` shows what is in force

mix:
  # hours or money
  #measure: hours
  # Percentage points to either side that still count as on target.
  #tolerance_points: 5
  # The client's own soft share in percent, for one person, role, unit or career_level, or for organisation: true.
  #overrides:
  #- {career_level: entry, soft: 35, reason: Agreed with the client}
  # A mix table of the client's own in the place of the method's; `skillreport rules` shows its form.
  #table: mix.yml
  # Units with an industry of their own.
  #unit_industries: {IT: technology}
  # Percentage points on every recommended soft share, with the reason that the report prints.
  #adjustments:
  #- {points: 5, reason: The strategy asks for more leadership}
  # How far the recommendation follows the gaps instead of the table: 0 not at all, 1 entirely.
  #blend_with_gaps: {share: 0.2, reason: Agreed with the client}

# A target for a metric of the method, or a metric of the client's own.
#metrics:
#- {id: retention, target: 0.92}
#- {id: nps, name: Net promoter score, family: business, arithmetic: value, unit: number, target: 40, tolerance: 3}

# ---- How the report looks

# The client's colours, logo and fonts, in the brand.yml format.
#brand: _brand.yml
# A folder with your own words in Markdown: answer.md is printed in the section answer.
#commentary: commentary
# A folder with page templates of your own; `skillreport templates FOLDER` copies the built-in ones.
#templates: templates
# How numbers are written, if not as the language does.
#number_locale: en-GB
# A4 or letter
#paper: A4
#reports: [organisation]
#sections: [$sections]
#formats: [html, pdf, xlsx]
# true prints DRAFT on every page.
#draft: false
""")

PURPOSES = {
    "skills": "The skills, each hard or soft. Without it skills have no category, and there is no training mix.",
    "requirements": "The level that a role needs in a skill. Without it there are levels, but no gaps.",
    "ratings": "Who was rated on which skill, by whom and when. Always needed.",
    "training": "The trainings of the last twelve months. Without it there is no actual mix.",
    "certifications": "Examinations and certificates. Without it the pass rate and what expires are unknown.",
    "mandatory": "The certifications that a role must hold. Without it compliance is unknown.",
    "courses": "The programmes that can be booked. Without it the plan names skills and hours, but no courses.",
    "metrics": "Metrics by period, for a unit or, where no unit stands, for the whole organisation.",
    "objectives": "What the training is for: each objective with the skills and metrics that show it.",
    "scale": "The levels, from lowest to highest, and their names.",
    "org_chart": "One row per person with the manager. Without it there is one unit and nobody has a role.",
}

# Columns of which one has to be filled, or two together: no single one is needed.
ONE_OF_SEVERAL = {
    *(("requirements", "role"), ("requirements", "employee")),
    *(("metrics", "value"), ("metrics", "numerator"), ("metrics", "denominator")),
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a column of the template looks and helps; the header comes from the reader."""

    kind: Kind = "text"
    width: int = 14
    choices: str | None = None
    prompt: str = ""


_SEVERAL = "Several are separated by semicolons."
# By field, or by table and field where a table's column differs from the others of that name.
LOOKS: Mapping[str, Look] = {
    "skill": Look(width=26, choices="Skill", prompt="As on the sheet Skills."),
    "skills.skill": Look(width=26, prompt="Write it everywhere as here."),
    "category": Look(choices="Category", prompt="hard or soft."),
    "group": Look(width=24, prompt="Skills of one group stand together in the report."),
    "weight": Look("amount", prompt="1 useful, 2 important, 3 critical. Blank counts as 2."),
    "requirements.weight": Look("amount", prompt="1 useful, 2 important, 3 critical. Blank: as on the sheet Skills."),
    "shelf_life": Look("amount", prompt="For how many months a rating counts. Blank: 24 for hard, 36 for soft skills."),
    "description": Look(width=70),
    "role": Look(width=26, choices="Role", prompt="As in the org chart."),
    "requirements.role": Look(width=26, choices="Role", prompt="Fill in the role, or the employee in the next column."),
    "requirements.employee": Look("id", 14, prompt="Only for what one person needs beyond or instead of the role."),
    "org_chart.role": Look(width=26, prompt="The job, as on the sheet Requirements of the assessment workbook."),
    "career_level": Look(choices="Career level", prompt="entry, intermediate, senior, manager or executive."),
    "requirements.career_level": Look(choices="Career level", prompt="Only where this level needs something else."),
    "from_date": Look("date", prompt="The requirement holds from this day on. Blank: already."),
    "employee": Look(
        "id", 14, prompt="As in the org chart: the id, the name or the e-mail address; one of them in all rows."
    ),
    "level": Look("number", prompt="A level of the sheet Scale; 3.5 is fine. N/A: does not apply. Blank: not rated."),
    "requirements.level": Look("number", prompt="A level of the sheet Scale. N/A: the role does not need the skill."),
    "scale.level": Look("number", prompt="One number per row, the lowest first."),
    "required_level": Look("number", prompt="Only if there is no sheet Requirements."),
    "rater_group": Look(width=16, choices="Rater group", prompt="Who rated. Blank counts as other."),
    "rater": Look("id", prompt="An id or name. Tells which of a rater's ratings is the newest."),
    "date": Look("date", prompt="When. An undated rating counts as new."),
    "ratings.unit": Look(width=20, prompt="Only if there is no org chart."),
    "ratings.role": Look(width=26, choices="Role", prompt="Only if there is no org chart."),
    "comment": Look(width=30, prompt="For you alone; it is not read."),
    "programme": Look(width=32, choices="Programme", prompt="As on the sheet Courses, if it is listed there."),
    "courses.programme": Look(width=32),
    "prerequisite": Look(width=32, choices="Programme", prompt="The programme that has to come first."),
    "start": Look("date"),
    "completion": Look("date", 17),
    "hours": Look("amount", 10, prompt="Hours per participant."),
    "cost": Look("amount", 12, prompt="Cost for this participant."),
    "cost_per_seat": Look("amount"),
    "soft_share": Look("share", 12, prompt="Only for a programme that trains both kinds: the soft part of its hours."),
    "skills": Look(width=32, prompt=f"As on the sheet Skills. {_SEVERAL}"),
    "completed": Look(choices="Yes or no"),
    "test_before": Look("amount"),
    "test_after": Look("amount"),
    "certification": Look(width=32),
    "certifications.date": Look("date", prompt="The day of the examination or of issue."),
    "passed": Look(choices="Yes or no"),
    "attempt": Look("amount", prompt="1 for the first."),
    "expires": Look("date", prompt="Blank: never."),
    "seats_min": Look("amount"),
    "seats_max": Look("amount"),
    "level_gain": Look("amount", prompt="Levels that a participant usually gains."),
    "metric": Look(width=28, choices="Metric", prompt="A metric of the list, or one that the settings define."),
    "period": Look("id", 12, prompt="2026-Q3, 2026-09 or 2026."),
    "value": Look("number", prompt="The value, a share as 85% or 0.85; or the next two columns instead."),
    "numerator": Look("number", prompt="For example the satisfied. Adds up over units, unlike a ready value."),
    "denominator": Look("number", prompt="For example all responses."),
    "metrics.unit": Look(width=20, prompt="Department or team as in the org chart. Blank: the whole organisation."),
    "target": Look("number", prompt="In the unit of the value. Blank: the target of the settings, if any."),
    "n": Look("amount", 10, prompt="Responses or cases behind a ready value; with it values can be put together."),
    "objective": Look(width=44),
    "metrics": Look(width=32, prompt=f"As on the sheet Metrics. {_SEVERAL}"),
    "target_date": Look("date"),
    "owner": Look(width=22),
    "label": Look(width=16),
    "symbol": Look("id", 12, prompt="A sign for this level in other files, if any."),
    "org_chart.employee": Look("id", 14, prompt="One id per person, the same in every file."),
    "name": Look(width=26),
    "manager": Look("id", 14, prompt="The manager's id, name or e-mail address. Blank at the top."),
    "department": Look(width=22),
    "team": Look(width=22, prompt="Blank everywhere: the people under one manager are a team."),
    "location": Look(width=18, prompt="For you alone; it is not read."),
    "start_date": Look("date"),
    "leave_date": Look("date", prompt="Blank: still here."),
    "email": Look("id", 30),
    "fte": Look("amount", 9, prompt="1 is full time."),
    "last_promotion": Look("date", 16),
}

LEVEL_DESCRIPTIONS = (
    "Knows what it is about and needs guidance at every step",
    "Does simple tasks alone and the others with help",
    "Does the usual tasks alone and well",
    "Masters difficult tasks and helps others with theirs",
    "Sets the standard; others come for advice",
)
MIX_STATUS = {"assumption": "planning assumption of the method", "inference": "our inference from the method"}


def scaffold_files(client: str, industry: str, period: str | None) -> dict[str, bytes]:
    """The files of a new engagement by name.

    `industry`: one of `industries()`. `period`: as `Period.parse` reads it. The same arguments give the same bytes.
    """
    client = _printable(client)
    stated = Period.parse(period) if period else None
    return {
        SETTINGS: _settings(client, industry, stated).encode(),
        WORKBOOK: render_template(_assessment(client, industry, stated)),
        ORG_CHART: render_template(_org_chart(client)),
    }


def _printable(text: str) -> str:
    """The text without what neither YAML nor a workbook may hold."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


# ---- settings


def _settings(client: str, industry: str, period: Period | None) -> str:
    shown = period or EXAMPLE_PERIOD
    before = months_after(shown.first_day, -shown.months)
    return ENGAGEMENT.substitute(
        client=json.dumps(client, ensure_ascii=False),  # a JSON string is a YAML string, whatever the name is
        industry=industry,
        industries=", ".join(industries()),
        period=f"period: {period}" if period else f"#period: {shown}",
        as_of=shown.last_day,
        previous=Period(before.year, before.month, shown.months),
        roadmap_start=months_after(shown.first_day, shown.months),
        workbook=WORKBOOK,
        org_chart=ORG_CHART,
        sections=", ".join(SECTIONS),
    )


# ---- workbooks


def _assessment(client: str, industry: str, period: Period | None) -> Template:
    rows = {"skills": _skill_rows(industry), "scale": _scale_rows()}
    tables = tuple(
        _table(table, rows.get(name, ())) for name, table in template_tables().items() if name != "org_chart"
    )
    metrics = _metrics(industry)
    choices = (
        *_closed_choices(),
        Choices("Yes or no", ("yes", "no")),
        Choices("Metric", tuple(metric.name for metric in metrics)),
        Choices("Role"),
        Choices("Skill", source=_source("skills", "skill")),
        Choices("Programme", source=_source("courses", "programme")),
    )
    front = (
        ("Purpose", _purpose(client, period)),
        ("Steps", STEPS),
        ("Sheets", tuple(Line(table.sheet, table.purpose) for table in tables)),
        ("Colour key", COLOUR_KEY),
        ("Good to know", GOOD_TO_KNOW),
        (f"Recommended training mix: {industry}", _mix_lines(industry)),
        ("Metrics that the report knows", tuple(Line(metric.name, _metric_text(metric)) for metric in metrics)),
    )
    return Template(f"Skill assessment {client}", front, tables, choices, SCHEMA_VERSION)


def _org_chart(client: str) -> Template:
    table = _table(template_tables()["org_chart"], ())
    choices = tuple(item for item in _closed_choices() if item.name == "Career level")
    front = (
        ("Purpose", (Line("What it is", "Who works here, in which role and unit, and who reports to whom."),)),
        ("Steps", ORG_CHART_STEPS),
        ("Colour key", tuple(line for line in COLOUR_KEY if line.style != "one of several")),
    )
    return Template(f"Org chart {client}", front, (table,), choices, SCHEMA_VERSION)


def _table(table: TableDef, rows: tuple[Mapping[str, Cell], ...]) -> TableSheet:
    """A sheet with the reader's headers in the reader's order. `rows`: cells by field."""
    columns = tuple(_column(table, name) for name in table.template_fields)
    cells = tuple(tuple(row.get(name) for name in table.template_fields) for row in rows)
    return TableSheet(table.sheet, PURPOSES.get(table.name, ""), columns, cells)


def _column(table: TableDef, name: str) -> Column:
    header = table.fields[name].header
    look = LOOKS.get(f"{table.name}.{name}") or LOOKS.get(name) or Look()
    need: Need = "needed" if table.fields[name].required else "optional"
    if (table.name, name) in ONE_OF_SEVERAL:
        need = "one of several"
    # Room for the filter's button beside the header.
    return Column(header, look.kind, max(look.width, len(header) + 5), need, look.choices, look.prompt)


def _source(table: str, field: str) -> tuple[str, str]:
    return template_tables()[table].sheet, template_tables()[table].fields[field].header


def _closed_choices() -> tuple[Choices, ...]:
    return (
        Choices("Category", ("hard", "soft")),
        Choices("Rater group", RATER_GROUPS),
        Choices("Career level", CAREER_LEVELS),
    )


def _skill_rows(industry: str) -> tuple[Mapping[str, Cell], ...]:
    """The starter skills under the fields of the table Skills, hard ones first, groups together."""
    data: dict[str, list[dict[str, Any]]] = read_yaml(STARTER_SKILLS)
    found = [*data[EVERY_INDUSTRY], *data[industry]]
    groups = list(dict.fromkeys(row["group"] for row in found))
    found.sort(key=lambda row: (row["category"], groups.index(row["group"])))
    return tuple({**row, "weight": row["criticality"]} for row in found)


def _scale_rows() -> tuple[Mapping[str, Cell], ...]:
    return tuple(
        {"level": level, "label": label, "description": description}
        for (level, label), description in zip(DEFAULT_LABELS.items(), LEVEL_DESCRIPTIONS, strict=True)
    )


# ---- words of the first page

STEPS = (
    Line("1  Skills", "Strike what does not matter here and add what is missing. Every skill is either hard or soft."),
    Line("2  Scale", "Keep the five levels, or put the organisation's own in their place before anybody is rated."),
    Line("3  Lists", "Type the roles under Role, as they stand in the org chart; the drop-downs then offer them."),
    Line("4  Requirements", "One row per role and skill. A career level only where it needs something else."),
    Line("5  Ratings", "One row per person, skill and rater. Leave out what was not rated; do not write 0 for it."),
    Line("6  Org chart", f"Fill in {ORG_CHART}, which lies beside this file."),
    Line("7  The other sheets", "Fill in what there is. What stays empty is left out of the report, which says so."),
    Line("8  Send it back", "Save both files and send them back. What cannot be right is asked about, cell by cell."),
)
ORG_CHART_STEPS = (
    Line("1", "One row per person, with the same id that the assessment workbook uses."),
    Line("2", "The manager column stays blank for the head of the organisation only."),
    Line("3", "People who have left may stay on the list with their leave date; they are not counted as staff."),
)
COLOUR_KEY = (
    Line("Dark, bold", "Header of a column that has to be filled in.", "needed"),
    Line("Medium, bold", "Header of a column that has to be filled in, or another one instead.", "one of several"),
    Line("Pale, italic", "Header of a column that may stay blank.", "optional"),
    Line("Blue text", "Cells for you to fill; what stands there already is a proposal that you may change.", "text"),
    Line("Black text", "Explanations and lists.", "plain"),
)
GOOD_TO_KNOW = (
    Line("Drop-downs", "Their words stand on the sheet Lists. Other words are asked about, but not refused."),
    Line("Exports", "Paste them under the headers as values. Columns that the report does not know are ignored."),
    Line("Matrices", "Ratings may also be one row per person and one column per skill, Requirements one row per role."),
    Line("Ids", "Ids are text: 007 stays 007. The same person has the same id on every sheet."),
    Line("Dates", "Dates are shown as year-month-day; text such as 2026-09-30 is read as well."),
    Line("Several names", "Several names in one cell are separated by semicolons."),
    Line("Personal data", "Only the columns of this template are read. Leave out salaries, birth dates and health."),
)


def _purpose(client: str, period: Period | None) -> tuple[Line, ...]:
    about = f"{client}, {period}" if period else client
    return (
        Line("What it is", f"What people can do, what their roles need, and how trainings and metrics went: {about}."),
        Line("What is enough", "Only Ratings is always needed. Every other sheet adds to the report."),
    )


def _mix_lines(industry: str) -> tuple[Line, ...]:
    """The rows of the mix table that apply in the industry, in the words of the sheet."""
    rows = [row for row in method_table() if row.industry == industry]
    if not any(row.career_level is None for row in rows):
        rows += [row for row in method_table() if row.industry is None and (not rows or row.career_level is None)]
    note = "Shares of training hours. They are planning figures, not measured facts; the settings can overrule them."
    return (*(Line(_mix_label(row, industry), _mix_text(row)) for row in rows), Line("What they are", note))


def _mix_label(row: MixRow, industry: str) -> str:
    if row.career_level:
        return row.career_level
    return "every career level" if row.industry == industry else "no career level known"


def _mix_text(row: MixRow) -> str:
    return f"{row.soft:.0%} soft, {row.hard:.0%} hard ({MIX_STATUS[row.status]})"


def _metrics(industry: str) -> tuple[MetricDef, ...]:
    rules = load_rules(Engagement(workbook=Path(WORKBOOK), industry=industry)).value
    return rules.metrics if rules else ()


def _metric_text(metric: MetricDef) -> str:
    formula = speaker_for("en", None, "EUR").say(say(f"formula.metric.{metric.id.replace('-', '_')}"))
    return (
        f"{formula} Worked out from other sheets where they allow it; a value given here counts instead."
        if metric.computed
        else formula
    )
