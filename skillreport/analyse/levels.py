"""Ratings → which of them count, and one current level per person and skill (a pair). Section 4 of the method."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from skillreport.model.assessment import Assessment
from skillreport.model.engagement import RATER_GROUPS, CurrentLevelSettings
from skillreport.model.period import months_after
from skillreport.rules.load import Rules

# Levels are means of whole numbers, which binary fractions do not hold exactly.
TOLERANCE = 1e-9
SECONDS_A_DAY = 86_400
SELF = RATER_GROUPS.index("self")

Ints = np.ndarray[tuple[int], np.dtype[np.intp]]
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class Levels:
    """Current levels and what stands behind them. `person` and `skill` are positions in people and skills.

    `pairs`, one row per pair with any rating: person, skill, level (NaN: unrated), self_only, self, manager (means of
    those groups, NaN: none), raters (values that count), spread (standard deviation across raters, NaN under two),
    newest (day of the newest counted rating), age_days (median age of counted ratings), state.
    `state`: rated, unrated (only ratings of groups that the rule does not count), stale (only ratings beyond their
    shelf life), not applicable (N/A and no level).
    `stale`, `after_as_of`, `undated`: rows of the ratings frame. `groups`: pairs × rater group with the group's mean.
    `counted`: the ratings that count: pair (one number for both), group, rater (−1: not stated), level, date (undated:
    today), row (of the ratings frame), person, skill.
    """

    pairs: pd.DataFrame
    groups: pd.DataFrame
    counted: pd.DataFrame
    stale: Ints
    after_as_of: Ints
    undated: Ints


def find_levels(assessment: Assessment, rules: Rules) -> Levels:
    """Current level of every pair by the rule of the engagement.

    A rating counts while it is younger than its skill's shelf life; undated ones count as of today, later ones not at
    all. The newest per rater counts, N/A among them; without rater ids all of a group within the window of its newest.
    Several at once by one rater are averaged. Then the mean per rater group, then over the groups.
    """
    ratings = _placed(assessment)
    today = np.datetime64(assessment.as_of, "s")
    undated = ratings["date"].isna().to_numpy()
    day = ratings["date"].fillna(pd.Timestamp(today)).to_numpy()
    later = day > today
    fresh = day > _oldest_day(assessment, rules)[ratings["skill"].to_numpy()]
    stated = ratings["level"].notna().to_numpy()
    usable = ratings.assign(date=day)[~later & fresh]
    counted = _one_per_rater(usable, rules.bounds.anonymous_window_days)
    values = counted[counted["level"].notna()]
    groups = group_means(values)
    pairs = _pairs(values, groups, assessment.engagement.current_level, today)
    pairs = _with_unrated(pairs, pd.Index(ratings.loc[~later & stated, "pair"]), pd.Index(counted["pair"]))
    people = max(len(assessment.skills), 1)
    pairs.insert(0, "skill", pairs.index % people)
    pairs.insert(0, "person", pairs.index // people)
    groups["person"], groups["skill"] = groups["pair"] // people, groups["pair"] % people
    return Levels(
        pairs=pairs.reset_index(drop=True),
        groups=groups,
        counted=values.assign(person=values["pair"] // people, skill=values["pair"] % people),
        stale=np.flatnonzero(~later & ~fresh & stated),
        after_as_of=np.flatnonzero(later),
        undated=np.flatnonzero(undated),
    )


def rating_conflicts(ratings: pd.DataFrame) -> pd.DataFrame:
    """Rows of the ratings frame where one rater gave one person different levels on one skill and day."""
    named = ratings[ratings["rater"].notna() & ratings["level"].notna()]
    columns = ["employee", "skill", "rater_group", "rater", "date"]
    codes = [named[name].cat.codes.to_numpy() for name in columns[:-1]]
    # Only rows that share all keys can conflict: most files have none, so look for repeats first.
    frame = pd.DataFrame(dict(zip(columns, [*codes, named["date"].to_numpy()], strict=True)), index=named.index)
    repeated = frame.duplicated(keep=False)
    candidates = frame[repeated].assign(level=named.loc[repeated, "level"])
    spread = candidates.groupby(columns, dropna=False)["level"].transform(lambda level: level.max() - level.min())
    return ratings.loc[candidates.index[spread > TOLERANCE]]


def positions(values: pd.Series, names: pd.Index) -> Ints:
    """Where each value of a categorical column stands in `names`; -1 where it is not there."""
    lookup = names.get_indexer(values.cat.categories)
    codes = values.cat.codes.to_numpy()
    return np.where(codes >= 0, lookup[codes], -1)


def _placed(assessment: Assessment) -> pd.DataFrame:
    """The ratings with positions for people and skills, and one number per pair."""
    ratings = assessment.ratings
    person = positions(ratings["employee"], assessment.people.index)
    skill = positions(ratings["skill"], pd.Index([skill.name for skill in assessment.skills]))
    group_codes = pd.Index(RATER_GROUPS).get_indexer(ratings["rater_group"].cat.categories)
    return pd.DataFrame(
        {
            "pair": person * max(len(assessment.skills), 1) + skill,
            "skill": skill,
            "group": group_codes[ratings["rater_group"].cat.codes.to_numpy()],
            "rater": ratings["rater"].cat.codes.to_numpy(),
            "level": ratings["level"].to_numpy(),
            "date": ratings["date"].to_numpy(),
            "row": np.arange(len(ratings)),
        }
    )


def _oldest_day(assessment: Assessment, rules: Rules) -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
    """Per skill the day that a rating must be younger than."""
    defaults = rules.bounds.shelf_life_months
    months = [skill.shelf_life_months or defaults[skill.category or "hard"] for skill in assessment.skills]
    days = [months_after(assessment.as_of, -round(number)) for number in months]
    return np.array(days, dtype="datetime64[s]")


def shelf_life(assessment: Assessment, rules: Rules, skill: int) -> int:
    """Months for which a rating of the skill counts."""
    stated = assessment.skills[skill].shelf_life_months
    return round(stated or rules.bounds.shelf_life_months[assessment.skills[skill].category or "hard"])


def _one_per_rater(ratings: pd.DataFrame, window_days: int) -> pd.DataFrame:
    """The values that count: one per known rater, and every anonymous one close to the newest of its group."""
    known = ratings["rater"].to_numpy() >= 0
    named, anonymous = ratings[known], ratings[~known]
    keys = ["pair", "group", "rater"]
    if named.duplicated(keys).any():
        newest = named["date"] == named.groupby(keys)["date"].transform("max")
        named = (
            named[newest]
            .groupby(keys, as_index=False)
            .agg(level=("level", "mean"), date=("date", "max"), row=("row", "min"))
        )
    if len(anonymous):
        newest_day = anonymous.groupby(["pair", "group"])["date"].transform("max")
        anonymous = anonymous[anonymous["date"] >= newest_day - pd.Timedelta(days=window_days)]
    columns = [*keys, "level", "date", "row"]
    return pd.concat([named[columns], anonymous[columns]], ignore_index=True)


def group_means(values: pd.DataFrame) -> pd.DataFrame:
    """Ratings (pair, group, level) → one row per pair and rater group, sorted: pair, group, level (mean), raters."""
    return values.groupby(["pair", "group"], sort=True, as_index=False).agg(
        level=("level", "mean"), raters=("level", "size")
    )


def group_weights(groups: pd.DataFrame, settings: CurrentLevelSettings) -> Floats:
    """How much each row of `groups` (pair, group) counts in the level of its pair; 0: not at all.

    By the rule: every group but self alike, self where there is no other; or the first group of the list that is
    present; or the weights of the list.
    """
    if settings.rule == "weights":
        weights = np.array([settings.weights.get(name, 0.0) for name in RATER_GROUPS])  # type: ignore[call-overload]
        stated: Floats = weights[groups["group"].to_numpy()]
        return stated
    ranks = np.full(len(RATER_GROUPS), 0.0)
    if settings.rule == "precedence":
        ranks[:] = np.inf
        ranks[[RATER_GROUPS.index(name) for name in settings.precedence]] = range(len(settings.precedence))
    else:
        ranks[SELF] = 1.0
    rank = pd.Series(ranks[groups["group"].to_numpy()], index=groups.index)
    first = (rank == rank.groupby(groups["pair"]).transform("min")) & np.isfinite(rank)
    return np.where(first.to_numpy(), 1.0, 0.0)


def current_levels(groups: pd.DataFrame, settings: CurrentLevelSettings) -> "pd.Series[float]":
    """Level by pair: the mean of its groups' levels, each counted as `group_weights` says. Pairs in which no group
    counts are absent. `groups`: as of `group_means`."""
    weight = group_weights(groups, settings)
    counts = weight > 0
    weighed = pd.DataFrame(
        {"pair": groups["pair"], "product": groups["level"] * weight, "weight": weight}, index=groups.index
    )[counts]
    sums = weighed.groupby("pair")[["product", "weight"]].sum()
    return sums["product"] / sums["weight"]


def _pairs(
    values: pd.DataFrame, groups: pd.DataFrame, settings: CurrentLevelSettings, today: np.datetime64
) -> pd.DataFrame:
    """One row per rated pair, indexed by pair number."""
    by_self = groups[groups["group"] == SELF].set_index("pair")["level"]
    by_manager = groups[groups["group"] == RATER_GROUPS.index("manager")].set_index("pair")["level"]
    age = (pd.Timestamp(today) - values["date"]).dt.total_seconds() / SECONDS_A_DAY
    of_pair = values.assign(age=age).groupby("pair")
    pairs = of_pair.agg(
        raters=("level", "size"), spread=("level", "std"), newest=("date", "max"), age_days=("age", "median")
    )
    pairs["self"] = by_self.reindex(pairs.index)
    pairs["manager"] = by_manager.reindex(pairs.index)
    pairs["self_only"] = ~pairs.index.isin(groups.loc[groups["group"] != SELF, "pair"])
    pairs["level"] = current_levels(groups, settings).reindex(pairs.index)
    pairs["state"] = np.where(pairs["level"].notna(), "rated", "unrated")
    return pairs


def _with_unrated(pairs: pd.DataFrame, rated: pd.Index, counted: pd.Index) -> pd.DataFrame:
    """Pairs without a level that counts, although somebody said something of them: the newest word is N/A, so that the
    skill does not apply (pairs in `counted`), or levels are stale (pairs in `rated`)."""
    not_applicable = counted.unique().difference(pairs.index)
    stale = rated.unique().difference(pairs.index).difference(not_applicable)
    extra = pd.DataFrame(
        {"state": ["stale"] * len(stale) + ["not applicable"] * len(not_applicable)}, index=stale.append(not_applicable)
    )
    if extra.empty:
        return pairs
    joined = pd.concat([pairs, extra])
    return joined.assign(
        self_only=joined["self_only"].astype("boolean").fillna(False).astype(bool), raters=joined["raters"].fillna(0)
    ).sort_index()
