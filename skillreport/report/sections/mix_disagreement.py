"""Where rule and gaps disagree: the organisation, and the departments, career levels and roles that are printed."""

from collections.abc import Iterator, Mapping

from skillreport.analyse.mix import Mix, disagree, mix_tolerance
from skillreport.analyse.withheld import Group, group_of
from skillreport.model.assessment import ORGANISATION
from skillreport.model.figure import Figure, Sentence, say
from skillreport.model.report import Callout, Note
from skillreport.report.exhibits import first_names
from skillreport.report.figures import Facts

MOST_NAMES = 3
NEEDED = ("recommended.soft", "actual.soft", "gap.soft")  # what has to be printed for the reader to see it


def callout(facts: Facts, figures: Mapping[str, Figure]) -> Callout | None:
    """That the organisation's rule and gaps disagree; None where they do not, or where it cannot be seen.

    `figures`: the organisation's mix.
    """
    if not _seen(facts, facts.findings.mixes.organisation, figures):
        return None
    recommended, actual, gap = (figures[name] for name in NEEDED)
    text = say("text.mix.disagree", recommended=recommended, gap=gap, actual=actual)
    return Callout(say("heading.mix.disagree"), text)


def groups_note(facts: Facts) -> tuple[Note, ...]:
    """The groups in which rule and gaps disagree, if there are any."""
    said = _of_groups(facts)
    return (Note(say("lead.disagree"), said),) if said else ()


def _of_groups(facts: Facts) -> Sentence | None:
    names = [
        name for id, name, group, mix in _groups(facts) if _seen(facts, mix, facts.mix_figures(id, name, group, mix))
    ]
    if not names:
        return None
    label = say("label.mix.disagree_more")
    return say("text.mix.disagree_groups", names=first_names(names, MOST_NAMES, "mix.disagree.more", label))


def _seen(facts: Facts, mix: Mix, figures: Mapping[str, Figure]) -> bool:
    """Whether a group disagrees and all that shows it is printed."""
    printed = all(figures[name].known for name in NEEDED)
    return printed and disagree(mix, mix_tolerance(facts.findings.assessment))


def _groups(facts: Facts) -> Iterator[tuple[str, str | Sentence, Group, Mix]]:
    """Departments (or the teams of an organisation without any), career levels and roles: the start of their figures'
    ids, name, group and mix."""
    mixes = facts.findings.mixes
    for unit in facts.findings.assessment.units:
        if unit.parent == ORGANISATION:
            yield f"unit.{unit.id}", facts.unit_name(unit.id), group_of(unit.id), mixes.units[unit.id]
    for level, mix in mixes.levels.items():
        name = say("phrase.of_level", level=say(f"career_level.{level}"))
        yield f"career_level.{level}", name, ("career_level", level), mix
    for role, mix in mixes.roles.items():
        yield f"role.{facts.role_ids[role]}", say("phrase.of_role", role=role), ("role", role), mix
