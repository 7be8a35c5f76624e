"""What stands out, by rule: one judgement serves titles, findings and decisions, so that they cannot contradict."""

from dataclasses import dataclass

from skillreport.analyse.levels import TOLERANCE
from skillreport.analyse.mix import mix_tolerance, off_rule
from skillreport.analyse.withheld import EVERYBODY, group_of
from skillreport.model.assessment import ORGANISATION
from skillreport.model.figure import Figure, Unit, say
from skillreport.model.frames import number_at
from skillreport.model.names import key
from skillreport.report.figures import Facts, figure

# A unit stands out when its weighted gap is at least this many times the organisation's, and it carries a large part.
LEAD_FACTOR = 1.25
LEAD_SHARE = 0.25
CONCENTRATED = 0.5  # the top skills stand out when they hold at least this share of all missing levels
TOP_SKILLS = 3


@dataclass(frozen=True, slots=True)
class LeadingUnit:
    """A unit that carries an outstanding part of the organisation's weighted gap."""

    unit: str
    name: str
    share: Figure
    gap: Figure


def gap_share(facts: Facts, unit: str) -> Figure:
    """A unit's part of the organisation's weighted gap (Σ w·gap)."""
    whole = facts.organisation["weighted_gap"]
    part = number_at(facts.findings.by_unit, unit, "weighted_gap")
    label = say("label.gap_share", of=facts.unit_name(unit))
    n = int(number_at(facts.findings.by_unit, unit, "people"))
    hidden = unit in facts.withheld.units or facts.organisation_hidden
    share = part / whole if whole else None
    return figure(f"unit.{unit}.gap_share", share, Unit.SHARE, "gap_share", label, n, hidden=hidden)


def top_level_units(facts: Facts) -> list[str]:
    """Departments, or the teams of an organisation without departments, that have rated people and are shown."""
    units = facts.findings.assessment.units
    people = facts.findings.by_unit["people"]
    return [
        unit.id
        for unit in units
        if unit.parent == ORGANISATION and people[unit.id] and unit.id not in facts.withheld.units
    ]


def leading_unit(facts: Facts) -> LeadingUnit | None:
    """The unit that stands out, None where gaps are even, one unit only is shown, or nothing is missing."""
    units = top_level_units(facts)
    whole = facts.organisation_figure("weighted_gap")
    if len(units) < 2 or not whole.known or whole.number <= 0:
        return None
    best = min(units, key=lambda unit: (-gap_share(facts, unit).number, unit))
    share, gap = gap_share(facts, best), facts.unit_figure("weighted_gap", best)
    if gap.known and gap.number >= LEAD_FACTOR * whole.number and share.number >= LEAD_SHARE:
        return LeadingUnit(best, facts.unit_name(best), share, gap)
    return None


def even_units(facts: Facts) -> bool:
    """Whether no unit falls far behind: there are several, all are shown, and none has a gap that stands out."""
    people = facts.findings.by_unit["people"]
    units = [unit for unit in people.index[people > 0] if unit != ORGANISATION]
    gaps = [facts.unit_figure("weighted_gap", unit) for unit in units]
    whole = facts.organisation_figure("weighted_gap")
    if len(units) < 2 or not whole.known or not all(gap.known for gap in gaps):
        return False
    return max(gap.number for gap in gaps) < LEAD_FACTOR * whole.number


def skills_by_burden(facts: Facts) -> list[int]:
    """Skills with missing levels, largest burden first, ties by name."""
    by_skill = facts.findings.by_skill
    shown = [
        skill
        for skill in by_skill.index
        if number_at(by_skill, skill, "gap") > 0 and facts.skill_figure("burden", skill).known
    ]
    names = [skill.name.casefold() for skill in facts.findings.assessment.skills]
    return sorted(shown, key=lambda skill: (-number_at(by_skill, skill, "gap"), names[skill]))


def skills_withheld(facts: Facts) -> bool:
    """Whether a skill that is required and rated is not shown: nothing can then be said of all of them."""
    by_skill = facts.findings.by_skill
    rated = by_skill.index[by_skill["rated"] > 0]
    return not all(facts.skill_figure("burden", skill).known for skill in rated)


def top_skills_share(facts: Facts, count: int = TOP_SKILLS) -> Figure:
    """The part of all missing levels that the first skills of the ranking hold."""
    top = skills_by_burden(facts)[:count]
    by_skill = facts.findings.by_skill
    whole = float(by_skill["gap"].sum())
    part = float(sum(number_at(by_skill, skill, "gap") for skill in top))
    id, share = f"organisation.top_skills.{count}.share", part / whole if whole else None
    n, hidden = int(facts.organisation["people"]), facts.organisation_hidden
    return figure(id, share, Unit.SHARE, "burden_share", say("label.burden_share"), n, hidden=hidden)


def unit_furthest_off(facts: Facts) -> str | None:
    """The department (or team of an organisation without any) whose actual mix is printed and furthest from its rule,
    beyond the tolerance; None where all that are printed are on rule. Ties go by name."""
    bound, mixes = mix_tolerance(facts.findings.assessment), facts.findings.mixes.units
    off = [
        (-abs(points), key(facts.unit_name(unit.id)), unit.id)
        for unit in facts.findings.assessment.units
        if unit.parent == ORGANISATION and group_of(unit.id) not in facts.withheld.trained
        if (points := mixes[unit.id].points) is not None and off_rule(points, bound)
    ]
    return min(off)[2] if off else None


def mix_cause(facts: Facts) -> str | None:
    """The department (or team of an organisation without any) that nearly all of the organisation's deviation comes
    from, where there are several and all that were trained are printed: its part of what is off to the same side is
    large, and it is off its own rule. None where the organisation is on rule. People in no unit count as one."""
    if mix_off(facts) is None:
        return None
    mixes = facts.findings.mixes
    units = [unit.id for unit in facts.findings.assessment.units if unit.parent == ORGANISATION]
    parts = {unit: part for unit in units if (part := mixes.units[unit].deviation) is not None}
    if len(parts) < 2 or any(group_of(unit) in facts.withheld.trained for unit in parts):
        return None
    whole = mixes.organisation.deviation or 0.0
    sign = 1 if whole > 0 else -1
    same = {unit: sign * part for unit, part in {**parts, ORGANISATION: whole - sum(parts.values())}.items()}
    largest = max(parts, key=lambda unit: same[unit])
    off = off_rule(mixes.units[largest].points, mix_tolerance(facts.findings.assessment))
    bound = facts.findings.rules.bounds.mix_cause * sum(part for part in same.values() if part > 0)
    return largest if off and same[largest] >= bound - TOLERANCE else None


def mix_off(facts: Facts) -> str | None:
    """`soft` or `hard`: the kind that gets too little training by more than the tolerance; None on rule, and where
    there are no data or these are withheld."""
    points = facts.findings.mixes.organisation.points
    if EVERYBODY in facts.withheld.trained or points is None:
        return None
    if not off_rule(points, mix_tolerance(facts.findings.assessment)):
        return None
    return "soft" if points < 0 else "hard"
