"""Six people worked by hand: every number of `six_people.md` is what the program prints or finds.

The workbook stands here as its rows, the working in `six_people.md`. Fractions are written as they are worked there.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from pathlib import Path

import pandas as pd
import pytest
from independent import write_sheets

from skillreport.analyse.checks import check
from skillreport.analyse.findings import Findings, analyse
from skillreport.cli import cli
from skillreport.read.assessment import read_assessment
from skillreport.read.settings import load_engagement
from skillreport.rules.load import load_rules, metric_names

AS_OF = date(2026, 9, 30)
DAY = date(2026, 9, 10)  # of most ratings: 20 days old

SETTINGS = """\
client: Six
industry: technology
period: 2026-Q3
workbook: assessment.xlsx
org_chart: org_chart.xlsx
training_hours_per_person: 40
privacy_threshold: {threshold}
formats: [html]
mix:
  overrides:
    - {{person: E5, soft: 50, reason: Eli moves to a role with customers}}
"""

CHART = [
    ("Employee ID", "Name", "Manager ID", "Role", "Career level", "Team", "Start date", "FTE"),
    ("E1", "Ana", "", "Lead", "manager", "", date(2019, 1, 1), 1),
    ("E2", "Ben", "E1", "Lead", "manager", "North", date(2019, 1, 1), 1),
    ("E3", "Cai", "E2", "Analyst", "senior", "North", date(2020, 1, 1), 1),
    ("E4", "Dee", "E2", "Analyst", "intermediate", "North", date(2021, 1, 1), 0.5),
    ("E5", "Eli", "E1", "Analyst", "entry", "South", date(2024, 1, 1), 1),
    ("E6", "Fay", "E1", "Analyst", "senior", "South", date(2018, 1, 1), 1),
]
SKILLS = [
    ("Skill", "Category", "Group", "Criticality"),
    ("SQL", "hard", "Data", None),
    ("Testing", "hard", "Data", None),
    ("Coaching", "soft", "People", 2),
    ("Listening", "soft", "People", 1),
]
REQUIREMENTS = [
    ("Role", "Employee", "Career level", "Skill", "Required level", "Criticality", "From date"),
    ("Analyst", "", "", "SQL", 4, 3, ""),
    ("Analyst", "", "", "Testing", 3, None, ""),  # weight: the skill has none, so 2
    ("Analyst", "", "senior", "Testing", 4, 2, ""),  # beats the role's own row
    ("Analyst", "", "", "Listening", 3, None, ""),  # weight: the skill's, 1
    ("", "E4", "", "Listening", 2, 1, ""),  # beats both
    ("Analyst", "", "", "Coaching", 3, 2, date(2027, 1, 1)),  # not yet
    ("Lead", "", "", "SQL", 3, 1, ""),
    ("Lead", "", "", "Coaching", 4, 3, ""),
    ("Lead", "", "", "Listening", 4, 2, ""),
]
RATINGS = [
    ("Employee", "Skill", "Level", "Rater group", "Rater", "Date"),
    ("E1", "SQL", 5, "self", "E1", DAY),
    ("E1", "SQL", 3, "peer", "E2", DAY),
    ("E1", "SQL", 4, "peer", "E3", DAY),
    ("E1", "Coaching", 3, "self", "E1", DAY),  # self only
    ("E2", "SQL", 2, "self", "E2", DAY),
    ("E2", "SQL", 2, "manager", "E1", DAY),
    ("E2", "Coaching", 3, "manager", "E1", date(2025, 12, 1)),  # the same rater has rated again
    ("E2", "Coaching", 4, "manager", "E1", DAY),
    ("E2", "Coaching", 5, "peer", "E3", DAY),
    ("E2", "Listening", 3, "self", "E2", DAY),
    ("E2", "Listening", 4, "manager", "E1", DAY),
    ("E3", "SQL", 5, "self", "E3", DAY),
    ("E3", "SQL", 3, "manager", "E2", DAY),  # contradicts the next row: their mean
    ("E3", "SQL", 4, "manager", "E2", DAY),
    ("E3", "SQL", 4, "peer", "E4", DAY),
    ("E3", "SQL", 5, "peer", "E5", DAY),
    ("E3", "Testing", 3, "manager", "E2", DAY),
    ("E3", "Testing", 5, "peer", "E6", date(2026, 11, 1)),  # after the as-of date
    ("E3", "Listening", 4, "self", "E3", DAY),
    ("E3", "Listening", 3, "manager", "E2", DAY),
    ("E4", "SQL", 3.75, "manager", "E2", DAY),
    ("E4", "Testing", "N/A", "manager", "E2", DAY),  # does not apply
    ("E4", "Listening", 2, "self", "E4", DAY),
    ("E4", "Listening", 1, "manager", "E2", DAY),
    ("E5", "SQL", 2, "manager", "E1", DAY),
    ("E5", "SQL", 3, "peer", "E6", DAY),
    ("E5", "Testing", 4, "manager", "E1", date(2024, 9, 1)),  # older than 24 months: stale
    ("E5", "Listening", 3, "manager", "E1", date(2025, 6, 1)),  # over 12 months: counts, ageing
    ("E5", "Coaching", 3, "manager", "E1", DAY),  # not required
    ("E6", "SQL", 5, "manager", "E1", DAY),
    ("E6", "Testing", None, "manager", "E1", DAY),  # blank: not rated
    ("E6", "Listening", 2, "peer", "", DAY),  # without rater ids: within 90 days of the newest
    ("E6", "Listening", 4, "peer", "", date(2026, 8, 1)),
    ("E6", "Listening", 5, "peer", "", date(2026, 1, 1)),  # too far from the newest
]
TRAINING = [
    ("Employee", "Programme", "Start date", "Hours", "Category", "Soft share"),
    ("E1", "Coaching basics", date(2026, 3, 1), 8, "soft", None),
    ("E2", "Coaching basics", date(2026, 3, 1), 16, "soft", None),
    ("E3", "SQL deep dive", date(2026, 2, 2), 24, "hard", None),
    ("E4", "SQL deep dive", date(2026, 2, 2), 24, "hard", None),
    ("E5", "Customer project", date(2026, 5, 5), 20, "", 0.4),
    ("E6", "Town hall", date(2026, 6, 1), 3, "", None),  # without category: left out and counted
    ("E3", "Old course", date(2025, 8, 1), 16, "soft", None),  # over twelve months ago
]
CERTIFICATIONS = [
    ("Employee", "Certification", "Date", "Passed", "Expires"),
    ("E1", "SQL certificate", date(2025, 1, 10), "yes", date(2028, 1, 10)),  # holds it without having to
    ("E3", "SQL certificate", date(2024, 12, 31), "yes", date(2026, 12, 31)),  # expires within six months
    ("E4", "SQL certificate", date(2024, 5, 1), "yes", date(2026, 5, 1)),  # expired
    ("E5", "SQL certificate", date(2026, 8, 1), "no", None),  # failed
    ("E6", "SQL certificate", date(2026, 7, 15), "yes", date(2029, 7, 15)),
]
MANDATORY = [("Role", "Certification"), ("Analyst", "SQL certificate")]
METRICS = [
    ("Metric", "Period", "Unit", "Numerator", "Denominator"),
    ("Customer satisfaction", "2026-Q3", "North", 45, 60),
    ("Customer satisfaction", "2026-Q3", "South", 20, 30),
]
WORKBOOK: Mapping[str, Sequence[Sequence[object]]] = {
    "Skills": SKILLS,
    "Requirements": REQUIREMENTS,
    "Ratings": RATINGS,
    "Training": TRAINING,
    "Certifications": CERTIFICATIONS,
    "Mandatory certifications": MANDATORY,
    "Metrics": METRICS,
}
