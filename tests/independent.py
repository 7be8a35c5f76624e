"""The sample's figures a second time, with plain pandas from the workbooks and from the method's words alone.

Nothing here imports the package or looks at how it computes: where both agree, two readings of the method agree. The
functions are written for the sample's tables (lists, headers as in the templates, levels as numbers); they are no
second reader. `figures` returns a value per figure id; None where nothing is there to divide by, or where fewer people
than the threshold stand behind the figure. What else is withheld to protect those groups is not settled here, for the
method leaves a choice; `behind` says whom a figure is about, so that what is printed can be held against it.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

TOLERANCE = 1e-9
SEVERITY = (0.125, 0.25, 0.5)  # upper bounds of minor, moderate, significant as shares of the scale's width
CRITICAL = 3.0
BENCH = 2.0
DEFAULT_WEIGHT = 2.0
NEAR = 0.25
STRAIGHT_LINE = 8  # skills of a form that can be a straight line
RATER_PAIRS = 10  # pairs over which a rater is compared
RATER_SHIFT = 0.125  # levels by which doubtful ratings may move the weighted gap
FEWEST_RATERS = 3
AGEING_MONTHS = 12
EXPIRY_MONTHS = 6
COMPLETE = 0.8
DIVERGENCE = 0.25
COHORT_SIZE = 12
MIX_TOLERANCE = 0.05
NAMED_GROUPS = 3
SHELF_MONTHS = {"hard": 24.0, "soft": 36.0}
HOURS_PER_LEVEL = {"hard": 24.0, "soft": 16.0}
DAYS_PER_MONTH = 365.25 / 12
TECHNOLOGY = {"entry": 0.3, "intermediate": 0.3, "senior": 0.6, "manager": 0.6, "executive": 0.6}
DEFAULT_SOFT = 0.6
WHOLE_INDUSTRIES = {"professional services": 0.5, "healthcare": 0.55}  # one share for every career level
LEVELS = tuple(TECHNOLOGY)
TRUSTED = {"completeness": 0.8, "rated_by_others": 0.7, "fresh": 0.85, "matched": 0.98}

Values = dict[str, float | None]
Sheets = dict[str, pd.DataFrame]
States = Mapping[str, str]
"""What became of each figure in the report, by id."""


def slug(text: str) -> str:
    """A name as part of an id: plain small letters and digits with hyphens between."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


MIX_TABLE = {"default": DEFAULT_SOFT} | {slug(name): soft for name, soft in WHOLE_INDUSTRIES.items()}
MIX_TABLE |= {f"technology-{level}": soft for level, soft in TECHNOLOGY.items()}


def quotient(part: float, whole: float) -> float | None:
    return part / whole if whole else None


@dataclass(frozen=True)
class Terms:
    """What the engagement's settings say."""

    as_of: pd.Timestamp
    hours_per_person: float
    threshold: int
    period: str
    industry: str
    unit_industries: Mapping[str, str]
    metrics: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Sample:
    """One engagement's tables, and what follows from them step by step."""

    sheets: Sheets
    terms: Terms

    # The tables

    @cached_property
    def chart(self) -> pd.DataFrame:
        """Everybody of the org chart, by employee id."""
        chart = self.sheets["Org chart"].set_index("Employee ID")
        for name in ("Start date", "Leave date", "Last promotion"):
            chart[name] = days(chart[name])
        return chart.assign(FTE=numbers(chart["FTE"]).fillna(1.0))

    @cached_property
    def employed(self) -> pd.DataFrame:
        """Who of the org chart is employed on the day the report speaks of."""
        start, leave = self.chart["Start date"], self.chart["Leave date"]
        return self.chart[~(start > self.terms.as_of) & ~(leave < self.terms.as_of)]

    @cached_property
    def staff(self) -> pd.DataFrame:
        """The employed, and whom only the facts know: these belong to the organisation and to no unit."""
        facts = ("Ratings", "Training", "Certifications")
        named = pd.concat([self.sheets[name]["Employee"] for name in facts]).unique()
        strangers = [{"Employee ID": name, "FTE": 1.0} for name in named if name not in self.chart.index]
        staff = pd.concat([self.employed.reset_index(), pd.DataFrame(strangers, columns=["Employee ID", "FTE"])])
        texts = dict.fromkeys(("Role", "Career level", "Department", "Team"), "")
        return staff.fillna(texts).set_index("Employee ID")

    @cached_property
    def skills(self) -> pd.DataFrame:
        """Category, Group, Weight and Shelf (months) by skill, in the workbook's order."""
        skills = self.sheets["Skills"].set_index("Skill")
        usual = skills["Category"].map(SHELF_MONTHS)
        return skills.assign(
            Weight=numbers(skills["Criticality"]), Shelf=numbers(skills["Shelf life (months)"]).fillna(usual)
        )

    @cached_property
    def scale(self) -> tuple[float, float]:
        levels = numbers(self.sheets["Scale"]["Level"])
        return float(levels.min()), float(levels.max())

    @property
    def width(self) -> float:
        return self.scale[1] - self.scale[0]

    # Levels

    @cached_property
    def ratings(self) -> pd.DataFrame:
        """Ratings of known skills with a level on the scale, not of the future; of leavers and strangers too."""
        rows = self.sheets["Ratings"]
        rows = rows.assign(Level=numbers(rows["Level"]), Date=days(rows["Date"]).fillna(self.terms.as_of))
        on_scale = rows["Level"].between(*self.scale)
        return rows[rows["Skill"].isin(self.skills.index) & on_scale & (rows["Date"] <= self.terms.as_of)]

    @cached_property
    def fresh(self) -> pd.DataFrame:
        """Ratings younger than their skill's shelf life; of each rater the newest, several of one day as their mean."""
        rows = self.ratings[self.ratings["Employee"].isin(self.staff.index)]
        months = rows["Skill"].map(self.skills["Shelf"])
        limit = [self.terms.as_of - pd.DateOffset(months=int(month)) for month in months]
        rows = rows[rows["Date"] > pd.Series(limit, index=rows.index)]
        by = ["Employee", "Skill", "Rater group", "Rater"]
        newest = rows.groupby(by)["Date"].transform("max")
        rows = rows[rows["Date"] == newest]
        return rows.groupby([*by, "Date"]).agg(Level=("Level", "mean")).reset_index()

    @cached_property
    def levels(self) -> pd.DataFrame:
        """Per person and skill: Level, SelfOnly, own view, manager's view, newest and median age of the ratings."""
        by = ["Employee", "Skill"]
        groups = self.fresh.pivot_table(index=by, columns="Rater group", values="Level", aggfunc="mean")
        others = groups.drop(columns="self").mean(axis=1)
        ages = (self.terms.as_of - self.fresh["Date"]).dt.days
        age = self.fresh.assign(Days=ages).groupby(by)["Days"]
        spread = self.fresh.groupby(by)["Level"].agg(["std", "count"])
        return pd.DataFrame(
            {
                "Level": others.fillna(groups["self"]),
                "SelfOnly": others.isna(),
                "Own": groups["self"],
                "Manager": groups["manager"],
                "Newest": self.fresh.groupby(by)["Date"].max(),
                "Days": age.median(),
                "Spread": spread["std"],
                "Raters": spread["count"],
            }
        )

    # Requirements and gaps

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """A row per person and required skill: the person's career level beats the role's own row."""
        asked = self.sheets["Requirements"]
        asked = asked[~(days(asked["From date"]) > self.terms.as_of)]
        people = self.staff.rename_axis("Employee").reset_index()
        people = people[["Employee", "Role", "Career level", "Department", "Team"]]
        pairs = people.merge(asked, on="Role", suffixes=("", " asked"))
        same = pairs["Career level asked"] == pairs["Career level"]
        pairs = pairs[same | (pairs["Career level asked"] == "")].assign(Same=same)
        pairs = pairs.sort_values("Same").drop_duplicates(["Employee", "Skill"], keep="last")
        weight = numbers(pairs["Criticality"]).fillna(pairs["Skill"].map(self.skills["Weight"])).fillna(DEFAULT_WEIGHT)
        pairs = pairs.assign(
            Required=numbers(pairs["Required level"]),
            Weight=weight,
            Group=pairs["Skill"].map(self.skills["Group"]),
            Category=pairs["Skill"].map(self.skills["Category"]),
        ).join(self.levels, on=["Employee", "Skill"])
        gap = (pairs["Required"] - pairs["Level"]).clip(lower=0)
        gap = gap.mask(gap < TOLERANCE, 0.0)
        return pairs.assign(Gap=gap, Open=pairs["Weight"] * gap, Rated=pairs["Level"].notna()).sort_index()

    @cached_property
    def rated(self) -> pd.DataFrame:
        return self.pairs[self.pairs["Rated"]]

    # Units

    @cached_property
    def units(self) -> dict[str, list[str]]:
        """The people of each department and team, by unit id."""
        found: dict[str, list[str]] = {}
        for name in ("Department", "Team"):
            for unit, people in self.staff.groupby(name):
                if unit:
                    found[slug(str(unit))] = list(people.index)
        return found

    # Training

    @cached_property
    def rule_of(self) -> pd.Series:
        """The row of the mix table per person of the staff: the industry of the nearest unit that has its own, else the
        organisation's, and in technology the career level."""
        found = {}
        for row in self.staff.rename(columns={"Career level": "Level"}).itertuples():
            own = (self.terms.unit_industries.get(str(unit)) for unit in (row.Team, row.Department))
            industry = next((name for name in own if name), self.terms.industry)
            level = str(row.Level)
            by_level = f"technology-{level}" if level in TECHNOLOGY else "default"
            found[row.Index] = slug(industry) if industry in WHOLE_INDUSTRIES else by_level
        assert {self.terms.industry, *self.terms.unit_industries.values()} <= {"technology", *WHOLE_INDUSTRIES}
        return pd.Series(found)

    @cached_property
    def soft_of(self) -> "pd.Series[float]":
        """Recommended soft share per person of the staff."""
        return self.rule_of.map(MIX_TABLE).astype(float)

    @cached_property
    def training(self) -> pd.DataFrame:
        """Log rows of the last twelve months with hours and a category: Hours, Soft and Asked (both in hours)."""
        log = self.sheets["Training"]
        log = log.assign(Start=days(log["Start date"]), Hours=numbers(log["Hours"]))
        year = (log["Start"] > self.terms.as_of - pd.DateOffset(years=1)) & (log["Start"] <= self.terms.as_of)
        log = log[year & (log["Hours"] >= 0) & log["Employee"].isin(self.staff.index)]
        courses = self.sheets["Courses"].set_index("Programme")
        sides = {"hard": 0.0, "soft": 1.0}
        of_course = numbers(courses["Soft share"]).fillna(courses["Category"].map(sides).astype(float))
        share = log["Category"].map(sides).astype(float).fillna(log["Programme"].map(of_course))
        log = log.assign(Soft=log["Hours"] * share, Asked=log["Hours"] * log["Employee"].map(self.soft_of))
        return log[share.notna()]

    @cached_property
    def budget(self) -> pd.DataFrame:
        """Hours per person of the staff: hard and soft. Whom the org chart does not know gets none."""
        hours = self.staff["FTE"] * self.terms.hours_per_person * self.staff.index.isin(self.chart.index)
        return pd.DataFrame({"soft": hours * self.soft_of, "hard": hours * (1 - self.soft_of)})

    @cached_property
    def planned(self) -> pd.DataFrame:
        """A row per person and skill that gets hours: the largest weighted gaps of each side first."""
        wanted = self.rated[self.rated["Gap"] > 0]
        per_level = wanted["Category"].map(HOURS_PER_LEVEL).astype(float)
        wanted = wanted.assign(Need=wanted["Gap"] * per_level)
        order = wanted.assign(Place=wanted["Skill"].map(list(self.skills.index).index))
        order = order.sort_values(["Employee", "Category", "Open", "Place"], ascending=[True, True, False, True])
        before = order.groupby(["Employee", "Category"])["Need"].cumsum() - order["Need"]
        limit = [self.budget.at[row.Employee, row.Category] for row in order.itertuples()]
        left = (pd.Series(limit, index=order.index) - before).clip(lower=0)
        return order.assign(Hours=left.where(left < order["Need"], order["Need"]))


def read_sheets(path: Path) -> dict[str, pd.DataFrame]:
    """Every sheet with its first row as header, cells as they are; blank cells are empty text."""
    sheets = pd.read_excel(path, sheet_name=None, dtype=object, engine="calamine", keep_default_na=False)
    return {str(name): sheet.fillna("") for name, sheet in sheets.items()}


def write_sheets(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> None:
    """A workbook of the given rows, headers first; None and empty text are blank cells."""
    with xlsxwriter.Workbook(path) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for place, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(place, column, cell, day)
                    elif cell not in (None, ""):
                        sheet.write(place, column, cell)


def numbers(column: pd.Series) -> "pd.Series[float]":
    """Numbers; whatever is none is missing."""
    return pd.to_numeric(column, errors="coerce").astype(float)


def days(column: pd.Series) -> pd.Series:
    """Real dates; text is missing, for its order may be ambiguous."""
    return pd.to_datetime(column.map(lambda cell: cell if isinstance(cell, date | datetime) else pd.NaT))


# The figures


def figures(sample: Sample, states: States) -> Values:
    """A value for every figure id that is computed here; some of them the report does not print. `states` is for what
    speaks only of what is printed."""
    parts = (
        *(organisation(sample), trust(sample), units(sample), groups(sample), skills(sample), bench(sample)),
        *(views(sample), roles(sample), mixes(sample, states), rules(sample), plan(sample)),
        *(ranking(sample, states), issues(sample), settings(sample)),
    )
    return joined(parts)


def joined(parts: Iterable[Values]) -> Values:
    """All values; no id may be computed in two places."""
    found: Values = {}
    for part in parts:
        assert not found.keys() & part.keys()
        found |= part
    return found


def gap_measures(pairs: pd.DataFrame) -> Values:
    """The measures of a set of required pairs."""
    rated = pairs[pairs["Rated"]]
    met = rated["Level"] >= rated["Required"] - TOLERANCE
    near = rated["Level"] >= rated["Required"] - NEAR - TOLERANCE
    return {
        "weighted_gap": quotient(rated["Open"].sum(), rated["Weight"].sum()),
        "mean_gap": quotient(rated["Gap"].sum(), len(rated)),
        "attainment": quotient(met.sum(), len(rated)),
        "attainment_near": quotient(near.sum(), len(rated)),
        "attainment_if_unknown_unmet": quotient(met.sum(), len(pairs)),
        "completeness": quotient(len(rated), len(pairs)),
        "unknown_share": quotient(len(pairs) - len(rated), len(pairs)),
        "self_only_share": quotient(rated["SelfOnly"].astype(bool).sum(), len(rated)),
        "burden": float(rated["Gap"].sum()),
        "affected": float((rated["Gap"] > 0).sum()),
        "rated_pairs": float(len(rated)),
        "required_pairs": float(len(pairs)),
        "people": float(rated["Employee"].nunique()),
    }


def named(prefix: str, values: Mapping[str, float | None]) -> Values:
    return {f"{prefix}.{name}": None if value is None else float(value) for name, value in values.items()}


def organisation(sample: Sample) -> Values:
    measures = gap_measures(sample.pairs)
    pairs = {
        "attainment.pairs": measures["rated_pairs"],
        "attainment_near.pairs": measures["rated_pairs"],
        "attainment_if_unknown_unmet.pairs": measures["required_pairs"],
        "attainment_far.pairs": measures["rated_pairs"],
        "attainment_if_unknown_met.pairs": measures["required_pairs"],
    }
    return named("organisation", measures | pairs | read_otherwise(sample) | read_without(sample))


def read_otherwise(sample: Sample) -> Values:
    """The headline if every level were higher or lower, and if the unrated pairs were met or at the lowest level."""
    pairs, rated = sample.pairs, sample.rated

    def weighted_gap(of: pd.DataFrame, levels: "pd.Series[float]") -> float | None:
        return quotient((of["Weight"] * (of["Required"] - levels).clip(lower=0)).sum(), of["Weight"].sum())

    met = (rated["Level"] >= rated["Required"] - TOLERANCE).sum()
    return {
        "weighted_gap_near": weighted_gap(rated, rated["Level"] + NEAR),
        "weighted_gap_far": weighted_gap(rated, rated["Level"] - NEAR),
        "weighted_gap_if_unknown_met": weighted_gap(pairs, pairs["Level"].fillna(pairs["Required"])),
        "weighted_gap_if_unknown_lowest": weighted_gap(pairs, pairs["Level"].fillna(sample.scale[0])),
        "attainment_far": quotient((rated["Level"] - NEAR >= rated["Required"] - TOLERANCE).sum(), len(rated)),
        "attainment_if_unknown_met": quotient(met + len(pairs) - len(rated), len(pairs)),
    }


def trust(sample: Sample) -> Values:
    rated, pairs = sample.rated, sample.pairs
    stale = rating_pairs(sample.ratings[sample.ratings["Employee"].isin(sample.staff.index)])
    known = rating_pairs(sample.fresh)
    people = sample.ratings["Employee"].unique()
    present = [person for person in people if person in sample.staff.index]
    in_chart = [person for person in present if person in sample.employed.index]
    old = rated["Newest"] < sample.terms.as_of - pd.DateOffset(months=AGEING_MONTHS)
    values = {
        "completeness": quotient(len(rated), len(pairs)),
        "required": len(pairs),
        "unrated": len(pairs) - len(rated),
        "rated_by_others": quotient((~rated["SelfOnly"].astype(bool)).sum(), len(rated)),
        "self_only": rated["SelfOnly"].astype(bool).sum(),
        "fresh": quotient(len(known), len(stale | known)),
        "stale": len(stale - known),
        "ageing": old.sum(),
        "matched": quotient(len(in_chart), len(present)),
        "unmatched": len(present) - len(in_chart),
        "median_age": float(rated["Days"].median()) / DAYS_PER_MONTH,
    }
    return named("trust", values | how_rated(sample))


FORM = ["Employee", "Rater group", "Rater", "Date"]


def how_rated(sample: Sample) -> Values:
    """Forms of enough skills with one level throughout, and raters whose levels lie far from the others'."""
    long = long_forms(sample)
    compared = apart_from_others(sample)
    bound = DIVERGENCE * sample.width
    return {
        "forms": len(long),
        "forms.straight_lined": quotient(straight_lined(long).sum(), len(long)),
        "raters": len(compared),
        "raters.far": (compared.abs() >= bound - TOLERANCE).sum(),
        "raters.bound": bound,
    }


def long_forms(sample: Sample) -> pd.DataFrame:
    """Lowest and highest level and number of skills of each form of enough skills."""
    forms = sample.fresh.groupby(FORM)["Level"].agg(["min", "max", "count"])
    return forms[forms["count"] >= STRAIGHT_LINE]


def straight_lined(forms: pd.DataFrame) -> "pd.Series[bool]":
    return forms["max"] - forms["min"] <= TOLERANCE


def apart_from_others(sample: Sample) -> "pd.Series[float]":
    """How far each rater lies from the others of the same pairs, without self; raters with enough such pairs."""
    rows = sample.fresh[sample.fresh["Rater group"] != "self"]
    pairs = ["Employee", "Skill"]
    whole = rows.groupby(pairs)["Level"].agg(["sum", "count"])
    own = rows[rows["Rater"] != ""].groupby(["Rater", *pairs])["Level"].agg(["sum", "count"])
    rest = own.join(whole.add_suffix(" of all"), on=pairs)
    others = (rest["sum of all"] - rest["sum"]) / (rest["count of all"] - rest["count"])
    apart = (rest["sum"] / rest["count"] - others).dropna().groupby("Rater").agg(["mean", "count"])
    return apart.loc[apart["count"] >= RATER_PAIRS, "mean"]


def read_without(sample: Sample) -> Values:
    """The headline from the ratings that are left without straight-lined forms, and without what raters far from the
    others say of others. None where too few raters or people stand behind what is left out."""
    fresh, long = sample.fresh, long_forms(sample)
    straight = set(long.index[straight_lined(long)])
    apart = apart_from_others(sample).abs()
    far = set(apart.index[apart >= DIVERGENCE * sample.width - TOLERANCE])
    left_out = {
        "straight_lines": pd.Series([tuple(row) in straight for row in fresh[FORM].to_numpy()], index=fresh.index),
        "far_raters": fresh["Rater"].isin(far) & (fresh["Rater group"] != "self"),
    }
    found: Values = {}
    for name, chosen in left_out.items():
        if chosen.any():
            measures, behind = gap_measures(pairs_from(sample, fresh[~chosen])), behind_the_headline(sample, chosen)
            few = behind["Rater"].nunique() < FEWEST_RATERS or too_few(sample, behind["Employee"].nunique())
            found |= {
                f"weighted_gap_without_{name}": None if few else measures["weighted_gap"],
                f"attainment_without_{name}": None if few else measures["attainment"],
                f"attainment_without_{name}.pairs": None if few else measures["rated_pairs"],
            }
    return found


def pairs_from(sample: Sample, ratings: pd.DataFrame) -> pd.DataFrame:
    """The required pairs with levels from some of the ratings only."""
    groups = ratings.pivot_table(index=["Employee", "Skill"], columns="Rater group", values="Level", aggfunc="mean")
    level = groups.drop(columns="self").mean(axis=1).fillna(groups["self"]).rename("Level")
    pairs = sample.pairs.drop(columns="Level").join(level, on=["Employee", "Skill"])
    gap = (pairs["Required"] - pairs["Level"]).clip(lower=0)
    return pairs.assign(Gap=gap, Open=pairs["Weight"] * gap, Rated=pairs["Level"].notna())


def behind_the_headline(sample: Sample, chosen: "pd.Series[bool]") -> pd.DataFrame:
    """Of the chosen ratings those that count in the level of a pair that is required: own views where nobody else
    rated. Every rater has a name in these samples."""
    rated = sample.rated.set_index(["Employee", "Skill"])["SelfOnly"].astype(bool)
    rows = sample.fresh[chosen].join(rated, on=["Employee", "Skill"], how="inner")
    assert (rows["Rater"] != "").all()
    return rows[(rows["Rater group"] != "self") | rows["SelfOnly"]]


def rating_pairs(ratings: pd.DataFrame) -> set[tuple[str, str]]:
    return set(zip(ratings["Employee"], ratings["Skill"], strict=True))


def units(sample: Sample) -> Values:
    found: Values = {}
    whole = sample.rated["Open"].sum()
    for unit, people in sample.units.items():
        pairs = sample.pairs[sample.pairs["Employee"].isin(people)]
        measures = gap_measures(pairs)
        few = too_few(sample, measures["people"])
        measures |= {"gap_share": quotient(pairs["Open"].sum(), whole)}
        found |= named(f"unit.{unit}", dict.fromkeys(measures) if few else measures)
    return found


def too_few(sample: Sample, people: float | None) -> bool:
    """Whether a group is too small to be shown; an empty one hides nobody."""
    return 0 < (people or 0) < sample.terms.threshold


def groups(sample: Sample) -> Values:
    """The heat map: mean gap of unit × skill group, and the cells that hold most missing levels."""
    found: Values = {}
    whole = sample.rated["Gap"].sum()
    for group in sample.skills["Group"].unique():
        of_group = sample.pairs[sample.pairs["Group"] == group]
        found |= named(f"organisation.group.{slug(group)}", {"mean_gap": gap_measures(of_group)["mean_gap"]})
        for unit, people in sample.units.items():
            measures = gap_measures(of_group[of_group["Employee"].isin(people)])
            cell = {name: measures[name] for name in ("mean_gap", "burden", "people")}
            cell["burden_share"] = quotient(cell["burden"] or 0.0, whole)
            few = too_few(sample, measures["people"])
            found |= named(f"unit.{unit}.group.{slug(group)}", dict.fromkeys(cell) if few else cell)
    return found


def skills(sample: Sample) -> Values:
    found: Values = {}
    for skill in sample.skills.index:
        pairs = sample.pairs[sample.pairs["Skill"] == skill]
        rated = pairs[pairs["Rated"]]
        measures = gap_measures(pairs)
        if len(rated):
            usual = float(rated["Required"].mode().iloc[0])
            measures |= {"usual_level": usual, "below_usual": float((reached(rated) < usual).sum())}
            lowest, highest = sample.scale
            for step in range(int(lowest), int(highest) + 1):
                measures[f"at_level.{step}"] = float((reached(rated) == step).sum())
        found |= named(f"skill.{slug(skill)}", measures)
    return found


def reached(rated: pd.DataFrame) -> "pd.Series[float]":
    """The whole level that each person has reached."""
    return (rated["Level"] + TOLERANCE) // 1


def bench(sample: Sample) -> Values:
    """Per requirement of a role (or a career level in it) the people at its level; the weakest stands for the skill.
    Roles that one person holds stand for none."""
    incumbents = sample.staff["Role"].value_counts()
    asked = sample.pairs[(sample.pairs["Weight"] >= BENCH) & (sample.pairs["Role"].map(incumbents) > 1)]
    found: Values = {}
    statuses = []
    for skill, of_skill in asked.groupby("Skill"):
        levels = sample.levels.xs(skill, level="Skill")["Level"]
        unrated = int((~sample.pairs[sample.pairs["Skill"] == skill]["Rated"]).sum())
        rows = []
        for (role, level), of_row in of_skill.groupby(["Role", "Career level asked"]):
            required = float(of_row["Required"].iloc[0])
            holders = int((levels >= required - TOLERANCE).sum())
            weight = float(of_row["Weight"].iloc[0])
            rows.append((holders, -required, str(role), str(level), weight, len(of_row)))
        holders, required, _, _, weight, needed = min(rows)
        below = levels[levels < -required - TOLERANCE]
        status = ("uncovered", "single")[holders] if holders < 2 else "covered"
        statuses.append("not_shown" if holders < 2 and unrated else status)
        values = {
            "holders": holders,
            "weight": weight,
            "level": -required,
            "needed": needed,
            "next_best": below.max() if len(below) else None,
            "next_count": (below >= below.max() - TOLERANCE).sum(),
        }
        found |= named(f"skill.{slug(str(skill))}.bench", values)
    counts = {name: statuses.count(name) for name in ("uncovered", "single", "not_shown", "covered")}
    counts |= {"exposed": counts["uncovered"] + counts["single"], "skills": len(statuses)}
    return found | named("organisation.bench", counts)


def views(sample: Sample) -> Values:
    """Own against managers' view, and how far raters of one pair lie apart."""
    levels = sample.levels
    both = levels.dropna(subset=["Own", "Manager"])
    difference = both["Own"] - both["Manager"]
    bound = DIVERGENCE * sample.width - TOLERANCE
    found = named(
        "organisation.views",
        {
            "pairs": len(both),
            "blind_spots": (difference >= bound).mean(),
            "hidden_strengths": (difference <= -bound).mean(),
        },
    )
    for skill in sample.skills.index:
        of_skill = both[both.index.get_level_values("Skill") == skill]
        several = levels[(levels.index.get_level_values("Skill") == skill) & (levels["Raters"] >= 2)]
        values = {
            "both_views": len(of_skill),
            "own_view": of_skill["Own"].mean(),
            "manager_view": of_skill["Manager"].mean(),
            "divergence": (of_skill["Own"] - of_skill["Manager"]).mean(),
            "agreement": several["Spread"].mean(),
            "agreement_pairs": len(several),
        }
        found |= named(f"skill.{slug(skill)}", values)
    return found


def readiness(sample: Sample) -> pd.DataFrame:
    """Role, Share, Status and Both (at the level in every critical skill) by employee."""
    lowest = sample.scale[0]
    rows = {}
    for employee, pairs in sample.pairs.groupby("Employee"):
        rated = pairs[pairs["Rated"]]
        judged = rated[rated["Required"] > lowest]
        part = ((judged["Level"] - lowest) / (judged["Required"] - lowest)).clip(upper=1)
        share = quotient((judged["Weight"] * part).sum(), judged["Weight"].sum())
        critical = pairs[pairs["Weight"] >= CRITICAL]
        if (critical["Gap"] > 0).any():
            status = "not_ready"
        elif not critical["Rated"].all() or len(rated) < COMPLETE * len(pairs) - TOLERANCE:
            status = "unknown"
        else:
            status = "ready"
        both = bool((critical["Gap"] == 0).all())
        rows[employee] = {"Role": pairs["Role"].iloc[0], "Share": share, "Status": status, "Both": both}
    return pd.DataFrame.from_dict(rows, orient="index")


def roles(sample: Sample) -> Values:
    people = readiness(sample)
    found = named("organisation", {"ready": (people["Status"] == "ready").sum(), "with_role": len(people)})
    for role, of_role in people.groupby("Role"):
        counts = {status: (of_role["Status"] == status).sum() for status in ("ready", "not_ready", "unknown")}
        values: Values = {**counts, "readiness": of_role["Share"].mean(), "both_domains": of_role["Both"].sum()}
        few = too_few(sample, len(of_role))
        found |= named(f"role.{slug(str(role))}", dict.fromkeys(values) if few else values)
        found[f"role.{slug(str(role))}.people"] = None if few else float(len(of_role))
    return found


def mixes(sample: Sample, states: States) -> Values:
    """Recommended, actual, planned and gap mix of the organisation, units, roles and career levels."""
    found = mix(sample, "organisation", list(sample.staff.index), hidden=False)
    for unit, people in sample.units.items():
        found |= mix(sample, f"unit.{unit}", people, too_few(sample, len(people)))
    for prefix, column in (("role", "Role"), ("career_level", "Career level")):
        for name, members in sample.staff.groupby(column):
            if name:
                few = too_few(sample, len(members))
                found |= mix(sample, f"{prefix}.{slug(str(name))}", list(members.index), few)
    log = sample.sheets["Training"]
    within = days(log["Start date"]) > sample.terms.as_of - pd.DateOffset(years=1)
    found["organisation.mix.left_out"] = float(within.sum() - len(sample.training))
    points = {level: f"career_level.{level}.mix.deviation.points" for level in LEVELS}
    off = [abs(found[id] or 0.0) > MIX_TOLERANCE + TOLERANCE for id in points.values() if states.get(id) == "known"]
    said = [start for start in disagreeing(sample, found) if printed_mix(start, states)]
    found["mix.disagree.more"] = float(len(said) - NAMED_GROUPS)
    hours = sample.planned["Hours"]
    recommended = (hours * sample.planned["Employee"].map(sample.soft_of)).sum() / hours.sum()
    soft = hours[sample.planned["Category"] == "soft"].sum() / hours.sum()
    of_plan = {"planned.recommended.soft": recommended, "planned.points": soft - recommended}
    return found | named("organisation.mix", {"levels": len(off), "levels_off": sum(off), **of_plan})


def printed_mix(start: str, states: States) -> bool:
    """Whether recommended, actual and gap share of a group are all printed."""
    return all(states.get(f"{start}.mix.{name}.soft") == "known" for name in ("recommended", "actual", "gap"))


def disagreeing(sample: Sample, found: Values) -> list[str]:
    """Departments, career levels and roles in which rule and gaps lie on opposite sides of the actual mix."""
    departments = {f"unit.{slug(str(name))}" for name in sample.staff["Department"].unique() if name}
    starts = [id.removesuffix(".mix.actual.soft") for id in found if id.endswith(".mix.actual.soft")]
    said = []
    for start in starts:
        if start not in departments and not start.startswith(("role.", "career_level.")):
            continue
        rule, now, gap = (found[f"{start}.mix.{name}.soft"] for name in ("recommended", "actual", "gap"))
        if rule is None or now is None or gap is None or (rule - now) * (gap - now) >= 0:
            continue
        if min(abs(rule - now), abs(gap - now)) > MIX_TOLERANCE + TOLERANCE:
            said.append(start)
    return said


def mix(sample: Sample, prefix: str, people: Sequence[str], hidden: bool) -> Values:
    log = sample.training[sample.training["Employee"].isin(people)]
    rated = sample.rated[sample.rated["Employee"].isin(people)]
    plan = sample.planned[sample.planned["Employee"].isin(people)]
    budget = sample.budget.loc[list(people)]
    hours, soft, asked = (float(log[name].sum()) for name in ("Hours", "Soft", "Asked"))
    recommended = asked / hours if hours else quotient(budget["soft"].sum(), budget.sum().sum())
    shares = {
        "recommended": recommended,
        "actual": quotient(soft, hours),
        "planned": quotient(plan.loc[plan["Category"] == "soft", "Hours"].sum(), plan["Hours"].sum()),
        "gap": quotient(rated.loc[rated["Category"] == "soft", "Open"].sum(), rated["Open"].sum()),
    }
    values: Values = {}
    for name, share in shares.items():
        values |= {f"{name}.soft": share, f"{name}.hard": None if share is None else 1 - share}
    trained = float(log.loc[log["Hours"] > 0, "Employee"].nunique())
    values |= {
        "deviation.points": (soft - asked) / hours if hours else None,
        "deviation.hours": soft - asked if hours else None,
        "hours": hours if hours else None,
        "people": trained,
    }
    about = {"planned": plan.loc[plan["Hours"] > TOLERANCE, "Employee"], "gap": rated.loc[rated["Gap"] > 0, "Employee"]}
    for name in values:
        start = name.split(".")[0]
        if hidden or too_few(sample, about[start].nunique() if start in about else trained):
            values[name] = None
    return named(f"{prefix}.mix", values)


def behind(sample: Sample) -> dict[str, list[str]]:
    """The people of each group that figures are about, by the start of the figures' ids."""
    found = {"organisation": list(sample.staff.index)}
    found |= {f"unit.{unit}": people for unit, people in sample.units.items()}
    for prefix, column in (("role", "Role"), ("career_level", "Career level")):
        for name, members in sample.staff.groupby(column):
            if name:
                found[f"{prefix}.{slug(str(name))}"] = list(members.index)
    return found


def rules(sample: Sample) -> Values:
    """The rows of the mix table that apply, and to how many; the default stands beside them as a reference line."""
    found: Values = {"rule.mix.default.soft": DEFAULT_SOFT}
    for name, count in sample.rule_of.value_counts().items():
        soft = MIX_TABLE[str(name)]
        found |= named(f"rule.mix.{name}", {"soft": soft, "hard": 1 - soft, "people": count})
    return found | {"rule.mix.count": float(sample.rule_of.nunique())}


def plan(sample: Sample) -> Values:
    hours = sample.planned
    found = plan_of(sample, "organisation", list(sample.staff.index))
    whole = float(hours["Hours"].sum())
    need = float(hours["Need"].sum())
    found |= named("organisation.plan", {"planned": whole, "unmet": need - whole, "covered": quotient(whole, need)})
    for unit, people in sample.units.items():
        found |= plan_of(sample, f"unit.{unit}", people)
    for role, members in sample.staff.groupby("Role"):
        of_role = hours[hours["Employee"].isin(members.index) & (hours["Hours"] > TOLERANCE)]
        sides = {kind: of_role.loc[of_role["Category"] == kind, "Hours"].sum() for kind in ("soft", "hard")}
        count = float(of_role["Employee"].nunique())
        if role:
            few = too_few(sample, count)
            found |= named(f"role.{slug(str(role))}.pathway", dict.fromkeys(sides) if few else sides)
            found[f"role.{slug(str(role))}.pathway.people"] = None if few else count
    found["organisation.plan.pathways"] = float(hours[hours["Hours"] > TOLERANCE]["Role"].nunique())
    months = 10
    load = {"capacity": float(sample.budget.sum().sum()) / months, "training_hours": whole}
    load["soft_share"] = float(hours.loc[hours["Category"] == "soft", "Hours"].sum()) / whole
    return found | named("roadmap", load)


def plan_of(sample: Sample, prefix: str, people: Sequence[str]) -> Values:
    hours = sample.planned[sample.planned["Employee"].isin(people) & (sample.planned["Hours"] > TOLERANCE)]
    soft, hard = (float(hours.loc[hours["Category"] == kind, "Hours"].sum()) for kind in ("soft", "hard"))
    budget = float(sample.budget.loc[list(people)].sum().sum())
    values = {"budget": budget, "soft": soft, "hard": hard, "reserve": budget - soft - hard}
    return named(f"{prefix}.plan", values | {"people": hours["Employee"].nunique()})


def ranking(sample: Sample, states: States) -> Values:
    """What the report counts when it ranks skills and cells."""
    rated = sample.rated
    burden = rated.groupby("Skill")["Gap"].sum().sort_values(ascending=False)
    mean = rated.groupby("Skill")["Gap"].mean()
    printed = (mean * 10 + 0.5 + TOLERANCE) // 1 / 10  # the class is that of the number as it is printed
    cells = rated[rated["Team"] != ""].groupby(["Team", "Group"])["Gap"].sum()
    ids = [f"unit.{slug(team)}.group.{slug(group)}.mean_gap" for team, group in cells.index]
    cells = cells[[states.get(id) == "known" for id in ids]]
    values = {
        "skills.count": rated["Skill"].nunique(),
        "skills.moderate": (printed > SEVERITY[0] * sample.width + TOLERANCE).sum(),
        "top_cells.of": (cells > 0).sum(),
        "top_cells.share": cells.nlargest(5).sum() / rated["Gap"].sum(),
        "top_skills.2.share": burden.iloc[:2].sum() / burden.sum(),
        "top_skills.3.share": burden.iloc[:3].sum() / burden.sum(),
    }
    withheld = [unit for unit in sample.units if states.get(f"unit.{unit}.weighted_gap") == "withheld"]
    return named("organisation", values | {"units.withheld": len(withheld)})


def issues(sample: Sample) -> Values:
    """How many cells of the workbook cannot be used, by what is wrong with them."""
    ratings, log = sample.sheets["Ratings"], sample.sheets["Training"]
    number = numbers(ratings["Level"])
    error = ratings["Level"] == ""  # pandas reads an error cell as a blank one, and the sample has no other blanks
    day = days(ratings["Date"])
    months = ratings["Skill"].map(sample.skills["Shelf"])
    oldest = [sample.terms.as_of - pd.DateOffset(months=int(m)) if m == m else pd.NaT for m in months]
    known = ratings["Skill"].isin(sample.skills.index)
    gone = len(sample.chart) - len(sample.employed)
    faults = {
        "cell_error": error.sum(),
        "level_unknown": (number.isna() & ~error).sum(),
        "level_outside_scale": (number.notna() & ~number.between(*sample.scale)).sum(),
        "skill_unknown": (~known).sum(),
        "date_ambiguous": (days(log["Start date"]).isna() & (log["Start date"] != "")).sum(),
        "value_out_of_range": (numbers(log["Hours"]) < 0).sum(),
    }
    counts = {
        "errors": sum(faults.values()),
        "rating_after_as_of": (day > sample.terms.as_of).sum(),
        "ratings_stale": (known & number.between(*sample.scale) & (day <= pd.Series(oldest, index=day.index))).sum(),
        "employee_unknown": (~ratings["Employee"].isin(sample.chart.index) & number.notna()).sum(),
        "employee_without_ratings": (~sample.employed.index.isin(ratings["Employee"])).sum(),
        "leavers_left_out": gone,
    }
    return named("issues", faults | counts)


def settings(sample: Sample) -> Values:
    """What the report says was in force: the method's bounds and this engagement's terms."""
    lowest, highest = sample.scale
    values = {
        "attainment_margin": NEAR,
        "bench_weight": BENCH,
        "cohort_size": COHORT_SIZE,
        "divergence_bound": DIVERGENCE * sample.width,
        "divergence_share": DIVERGENCE,
        "expiry_months": EXPIRY_MONTHS,
        "hours_per_level.hard": HOURS_PER_LEVEL["hard"],
        "hours_per_level.soft": HOURS_PER_LEVEL["soft"],
        "mix.tolerance": MIX_TOLERANCE,
        "privacy_threshold": sample.terms.threshold,
        "rater_pairs": RATER_PAIRS,
        "rater_shift": RATER_SHIFT,
        "straight_line_skills": STRAIGHT_LINE,
        "scale.highest": highest,
        "scale.lowest": lowest,
        "scale.levels": len(sample.sheets["Scale"]),
        "shelf_life_hard": SHELF_MONTHS["hard"],
        "shelf_life_soft": SHELF_MONTHS["soft"],
        "training_hours_per_person": sample.terms.hours_per_person,
    }
    for name, bound in zip(("minor", "moderate", "significant"), SEVERITY, strict=True):
        values[f"severity.{name}"] = bound * sample.width
    return named("method", values) | named("trust", {f"{name}.bound": bound for name, bound in TRUSTED.items()})
