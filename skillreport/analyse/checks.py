"""Checks across cells and tables: what each cell alone cannot tell. One function each, one visible list of them."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from skillreport.analyse.basis import Basis
from skillreport.analyse.earlier import comparable, matched_people, unknown_names, unmatched_skills
from skillreport.analyse.levels import rating_conflicts
from skillreport.analyse.mix import override_target, repeated_overrides, unmatched_industries, unmatched_overrides
from skillreport.analyse.programmes import unmatched_metrics, unmatched_programmes
from skillreport.analyse.supplied_metrics import differs, repeated_rows, rows_ahead
from skillreport.analyse.training_log import programme_names
from skillreport.model.assessment import Assessment, Earlier, Scale
from skillreport.model.engagement import RATER_GROUPS
from skillreport.model.figure import Sentence, say
from skillreport.model.issue import Issue, Loaded, Location
from skillreport.model.names import key, nearest
from skillreport.model.period import months_after
from skillreport.read.vocabulary import template_tables
from skillreport.rules.load import Rules, metric_names
from skillreport.rules.metrics import MetricDef, definition_name

MOST_MONTHS_BEFORE = 6  # from the newest rating to the as-of date; beyond it the period may be a slip
FEWEST_MATCHED = 0.5  # of the people of an earlier period; fewer are known where ids have changed
MOST_ROLES_NAMED = 10  # roles of a library that are held by nobody, before they are said at once

Check = Callable[[Assessment, Rules, Basis], list[Issue]]


def ratings_in_time(assessment: Assessment, _: Rules, basis: Basis) -> list[Issue]:
    """rating-after-as-of at each cell; ratings-stale and ratings-undated as one note each."""
    levels, ratings = basis.levels, assessment.ratings
    issues = [
        Issue(
            "rating-after-as-of",
            assessment.location(row["source"], row["row"], "date", row["column"]),
            {"date": row["date"].date(), "as_of": assessment.as_of},
        )
        for row in ratings.iloc[levels.after_as_of].to_dict("records")
    ]
    for code, rows in (("ratings-stale", levels.stale), ("ratings-undated", levels.undated)):
        if len(rows):
            first = ratings.iloc[rows[0]]
            issues.append(
                Issue(
                    code, assessment.location(first["source"], first["row"], "date", first["column"]), count=len(rows)
                )
            )
    return issues


def ratings_count(assessment: Assessment, _: Rules, basis: Basis) -> list[Issue]:
    """ratings-none-count where not one rating counts as of the day, so that nothing can be computed."""
    late, stale = len(basis.levels.after_as_of), len(basis.levels.stale)
    if not late + stale or late + stale < len(assessment.ratings):
        return []
    source = assessment.sources[int(assessment.ratings["source"].iloc[0])]
    dates = assessment.ratings["date"]
    values = {"as_of": assessment.as_of, "first": dates.min().date(), "last": dates.max().date()}
    return [Issue("ratings-none-count", Location(source.file, source.sheet), values, len(assessment.ratings))]


def ratings_recent(assessment: Assessment, _: Rules, __: Basis) -> list[Issue]:
    """ratings-before-period where the newest rating is from long before the day that everything is judged by."""
    newest = assessment.ratings["date"].max()
    if pd.isna(newest) or newest >= pd.Timestamp(months_after(assessment.as_of, -MOST_MONTHS_BEFORE)):
        return []
    source = assessment.sources[int(assessment.ratings["source"].iloc[0])]
    values = {"newest": newest.date(), "as_of": assessment.as_of}
    return [Issue("ratings-before-period", Location(source.file, source.sheet), values)]


def ratings_agree(assessment: Assessment, _: Rules, __: Basis) -> list[Issue]:
    """rating-conflict at each row in which one rater contradicts himself or herself on the same day."""
    return [
        Issue(
            "rating-conflict",
            assessment.location(row["source"], row["row"], "level", row["column"]),
            {"rater": str(row["rater"])},
        )
        for row in rating_conflicts(assessment.ratings).to_dict("records")
    ]


def people_match(assessment: Assessment, _: Rules, __: Basis) -> list[Issue]:
    """employee-unknown per person of the facts who is not in the chart, leading-zeros where the chart has the id with
    zeros; employee-without-ratings the other way round; leavers as one note."""
    people = assessment.people
    if "org_chart" not in assessment.tables:
        return []
    rated = set(assessment.ratings["employee"].cat.categories)
    listed = people[people["in_chart"]]
    unrated = listed[listed["active"] & ~listed["employee"].isin(rated)]
    issues = _strangers(assessment, list(listed["employee"]))
    issues += [
        Issue(
            "employee-without-ratings",
            assessment.location(int(row["source"]), int(row["row"]), "employee", int(row["column"])),
            {"employee": row["employee"]},
        )
        for row in unrated.to_dict("records")
    ]
    gone = int((~people["active"]).sum())
    if gone:
        chart = next(source for source in assessment.sources if source.table == "org_chart")
        issues.append(Issue("leavers-left-out", Location(chart.file, chart.sheet), count=gone))
    return issues


def _strangers(assessment: Assessment, listed: Sequence[str]) -> list[Issue]:
    """One issue for each person whom the org chart does not know, at the first row that names them."""
    by_number = {key(employee).lstrip("0"): employee for employee in listed if employee[:1] == "0"}
    issues = []
    for employee in assessment.people.index[~assessment.people["in_chart"].astype(bool)]:
        facts = (assessment.ratings, assessment.training, assessment.certifications)
        found = next((rows for frame in facts if len(rows := frame[frame["employee"] == employee])), None)
        if found is None:
            continue
        first = found.iloc[0]
        where = assessment.location(first["source"], first["row"], "employee", first["column"])
        padded = by_number.get(key(employee))
        code = "leading-zeros" if padded else "employee-unknown"
        # An id one digit off is another person's; a name one letter off is likely the same.
        near = nearest(employee, listed) if not any(map(str.isdigit, employee)) else None
        said = {"employee": employee, "nearest": padded or near or ""}
        issues.append(Issue(code, where, said, len(found)))
    asked = assessment.requirements
    for row in asked[asked["employee"].notna()].drop_duplicates("employee").to_dict("records"):
        employee = str(row["employee"])
        if employee not in assessment.people.index:
            where = assessment.location(row["source"], row["row"], "employee", row["column"])
            near = nearest(employee, listed) if not any(map(str.isdigit, employee)) else None
            issues.append(Issue("employee-unknown", where, {"employee": employee, "nearest": near or ""}))
    return issues


def _roles_not_held(assessment: Assessment, named: pd.DataFrame, held: Mapping[str, str]) -> Iterator[Issue]:
    """Of a library of roles, one note for all that resemble none that is held."""
    unknown = [row for row in named.to_dict("records") if key(str(row["role"])) not in held]
    near = {row["role"]: nearest(str(row["role"]), held.values()) or "" for row in unknown}
    foreign = [row for row in unknown if not near[row["role"]]]
    if len(foreign) > MOST_ROLES_NAMED:
        first = foreign[0]
        where = assessment.location(first["source"], first["row"], "role", first["column"])
        names = ", ".join(str(row["role"]) for row in foreign[:3])
        yield Issue("roles-not-held", where, {"roles": names}, len(foreign))
        unknown = [row for row in unknown if near[row["role"]]]
    for row in unknown:
        where = assessment.location(row["source"], row["row"], "role", row["column"])
        yield Issue("role-unknown", where, {"role": row["role"], "nearest": near[row["role"]]})


def roles_match(assessment: Assessment, _: Rules, __: Basis) -> list[Issue]:
    """role-unknown or roles-not-held for requirements of roles nobody holds, roles-missing where nobody has a role at
    all; role-without-requirements the other way round, role-not-stated for those who are rated and have none."""
    rows = assessment.requirements
    held = {key(role): role for role in assessment.people["role"].dropna().unique()}
    named = rows[rows["role"].notna()].drop_duplicates("role")
    if named.empty:
        return []
    if not held:
        where = assessment.location(named["source"].iloc[0], named["row"].iloc[0], "role", named["column"].iloc[0])
        return [Issue("roles-missing", where, count=len(rows))]
    issues = [*_roles_not_held(assessment, named, held)]
    required = {key(str(role)) for role in named["role"]}
    own = set(rows["employee"].dropna())
    people = assessment.people[assessment.people["active"]]
    for role in sorted(role for name, role in held.items() if name not in required):
        holders = people[(people["role"] == role) & ~people["employee"].isin(own)]
        if len(holders):
            first = holders.iloc[0]
            where = assessment.location(int(first["source"]), int(first["row"]), "role")
            issues.append(Issue("role-without-requirements", where, {"role": role}, len(holders)))
    rated = set(assessment.ratings["employee"].cat.categories)
    unstated = people[people["role"].isna() & people["in_chart"] & ~people["employee"].isin(own)]
    for row in unstated.to_dict("records"):
        if row["employee"] in rated:
            where = assessment.location(int(row["source"]), int(row["row"]), "role")
            issues.append(Issue("role-not-stated", where, {"employee": row["employee"]}))
    return issues


def mandatory_roles_match(assessment: Assessment, _: Rules, __: Basis) -> list[Issue]:
    """mandatory-role-unknown for certifications that are mandatory for a role nobody holds."""
    held = {key(role): role for role in assessment.people["role"].dropna().unique()}
    rows = assessment.mandatory.dropna(subset=["role"]).drop_duplicates(["role", "certification"])
    return [
        Issue(
            "mandatory-role-unknown",
            assessment.location(row["source"], row["row"], "role", row["column"]),
            {
                "role": row["role"],
                "certification": row["certification"],
                "nearest": nearest(str(row["role"]), held.values()) or "",
            },
        )
        for row in rows.to_dict("records")
        if held and key(str(row["role"])) not in held
    ]


def requirements_once(assessment: Assessment, _: Rules, __: Basis) -> list[Issue]:
    """requirement-twice where the same target requires the same skill from the same day on twice."""
    rows = assessment.requirements
    columns = ["role", "employee", "career_level", "skill", "from_date"]
    return [
        Issue(
            "requirement-twice",
            assessment.location(row["source"], row["row"], "skill", row["column"]),
            {"skill": row["skill"]},
        )
        for row in rows[rows.astype(dict.fromkeys(columns[:4], object)).duplicated(columns)].to_dict("records")
    ]


def programmes_have_category(assessment: Assessment, _: Rules, basis: Basis) -> list[Issue]:
    """programme-without-category, one per programme, for training rows that the mix leaves out for it."""
    if not any(reason == "no-category" for reason, _ in basis.log.left_out):
        return []
    known = assessment.courses.dropna(subset=["soft_share"])["programme"].astype(object).map(key)
    rows = assessment.training
    missing = rows[rows["soft_share"].isna() & ~rows["programme"].astype(object).map(key).isin(known)]
    return [
        Issue(
            "programme-without-category",
            assessment.location(part.iloc[0]["source"], part.iloc[0]["row"], "programme"),
            {"programme": str(programme)},
            len(part),
        )
        for programme, part in missing.groupby("programme", observed=True)
    ]


def training_names_match(assessment: Assessment, _: Rules, __: Basis) -> list[Issue]:
    """trained-skill-unknown and programme-like-course, once per name of the log that is nearly a skill's or a course's.
    Others may well be skills and programmes that no other table needs."""
    rows, skills = assessment.training, [skill.name for skill in assessment.skills]
    courses = [str(name) for name in assessment.courses["programme"].cat.categories]
    issues, seen = [], {key(name) for name in (*skills, *courses)}

    def look(name: str, known: Sequence[str], code: str, field: str, row: Mapping[Hashable, Any]) -> None:
        if key(name) in seen:
            return
        seen.add(key(name))
        if near := nearest(name, known):
            where = assessment.location(int(row["source"]), int(row["row"]), field)
            issues.append(Issue(code, where, {"skill": name, "programme": name, "nearest": near}))

    for row in rows.to_dict("records"):
        look(str(row["programme"]), courses, "programme-like-course", "programme", row)
        for skill in row["skills"] if isinstance(row["skills"], tuple | list) else ():
            look(str(skill), skills, "trained-skill-unknown", "skills", row)
    return issues


def ratings_differ(assessment: Assessment, rules: Rules, basis: Basis) -> list[Issue]:
    """ratings-straight-lined, a note per rater group at its first form; rater-far-from-rest, a note per rater. Both are
    for the consultant to look into: the ratings count."""
    ratings, forms = assessment.ratings, basis.raters.forms
    issues = []
    for group, part in forms[forms["straight"]].groupby("group"):
        values: dict[str, object] = {"group": _group_name(int(str(group))), "skills": rules.bounds.straight_line_skills}
        where = _cell_of(assessment, ratings, int(part["row"].min()), "level")
        issues.append(Issue("ratings-straight-lined", where, values, len(part)))
    compared = basis.raters.compared
    for row in compared[compared["far"]].sort_values("row").to_dict("records"):
        values = {
            "rater": str(ratings["rater"].cat.categories[row["rater"]]),
            "difference": round(float(row["difference"]), 2),
            "pairs": int(row["pairs"]),
        }
        where = _cell_of(assessment, ratings, int(row["row"]), "rater")
        issues.append(Issue("rater-far-from-rest", where, values))
    return issues


def _group_name(group: int) -> Sentence:
    return say(f"rater_group.{RATER_GROUPS[group].replace(' ', '_')}")


def _cell_of(assessment: Assessment, rows: pd.DataFrame, place: int, field: str) -> Location:
    row = rows.iloc[place]
    return assessment.location(row["source"], row["row"], field, row["column"])


def metrics_once(assessment: Assessment, rules: Rules, _: Basis) -> list[Issue]:
    """metric-twice for repeated rows, metric-measured-twice for a value that a newer one of the same period replaces;
    metrics-ahead, one note for what lies after the report's period or day."""
    issues = []
    for row in repeated_rows(assessment).to_dict("records"):
        values = {"metric": definition_name(rules.metric(row["metric"])), "period": row["period"]}
        newer = not (pd.isna(row["counts"]) or pd.isna(row["day"]))
        days = {"day": row["day"].date(), "newer": row["counts"].date()} if newer else {}
        where = assessment.location(row["source"], row["row"], "period" if newer else "metric")
        issues.append(Issue("metric-measured-twice" if newer else "metric-twice", where, {**values, **days}))
    ahead = assessment.metrics[rows_ahead(assessment)] if len(assessment.metrics) else assessment.metrics
    if len(ahead):
        first = ahead.iloc[0]
        where = assessment.location(first["source"], first["row"], "period", first["column"])
        issues.append(Issue("metrics-ahead", where, {"as_of": assessment.as_of}, len(ahead)))
    return issues


def metrics_agree(assessment: Assessment, rules: Rules, basis: Basis) -> list[Issue]:
    """metric-disagrees where another table gives another value than supplied, metric-quotient-differs where numerator
    and denominator of the same row do."""
    rows, issues = assessment.metrics, []
    for found in basis.metrics.disagreements:
        row = rows.loc[[found.row]].to_dict("records")[0]
        values = _two_values(rules.metric(found.metric), found.supplied, found.computed)
        issues.append(Issue("metric-disagrees", assessment.location(row["source"], row["row"], "metric"), values))
    for row in rows[rows["value"].notna() & (rows["denominator"] > 0) & rows["numerator"].notna()].to_dict("records"):
        metric, quotient = rules.metric(row["metric"]), row["numerator"] / row["denominator"]
        if metric.arithmetic == "ratio" and differs(row["value"], quotient, metric.unit):
            where = assessment.location(row["source"], row["row"], "value", row["column"])
            issues.append(Issue("metric-quotient-differs", where, _two_values(metric, row["value"], quotient)))
    return issues


def _two_values(metric: MetricDef, supplied: float, computed: float) -> dict[str, object]:
    return {"metric": definition_name(metric), "supplied": round(supplied, 4), "computed": round(computed, 4)}


def overrides_fit(assessment: Assessment, _: Rules, __: Basis) -> list[Issue]:
    """override-without-target for a mix override whose person, role or unit nobody carries, override-twice for a second
    one of the same target, industry-without-unit for a unit with an industry of its own that is not in the files."""
    where, names = assessment.engagement.location_of, [unit.name for unit in assessment.units]
    issues = []
    for number, item in unmatched_overrides(assessment):
        values = {"target": override_target(item)}
        issues.append(Issue("override-without-target", where("mix", "overrides", number), values))
    for number, item in repeated_overrides(assessment):
        values = {"target": override_target(item)}
        issues.append(Issue("override-twice", where("mix", "overrides", number), values))
    for unit in unmatched_industries(assessment):
        named = {"unit": unit, "nearest": nearest(unit, names) or ""}
        issues.append(Issue("industry-without-unit", where("mix", "unit_industries", unit), named))
    return issues


def training_is_plausible(assessment: Assessment, rules: Rules, _: Basis) -> list[Issue]:
    """training-hours-doubtful for hours that no training of one person has; trainings-ahead for those yet to start."""
    rows = assessment.training
    most = rules.bounds.most_training_hours
    issues = [
        Issue(
            "training-hours-doubtful",
            assessment.location(row["source"], row["row"], "hours", row["column"]),
            {"programme": str(row["programme"]), "hours": row["hours"], "most": most},
        )
        for row in rows[rows["hours"] > most].to_dict("records")
    ]
    ahead = rows[rows["start"] > pd.Timestamp(assessment.as_of)]
    if len(ahead):
        first = ahead.iloc[0]
        where = assessment.location(first["source"], first["row"], "start", first["column"])
        issues.append(Issue("trainings-ahead", where, {"as_of": assessment.as_of}, len(ahead)))
    return issues


def dates_in_order(assessment: Assessment, _: Rules, __: Basis) -> list[Issue]:
    """dates-reversed where something ends before it begins."""
    ordered = (
        ("training", assessment.training, "start", "completion"),
        ("certifications", assessment.certifications, "date", "expires"),
        ("org_chart", assessment.people, "start_date", "leave_date"),
    )
    issues = []
    for table, rows, first, last in ordered:
        fields = template_tables()[table].fields
        for row in rows[rows[last] < rows[first]].to_dict("records"):
            values = {
                "header": fields[last].header,
                "value": row[last].date(),
                "other": fields[first].header,
                "before": row[first].date(),
            }
            where = assessment.location(int(row["source"]), int(row["row"]), last, int(row["column"]))
            issues.append(Issue("dates-reversed", where, values))
    return issues


def periods_compare(assessment: Assessment, _: Rules, __: Basis) -> list[Issue]:
    """What keeps an earlier period from being compared with today's, and what its mappings name that nobody knows."""
    issues = []
    for earlier in assessment.earlier:
        place = _place_of(assessment, earlier)
        then = earlier.assessment.scale
        period: dict[str, object] = {"period": str(earlier.assessment.period)}
        if not comparable(earlier, assessment):
            scales = {"then": _ends(then), "today": _ends(assessment.scale)}
            issues.append(Issue("previous-scale-differs", place, period | scales))
        levels = earlier.settings.levels
        beyond = [end for end in (then.lowest, then.highest) if levels and not min(levels) <= end <= max(levels)]
        issues += [Issue("previous-levels-incomplete", place, period | {"level": level}) for level in beyond]
        issues += [
            Issue("previous-skill-unknown", place, period | values) for values in unknown_names(earlier, assessment)
        ]
        gone = unmatched_skills(earlier, assessment)
        if gone:
            issues.append(Issue("previous-skills-unmatched", place, period | {"skill": gone[0]}, len(gone)))
        people, matched = matched_people(earlier, assessment)
        if matched < people * FEWEST_MATCHED:
            issues.append(Issue("previous-people-unmatched", place, period | {"people": people, "matched": matched}))
    return issues


def _place_of(assessment: Assessment, earlier: Earlier) -> Location:
    """The line of the settings that names an earlier period."""
    number = assessment.engagement.previous.index(earlier.settings)
    return assessment.engagement.location_of("previous", number)


def _ends(scale: Scale) -> Sentence:
    return say("said.scale", lowest=f"{scale.lowest:g}", highest=f"{scale.highest:g}")


def programmes_are_known(assessment: Assessment, rules: Rules, _: Basis) -> list[Issue]:
    """programme-not-found for a programme of the settings that neither log nor catalogue has, programme-without-metric
    for one that aims at a metric without definition."""
    where, stated = assessment.engagement.location_of, assessment.engagement.programmes
    names, metrics = programme_names(assessment), metric_names(rules).ids
    issues = [
        Issue(
            "programme-not-found",
            where("programmes", stated.index(item), "name"),
            {"programme": item.name, "nearest": nearest(item.name, names) or ""},
        )
        for item in unmatched_programmes(assessment)
    ]
    for item in unmatched_metrics(assessment, rules):
        metric = item.metric or ""
        values = {"programme": item.name, "metric": metric, "nearest": nearest(metric, metrics) or ""}
        issues.append(Issue("programme-without-metric", where("programmes", stated.index(item), "metric"), values))
    return issues


CHECKS: tuple[Check, ...] = (
    ratings_count,
    ratings_in_time,
    ratings_recent,
    ratings_agree,
    ratings_differ,
    people_match,
    roles_match,
    mandatory_roles_match,
    requirements_once,
    programmes_have_category,
    training_is_plausible,
    training_names_match,
    dates_in_order,
    metrics_once,
    metrics_agree,
    overrides_fit,
    periods_compare,
    programmes_are_known,
)


def check(assessment: Assessment, rules: Rules, basis: Basis) -> Loaded[Assessment | None]:
    """The assessment with all issues that these checks find; None where no rating counts."""
    issues = tuple(issue for run in CHECKS for issue in run(assessment, rules, basis))
    nothing = any(issue.code == "ratings-none-count" for issue in issues)
    return Loaded(None if nothing else assessment, issues)
