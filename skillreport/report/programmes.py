"""Programmes of the training log → their figures, each withheld by the people it rests on."""

from dataclasses import dataclass

from skillreport.analyse.effects import Arm
from skillreport.analyse.programmes import Kind, Programme
from skillreport.analyse.withheld_programmes import TOTAL
from skillreport.model.figure import Figure, Sentence, State, Unit, say
from skillreport.report.figures import Facts, Skipped, count_figure, figure


@dataclass(frozen=True, slots=True)
class Told:
    """A programme with what may be printed of it."""

    facts: Facts
    programme: Programme

    @property
    def id(self) -> str:
        return f"programme.{self.programme.id}"

    def _hidden(self, column: str) -> bool:
        return self.programme.id in getattr(self.facts.findings.withheld_programmes, column)

    def _label(self, name: str) -> Sentence:
        return say(f"label.programme.{name}", of=self.programme.name)

    def _figure(
        self,
        name: str,
        value: float | None,
        unit: Unit,
        n: int,
        hidden: bool,
        *,
        formula: str = "",
        skipped: Skipped = (),
        missing: State = State.NO_DATA,
    ) -> Figure:
        return figure(
            f"{self.id}.{name}",
            value,
            unit,
            formula or f"training_{name}",
            self._label(name),
            n,
            skipped,
            hidden=hidden,
            missing=missing,
        )

    # ---- what it took

    @property
    def participants(self) -> Figure:
        n = self.programme.participants
        return self._figure("participants", n, Unit.COUNT, n, self._hidden("participants"))

    @property
    def hours(self) -> Figure:
        item = self.programme
        return self._figure(
            "hours",
            item.hours,
            Unit.HOURS,
            item.people_with("hours"),
            self._hidden("hours"),
            skipped=skipped_rows("hours", item.missing("hours")),
        )

    @property
    def cost(self) -> Figure:
        item = self.programme
        return self._figure(
            "cost",
            item.cost,
            Unit.MONEY,
            item.people_with("cost"),
            self._hidden("cost"),
            skipped=skipped_rows("cost", item.missing("cost")),
        )

    # ---- what changed

    @property
    def arm(self) -> Figure:
        return self._people("arm", self.programme.arm)

    @property
    def comparison_arm(self) -> Figure:
        return self._people("comparison_arm", self.programme.comparison)

    def _people(self, name: str, arm: Arm) -> Figure:
        return self._figure(name, arm.n, Unit.COUNT, arm.n, arm.withheld)

    @property
    def participants_change(self) -> Figure:
        arm = self.programme.arm
        # How many are left out would tell a withheld number of participants.
        left = 0 if self._hidden("participants") else self.programme.participants - arm.n
        skipped: Skipped = (("no-change", left),) if left else ()
        return self._figure("participants_change", arm.change, Unit.LEVELS, arm.n, arm.withheld, skipped=skipped)

    @property
    def comparison_change(self) -> Figure:
        arm = self.programme.comparison
        return self._figure("comparison_change", arm.change, Unit.LEVELS, arm.n, arm.withheld)

    @property
    def effect_hidden(self) -> bool:
        """Whether few people stand in an arm, or would follow from it."""
        return self.programme.arms.withheld

    def _of_effect(self, name: str, value: float | None, formula: str = "") -> Figure:
        n = self.programme.arm.n + self.programme.comparison.n
        return self._figure(name, value, Unit.LEVELS, n, self.effect_hidden, formula=formula)

    @property
    def effect(self) -> Figure:
        return self._of_effect("effect", self.programme.effect.value)

    @property
    def low(self) -> Figure:
        return self._of_effect("effect_low", self.programme.effect.low, "training_interval")

    @property
    def high(self) -> Figure:
        return self._of_effect("effect_high", self.programme.effect.high, "training_interval")

    @property
    def verdict(self) -> str:
        """Pays, no effect, fell behind; else why nothing is told."""
        item = self.programme
        if self.effect_hidden:
            return "few" if any(self.facts.few(arm.n) for arm in (item.arm, item.comparison)) else "withheld"
        if item.effect.verdict is not None:
            return item.effect.verdict
        if item.effect.value is not None:
            return "no interval"
        if not item.skills:
            return "no skills"
        return "no comparison" if item.arm.n else "no ratings"

    # ---- whether it paid

    @property
    def cost_per_level(self) -> Figure:
        item = self.programme
        hidden = self.effect_hidden or self._hidden("cost")
        n = item.participants + item.comparison.n
        return self._figure("cost_per_level", item.cost_per_level, Unit.MONEY, n, hidden, missing=State.NOT_COMPUTABLE)

    @property
    def break_even(self) -> Figure | None:
        """None where a benefit is stated: the return stands in its place."""
        item = self.programme
        if item.benefit is not None:
            return None
        return self._figure("break_even", item.break_even, Unit.MONEY, item.participants, self._hidden("cost"))

    @property
    def investment_return(self) -> Figure | None:
        """None where no benefit is stated."""
        item = self.programme
        if item.benefit is None:
            return None
        return self._figure(
            "return",
            item.investment_return,
            Unit.SHARE,
            item.participants,
            self._hidden("cost"),
            missing=State.NOT_COMPUTABLE,
        )

    @property
    def test_gain(self) -> Figure:
        item = self.programme
        n = item.people_with("gain")
        skipped: Skipped = (("no-scores", item.missing("gain")),) if item.missing("gain") else ()
        if self._hidden("participants"):
            skipped = ()
        return self._figure("test_gain", item.test_gain, Unit.INDEX, n, self.facts.few(n), skipped=skipped)


def told_programmes(facts: Facts) -> list[Told]:
    """All programmes of the window, by name."""
    return [Told(facts, item) for item in facts.findings.programmes.items]


def skipped_rows(column: str, rows: int) -> Skipped:
    return ((f"no-{column}", rows),) if rows else ()


def total_figure(facts: Facts, name: str) -> Figure:
    """Participants, hours or cost of all programmes together."""
    found, hidden = facts.findings.programmes, TOTAL in getattr(facts.findings.withheld_programmes, name)
    id, label = f"organisation.training.{name}", say(f"label.training.{name}")
    if name == "participants":
        n = found.participants
        return figure(id, n, Unit.COUNT, "training_participants", label, n, hidden=hidden)
    unit, value = (Unit.HOURS, found.hours) if name == "hours" else (Unit.MONEY, found.cost)
    skipped = skipped_rows(name, found.missing(name))
    return figure(id, value, unit, f"training_{name}", label, found.people_with(name), skipped, hidden=hidden)


def gain_figure(facts: Facts, kind: Kind) -> Figure:
    """Levels gained per hour of soft or hard training."""
    found = facts.findings.programmes
    gain, left = found.gains[kind], found.uncategorised
    skipped: Skipped = (("programmes-no-category", left),) if left else ()
    return figure(
        f"organisation.training.gain_per_hour.{kind}",
        gain.value,
        Unit.LEVELS,
        "training_gain_per_hour",
        say(f"label.training.gain_per_hour.{kind}"),
        gain.people,
        skipped,
        hidden=kind in facts.findings.withheld_programmes.gains,
    )


def counts(facts: Facts) -> dict[str, Figure]:
    """How many programmes there are, how many can be judged, and how."""
    found = facts.findings.programmes.items
    judged = [item for item in found if item.effect.verdict is not None and item.effect_printed]
    verdicts = [item.effect.verdict for item in judged]
    numbers = {
        "programmes": len(found),
        "judged": len(judged),
        "pays": verdicts.count("pays"),
        "no_effect": verdicts.count("no effect"),
        "fell_behind": verdicts.count("fell behind"),
        "not_judged": len(found) - len(judged),
    }
    return {
        name: count_figure(f"organisation.training.{name}", value, say(f"label.training.{name}"))
        for name, value in numbers.items()
    }
