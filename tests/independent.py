"""The sample's figures a second time, with plain pandas from the workbooks and from the method's words alone.

Nothing here imports the package or looks at how it computes: where both agree, two readings of the method agree. The
functions are written for the sample's tables (lists, headers as in the templates, levels as numbers); they are no
second reader. `figures` returns a value per figure id; None where nothing is there to divide by, or where fewer people
than the threshold stand behind the figure. What else is withheld to protect those groups is not settled here, for the
method leaves a choice; `behind` says whom a figure is about, so that what is printed can be held against it.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

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
LEVELS = tuple(TECHNOLOGY)
STEADY = {"Productivity improvement": 0.02, "Error reduction": 0.02, "360 feedback score": 0.2, "Retention": 0.02}
STEADY |= {"Promotion rate": 0.02, "Customer satisfaction": 0.03, "Team collaboration": 0.03}
STEADY |= {"Leadership effectiveness": 0.03, "Employee engagement": 0.03}
OTHERWISE_STEADY = 0.05  # moves up to this, or to a metric's own bound above, are no direction
TRUSTED = {"completeness": 0.8, "rated_by_others": 0.7, "fresh": 0.85, "matched": 0.98}
METRIC_IDS = {"360 feedback score": "360-feedback", "Employee engagement": "engagement"}
FAMILIES = {
    "hard_skills": (
        *("Certification pass rate", "Certification compliance", "Performance benchmark"),
        *("Productivity improvement", "Error reduction"),
    ),
    "soft_skills": ("360 feedback score", "Customer satisfaction", "Team collaboration", "Leadership effectiveness"),
    "business": ("Employee engagement", "Retention", "Promotion rate", "Project success"),
}

Values = dict[str, float | None]


def slug(text: str) -> str:
    """A name as part of an id: plain small letters and digits with hyphens between."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def quotient(part: float, whole: float) -> float | None:
    return part / whole if whole else None


@dataclass(frozen=True)
class Terms:
    """What the engagement's settings say."""

    as_of: pd.Timestamp
    hours_per_person: float
    threshold: int


@dataclass(frozen=True)
class Sample:
    """One engagement's tables, and what follows from them step by step."""

    folder: Path
    terms: Terms

    # The tables

    @cached_property
    def sheets(self) -> dict[str, pd.DataFrame]:
        return read_sheets(self.folder / "assessment.xlsx")

    @cached_property
    def chart(self) -> pd.DataFrame:
        """Everybody of the org chart, by employee id."""
        chart = read_sheets(self.folder / "org_chart.xlsx")["Org chart"].set_index("Employee ID")
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
    def soft_of(self) -> "pd.Series[float]":
        """Recommended soft share per person of the staff."""
        return self.staff["Career level"].map(TECHNOLOGY).astype(float).fillna(DEFAULT_SOFT)

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


def figures(folder: Path, terms: Terms) -> Values:
    """A value for every figure id that is computed here; some of them the report does not print."""
    sample = Sample(folder, terms)
    parts = (
        *(organisation(sample), trust(sample), units(sample), groups(sample), skills(sample), bench(sample)),
        *(views(sample), roles(sample), mixes(sample), rules(sample), metrics(sample), certificates(sample)),
        *(plan(sample), objectives(sample), ranking(sample), issues(sample), settings(sample)),
    )
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
    return named("organisation", measures | pairs | read_otherwise(sample))


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


def how_rated(sample: Sample) -> Values:
    """Forms of enough skills with one level throughout, and raters whose levels lie far from the others'."""
    forms = sample.fresh.groupby(["Employee", "Rater group", "Rater", "Date"])["Level"]
    long = [levels for _, levels in forms if len(levels) >= STRAIGHT_LINE]
    far, compared = 0, 0
    rows = sample.fresh[sample.fresh["Rater group"] != "self"]
    of_pair = dict(iter(rows.groupby(["Employee", "Skill"])))
    for rater, own in rows[rows["Rater"] != ""].groupby("Rater"):
        differences = []
        for pair, levels in own.groupby(["Employee", "Skill"])["Level"]:
            others = of_pair[pair].loc[of_pair[pair]["Rater"] != rater, "Level"]
            if len(others):
                differences.append(levels.mean() - others.mean())
        if len(differences) >= RATER_PAIRS:
            compared += 1
            far += abs(sum(differences) / len(differences)) >= DIVERGENCE * sample.width - TOLERANCE
    straight = sum(levels.max() - levels.min() <= TOLERANCE for levels in long)
    bound = DIVERGENCE * sample.width
    return {
        "forms": len(long),
        "forms.straight_lined": straight / len(long),
        "raters": compared,
        "raters.far": far,
        "raters.bound": bound,
    }


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
            "next_count": (below == below.max()).sum(),
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
        found[f"role.{slug(str(role))}.people"] = float(len(of_role))
    return found


def mixes(sample: Sample) -> Values:
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
    off = [
        abs(points) > MIX_TOLERANCE + TOLERANCE
        for level in LEVELS
        if (points := found[f"career_level.{level}.mix.deviation.points"]) is not None
    ]
    found["mix.disagree.more"] = float(len(disagreeing(sample, found)) - NAMED_GROUPS)
    return found | named("organisation.mix", {"levels": len(off), "levels_off": sum(off)})


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
    """The rows of the mix table that apply, and to how many."""
    levels = sample.staff["Career level"].where(sample.staff["Career level"].isin(LEVELS), "default")
    found: Values = {}
    for level, count in levels.value_counts().items():
        soft = TECHNOLOGY.get(str(level), DEFAULT_SOFT)
        name = f"technology-{level}" if level in TECHNOLOGY else "default"
        found |= named(f"rule.mix.{name}", {"soft": soft, "hard": 1 - soft, "people": count})
    return found | {"rule.mix.count": float(levels.nunique())}


def metrics(sample: Sample) -> Values:
    """All periods for the organisation, the newest for each unit; improvements against the quarter a year before."""
    rows = sample.sheets["Metrics"]
    value, n = numbers(rows["Value"]), numbers(rows["n"])
    part, whole = numbers(rows["Numerator"]), numbers(rows["Denominator"])
    rows = rows.assign(Ratio=value.fillna(part / whole), Behind=n.fillna(whole), Goal=numbers(rows["Target"]))
    found: Values = {}
    short: dict[str, float] = {}
    moves: dict[str, float] = {}
    for (metric, unit), series in rows.groupby(["Metric", "Unit"]):
        series = series.set_index("Period").sort_index()
        values = by_period(str(metric), series["Ratio"])
        id = METRIC_IDS.get(str(metric), slug(str(metric)))
        if not unit:
            found |= named(f"metric.{id}", values)
            known = [point for point in values.values() if point is not None]
            moves[str(metric)] = known[-1] - known[0]
            found[f"metric.{id}.change"] = known[-1] - known[0]
            found[f"metric.{id}.{series.index[-1]}.n"] = float(series["Behind"].iloc[-1])
            goal = series["Goal"].dropna()
            if len(goal):
                found[f"metric.{id}.target"] = float(goal.iloc[-1])
                short[str(metric)] = float(goal.iloc[-1]) - known[-1]
                found[f"metric.{id}.distance"] = known[-1] - float(goal.iloc[-1])
        else:
            last = str(series.index[-1])
            few = series["Behind"].iloc[-1] < sample.terms.threshold
            found[f"unit.{slug(str(unit))}.metric.{id}.{last}"] = None if few else values[last]
    for family, names in FAMILIES.items():
        judged = [short[name] for name in names if name in short]
        travels = [travel(name, moves[name]) for name in names]
        counts = {"count": len(names), "judged": len(judged), "met": sum(gap <= TOLERANCE for gap in judged)}
        counts |= {word: travels.count(word) for word in ("improving", "steady", "worsening")}
        found |= named(f"metrics.{family}", counts)
    for unit, people in sample.units.items():
        computed = named(f"unit.{unit}.metric", of_unit(sample, unit, people))
        found |= {id: value for id, value in computed.items() if id not in found}
    return found


def of_unit(sample: Sample, unit: str, people: Sequence[str]) -> Mapping[str, float | None]:
    """What the other tables say of a unit in the newest quarter; None where too few people stand behind it.

    Promotions are missing here: the client counts those of a quarter, which these would stand beside.
    """
    soft = sample.fresh["Skill"].isin(sample.skills.index[sample.skills["Category"] == "soft"])
    feedback = sample.fresh[soft & ~sample.fresh["Rater group"].isin(["self", "test"])]
    feedback = feedback[feedback["Employee"].isin(people)]
    by_group = feedback.groupby(["Employee", "Skill", "Rater group"])["Level"].mean()
    scores = by_group.groupby(["Employee", "Skill"]).mean()
    chart, start = sample.chart, sample.terms.as_of - pd.DateOffset(years=1)
    inside = (chart["Team"].map(slug) == unit) | (chart["Department"].map(slug) == unit)
    at_start = chart[inside & (chart["Start date"] <= start) & ~(chart["Leave date"] < start)]
    stayed = at_start.index.isin(sample.employed.index)
    exams = sample.sheets["Certifications"]
    sat = days(exams["Date"]).between(
        sample.terms.as_of - pd.DateOffset(months=3) + pd.DateOffset(days=1), sample.terms.as_of
    )
    exams = exams[sat & exams["Employee"].isin(chart.index[inside]) & (exams["Passed"] != "")]
    valid, needed = compliant(sample, people)
    values = {
        "360-feedback": (scores.mean(), feedback["Employee"].nunique()),
        "retention": (stayed.mean(), len(at_start)),
        "certification-pass-rate": ((exams["Passed"] == "yes").mean(), exams["Employee"].nunique()),
        "certification-compliance": (quotient(valid, needed), needed),
    }
    return {f"{id}.2026-Q3": None if too_few(sample, n) or not n else value for id, (value, n) in values.items()}


def compliant(sample: Sample, people: Sequence[str]) -> tuple[int, int]:
    """How many people hold every certification that their role asks for, of how many whose role asks for any."""
    asked = sample.sheets["Mandatory certifications"]
    asked = asked[~(days(asked["From date"]) > sample.terms.as_of)]
    rows = sample.sheets["Certifications"]
    rows = rows.assign(Day=days(rows["Date"]), Until=days(rows["Expires"]))
    rows = rows[(rows["Passed"] != "no") & (rows["Day"] <= sample.terms.as_of)].sort_values("Day")
    newest = rows.drop_duplicates(["Employee", "Certification"], keep="last")
    held = set(
        newest.loc[~(newest["Until"] < sample.terms.as_of), ["Employee", "Certification"]].itertuples(
            index=False, name=None
        )
    )
    roles = asked.groupby("Role")["Certification"].agg(list)
    required = {person: roles[role] for person in people if (role := sample.staff["Role"][person]) in roles.index}
    return sum(all((person, name) in held for name in names) for person, names in required.items()), len(required)


def travel(metric: str, move: float) -> str:
    """Direction over all periods; for every metric of the sample more is better."""
    if abs(move) <= STEADY.get(metric, OTHERWISE_STEADY) + TOLERANCE:
        return "steady"
    return "improving" if move > 0 else "worsening"


def by_period(metric: str, ratios: "pd.Series[float]") -> Values:
    sign = {"Productivity improvement": 1, "Error reduction": -1}.get(metric)
    if sign is None:
        return {str(period): float(value) for period, value in ratios.items()}
    values: Values = {}
    for period, ratio in ratios.items():
        year, quarter = str(period).split("-")
        baseline = ratios.get(f"{int(year) - 1}-{quarter}")
        values[str(period)] = None if baseline is None else float(sign * (ratio - baseline) / baseline)
    return values


def certificates(sample: Sample) -> Values:
    """People by the state of their newest certificate; missing and required where the role has to hold it."""
    rows = sample.sheets["Certifications"]
    rows = rows.assign(Day=days(rows["Date"]), Until=days(rows["Expires"]))
    rows = rows[rows["Employee"].isin(sample.staff.index) & (rows["Passed"] != "no")]
    rows = rows[rows["Day"] <= sample.terms.as_of]
    asked = sample.sheets["Mandatory certifications"]
    asked = asked[~(days(asked["From date"]) > sample.terms.as_of)]
    soon = sample.terms.as_of + pd.DateOffset(months=EXPIRY_MONTHS)
    found: Values = {}
    due = 0
    for name in sorted({*rows["Certification"], *asked["Certification"]}):
        of_name = rows[rows["Certification"] == name].sort_values("Day").drop_duplicates("Employee", keep="last")
        until = of_name.set_index("Employee")["Until"]
        expired, expiring = until < sample.terms.as_of, (until >= sample.terms.as_of) & (until <= soon)
        must = sample.staff.index[sample.staff["Role"].isin(asked[asked["Certification"] == name]["Role"])]
        missing = [person for person in must if person not in until.index]
        states = {
            "valid": (~expired & ~expiring).sum(),
            "expiring": expiring.sum(),
            "expired": expired.sum(),
            "missing": len(missing),
            "required": len(must),
        }
        found |= named(f"certification.{slug(name)}", states)
        due += len(missing) + int((expired | expiring)[until.index.isin(must)].sum())
    return found | named("organisation.certificates", {"due": due})


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
            found[f"role.{slug(str(role))}.pathway.people"] = count
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


def objectives(sample: Sample) -> Values:
    """Mean of the skills' mean gaps."""
    found: Values = {}
    rows = sample.sheets["Objectives"]
    for name, listed in zip(rows["Objective"], rows["Skills"], strict=True):
        gaps = [sample.rated.loc[sample.rated["Skill"] == skill, "Gap"].mean() for skill in str(listed).split("; ")]
        found[f"objective.{slug(name)}.mean_gap"] = sum(gaps) / len(gaps)
    return found | {"organisation.objectives": float(len(rows))}


def ranking(sample: Sample) -> Values:
    """What the report counts when it ranks skills and cells."""
    rated = sample.rated
    burden = rated.groupby("Skill")["Gap"].sum().sort_values(ascending=False)
    mean = rated.groupby("Skill")["Gap"].mean()
    printed = (mean * 10 + 0.5 + TOLERANCE) // 1 / 10  # the class is that of the number as it is printed
    cells = rated[rated["Team"] != ""].groupby(["Team", "Group"])["Gap"].sum()
    values = {
        "skills.count": rated["Skill"].nunique(),
        "skills.moderate": (printed > SEVERITY[0] * sample.width + TOLERANCE).sum(),
        "top_cells.share": cells.nlargest(5).sum() / rated["Gap"].sum(),
        "top_skills.2.share": burden.iloc[:2].sum() / burden.sum(),
        "top_skills.3.share": burden.iloc[:3].sum() / burden.sum(),
    }
    return named("organisation", values)


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
        "employee_unknown": len(sample.staff) - len(sample.employed),
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
