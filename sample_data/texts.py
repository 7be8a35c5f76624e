"""The engagement's text files: settings, brand, logo, commentary, and the words of the workbook's first page."""

from sample_data import story
from sample_data.recipe import Recipe
from sample_data.workbook import FrontPage

ENGAGEMENT = """\
# The settings of one engagement: one client, one period, one folder. Paths are relative to this file.
# Whatever is left out has a stated default; the report's method page prints what was in force.

client: {client}
industry: technology            # decides the recommended mix of soft and hard training
period: 2026-Q3                 # the report speaks as of the period's last day, here 2026-09-30
prepared_by: {consultant}
prepared_for: The executive board

currency: EUR
language: en

# What the client sent.
workbook: assessment.xlsx
org_chart: org_chart.xlsx

# What the client sent last time; the report explains what changed since, and which training paid.
previous:
  - period: 2026-Q2
    workbook: previous/assessment.xlsx
    org_chart: previous/org_chart.xlsx
    figures: previous/figures.json   # what its report printed

# What the plan may use.
roadmap_start: 2026-11-01
training_hours_per_person: 40   # a year
training_budget: 150000         # a year, in the currency above

# Figures about fewer people than this are not shown.
privacy_threshold: 5

# How it looks, and the consultant's own words per section.
brand: _brand.yml
commentary: commentary
draft: false                    # true prints DRAFT on every page
"""

BRAND = """\
# The client's brand in the brand.yml format, as Quarto and Shiny read it too.
meta:
  name: {client}

logo:
  medium: logo.svg

color:
  palette:
    petrol: "#0F4C5C"
    amber: "#B5741A"
    ember: "#9C3A2E"
    ink: "#17262B"
    paper: "#FFFFFF"
  foreground: ink
  background: paper
  primary: petrol
  secondary: amber
  danger: ember
"""

LOGO = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 160" width="40mm" height="16mm" role="img">
  <title>{client}</title>
  <circle cx="286" cy="42" r="17" fill="#B5741A"/>
  <path d="M66 104 L158 16 L204 60 L236 36 L334 104 Z" fill="#0F4C5C"/>
  <path d="M158 16 L204 60 L176 76 L158 56 L142 70 L126 47 Z" fill="#DFEAEC"/>
  <path d="M58 120 H342" stroke="#0F4C5C" stroke-width="7" stroke-linecap="round"/>
  <path d="M96 135 H304" stroke="#247A87" stroke-width="7" stroke-linecap="round"/>
  <path d="M142 150 H258" stroke="#7FB7BF" stroke-width="7" stroke-linecap="round"/>
</svg>
"""

ANSWER = """\
Of everything the roles ask for and that was rated, {{ organisation.attainment }} is in place today. We read what is not
as a list of decisions rather than a list of shortcomings: practice closes one gap, training another, and a third only
closes when work is divided differently. Critical skills come first, each with a named owner.
"""

MIX = """\
In the last twelve months, {{ organisation.mix.actual.soft }} of the training hours went into soft skills. A mix is a
planning assumption, not a law of nature: we use it to ask whether the effort follows a choice or a habit. We suggest to
look at it again once the first programmes have been measured.
"""

FRONT_PAGE_LINES = (
    ("Purpose", "Skill ratings, role requirements, trainings and metrics of {client}, for the report on 2026-Q3."),
    ("", "This company, its people and all figures are made up."),
    ("", ""),
    ("Step 1", "Skills and Scale: check that they are your words. Every skill is hard or soft."),
    (
        "Step 2",
        "Requirements: one row per role and skill. Fill in a career level only where it asks for another level.",
    ),
    ("Step 3", "Ratings: one row per person, skill and rater. Leave out what was not rated; do not write 0 for it."),
    ("Step 4", "Training, Certifications, Courses: paste the export of the last twelve months under the headers."),
    ("Step 5", "Metrics: one row per metric, quarter and unit; leave the unit blank for the whole organisation."),
    ("Step 6", "Objectives: what the training is for. Save, and send this file with the org chart."),
    ("", ""),
    ("Dark header", "This column has to be filled in."),
    ("Light header", "This column may stay blank; the report says what it would add."),
    ("Drop-downs", "Their words stand on the sheet Lists. Other words are accepted with a warning."),
    ("Dates", "Real dates, shown as year-month-day."),
    ("Employees", "Ids as text, exactly as in the org chart."),
)


def text_files(recipe: Recipe) -> dict[str, str]:
    """Every text file of the engagement by its path."""
    return {
        "engagement.yml": ENGAGEMENT.format(client=quoted(recipe.client), consultant=story.CONSULTANT),
        "_brand.yml": BRAND.format(client=quoted(recipe.client)),
        "logo.svg": LOGO.format(client=escaped(recipe.client)),
        "commentary/answer.md": ANSWER,
        "commentary/mix.md": MIX,
    }


def quoted(text: str) -> str:
    """A YAML scalar: plain where that is safe, else in double quotes."""
    if text.replace(" ", "").isalnum() and not text[:1].isdigit():
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def front_page(recipe: Recipe) -> FrontPage:
    lines = tuple((label, text.format(client=recipe.client)) for label, text in FRONT_PAGE_LINES)
    return FrontPage(f"Skill assessment {recipe.client}", lines)
