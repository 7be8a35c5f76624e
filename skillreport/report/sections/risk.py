"""Risk: skills that hang on nobody or one person, roles that are not ready, certificates that run out."""

import pandas as pd

from skillreport.analyse.privacy import withheld_parts
from skillreport.model.figure import Figure, Sentence, State, Unit, say
from skillreport.model.frames import number_at
from skillreport.model.names import slug, slugs
from skillreport.model.report import Block, Dots, Exhibit, Row, Section, Styled, Table, Text
from skillreport.report.exhibits import counted, left, note, right
from skillreport.report.figures import Facts, count_figure, figure

MOST_ROWS = 8


def section(facts: Facts) -> Section | None:
    """None where there are neither requirements nor certifications."""
    bench, certificates = facts.findings.weakest, facts.findings.certificates
    if bench.empty and certificates.empty:
        return None
    blocks: list[Block] = []
    if len(bench):
        blocks.append(_bench(facts))
    if facts.findings.role_readiness["people"].sum() > 0:
        blocks.append(_readiness(facts))
    if len(certificates):
        blocks.append(_certificates(facts))
    lone = sorted(set(facts.findings.bench.loc[facts.findings.bench["incumbents"] == 1, "role"]))
    if lone:
        blocks.append(Text(say("heading.lone_roles"), (say("text.lone_roles", plural="roles", roles=tuple(lone)),)))
    return Section("risk", say("kicker.risk"), _title(facts), _deck(facts), tuple(blocks))


def exposure(facts: Facts) -> dict[str, Figure]:
    """How many skills are uncovered, hang on one person, cannot be shown to be covered; and of how many."""
    status = facts.findings.weakest["status"] if len(facts.findings.weakest) else pd.Series(dtype=object)
    counts = {name: int((status == name).sum()) for name in ("uncovered", "single", "not shown", "covered")}
    made = {
        name: count_figure(
            f"organisation.bench.{slug(name).replace('-', '_')}", n, say(f"label.bench.{slug(name)}"), "bench"
        )
        for name, n in counts.items()
    }
    made["exposed"] = count_figure(
        "organisation.bench.exposed",
        counts["uncovered"] + counts["single"],
        say("label.bench.exposed"),
        "bench",
        len(status),
    )
    made["skills"] = count_figure("organisation.bench.skills", len(status), say("label.bench.skills"), "bench")
    return made


def _bench(facts: Facts) -> Exhibit:
    """The most exposed skills: uncovered first, then by weight, then by name."""
    skills = facts.findings.assessment.skills
    order = {"uncovered": 0, "single": 1, "not shown": 2, "covered": 3}
    bench = facts.findings.weakest.to_dict("records")
    ranked = sorted(
        bench,
        key=lambda row: (order[row["status"]], row["holders"], -row["weight"], skills[row["skill"]].name.casefold()),
    )
    rows = []
    for row in ranked[:MOST_ROWS]:
        record = skills[row["skill"]]
        id = f"skill.{record.id}.bench"
        level = figure(f"{id}.level", row["required"], Unit.LEVELS, "bench", say("label.bench.level", of=record.name))
        weight = count_figure(f"{id}.weight", row["weight"], say("label.bench.weight", of=record.name), "weight")
        needed = count_figure(f"{id}.needed", row["needed"], say("label.bench.needed", of=record.name), "bench")
        holders = count_figure(f"{id}.holders", row["holders"], say("label.bench.holders", of=record.name), "bench")
        risky = row["status"] in ("uncovered", "single")
        word = (
            say("word.nobody")
            if not row["holders"]
            else say("word.one_person")
            if row["holders"] == 1
            else counted("people", holders)
        )
        status = say("word.not_shown") if row["status"] == "not shown" else word
        best = figure(
            f"{id}.next_best", row["next_best"], Unit.LEVELS, "bench", say("label.bench.next_best", of=record.name)
        )
        count = count_figure(
            f"{id}.next_count", row["next_count"], say("label.bench.next_count", of=record.name), "bench"
        )
        # The level of one or two people is theirs; that many others hold it is not.
        enough = row["next_count"] >= facts.findings.assessment.engagement.privacy_threshold
        following: Sentence | None = (
            say("word.next_best", people=counted("people", count), level=best) if best.known and enough else None
        )
        rows.append(
            Row(
                (
                    record.name,
                    str(row["role"]),
                    level,
                    weight,
                    Dots(holders, needed, risky),
                    Styled(status, tone="worse" if risky else "plain", strong=risky),
                    following,
                )
            )
        )
    columns = (
        left("skill", 31),
        left("weakest_role", 33),
        right("level", 10),
        right("weight", 14),
        left("people_needed", 40),
        left("at_level", 18),
        left("next_best", 24),
    )
    figures = exposure(facts)
    notes = [note("how_to_read", "note.bench.read")]
    if figures["not shown"].number:
        notes.append(note("not_shown", "note.bench.not_shown"))
    return Exhibit(
        "bench-strength",
        say("figure.bench"),
        say("figure.bench.sub"),
        Table(columns, tuple(rows)),
        say("alt.bench", uncovered=figures["uncovered"], single=figures["single"], skills=figures["skills"]),
        tuple(notes),
    )


def _readiness(facts: Facts) -> Exhibit:
    roles = facts.findings.role_readiness
    threshold = facts.findings.assessment.engagement.privacy_threshold
    hidden = withheld_parts(
        int(roles["people"].sum()),
        {str(role): int(number_at(roles, role, "people")) for role in roles.index},
        threshold,
    )
    rows = []
    for id, role in zip(slugs(map(str, roles.index)), roles.index, strict=True):
        found = roles.loc[role]
        people = count_figure(f"role.{id}.people", found["people"], say("label.people", of=str(role)), "people")
        if role in hidden:
            counts: list[Figure] = [
                withheld(f"role.{id}.{name}", say(f"label.{name}", of=str(role)), Unit.COUNT, "readiness")
                for name in ("ready", "not_ready", "unknown")
            ]
            mean = withheld(f"role.{id}.readiness", say("label.readiness", of=str(role)), Unit.SHARE, "readiness")
        else:
            counts = [
                count_figure(
                    f"role.{id}.{name}",
                    found[name],
                    say(f"label.{name}", of=str(role)),
                    "readiness_status",
                    int(found["people"]),
                )
                for name in ("ready", "not_ready", "unknown")
            ]
            mean = figure(
                f"role.{id}.readiness",
                found["readiness"],
                Unit.SHARE,
                "readiness",
                say("label.readiness", of=str(role)),
                int(found["people"]),
            )
        rows.append(Row((str(role), people, *counts, mean)))
    columns = (
        left("role", 60),
        right("people", 20),
        right("ready", 22),
        right("not_ready", 22),
        right("unknown", 22),
        right("readiness", 24),
    )
    total = count_figure(
        "organisation.ready",
        roles["ready"].sum(),
        say("label.ready", of=say("of.organisation")),
        "readiness_status",
        int(roles["people"].sum()),
    )
    people = count_figure("organisation.with_role", roles["people"].sum(), say("label.with_role"), "people")
    return Exhibit(
        "readiness-by-role",
        say("figure.readiness"),
        say("figure.readiness.sub"),
        Table(columns, tuple(rows)),
        say("alt.readiness", ready=total, people=people),
        (note("ready", "note.readiness"),),
    )


def withheld(id: str, label: Sentence, unit: Unit, formula: str) -> Figure:
    return Figure(id, None, unit, formula, label, state=State.WITHHELD)


def _certificates(facts: Facts) -> Exhibit:
    """Counts per certification; counts of holders and expiries are not withheld."""
    found = facts.findings.certificates
    rows = []
    names = sorted(
        found["certification"].unique(),
        key=lambda name: (not found.loc[found["certification"] == name, "mandatory"].any(), str(name).casefold()),
    )
    for id, name in zip(slugs(map(str, names)), names, strict=True):
        of_name = found[found["certification"] == name]
        mandatory = bool(of_name["mandatory"].any())
        counts = {
            status: int((of_name["status"] == status).sum()) for status in ("valid", "expiring", "expired", "missing")
        }
        made = {
            status: count_figure(
                f"certification.{id}.{status}", n, say(f"label.certificate.{status}", of=str(name)), "certificates"
            )
            for status, n in counts.items()
        }
        required = count_figure(
            f"certification.{id}.required",
            of_name["mandatory"].sum(),
            say("label.certificate.required", of=str(name)),
            "certificates",
        )
        urgent = mandatory and counts["expiring"] + counts["expired"] + counts["missing"] > 0
        rows.append(
            Row(
                (
                    str(name),
                    required if mandatory else say("word.voluntary"),
                    made["valid"],
                    Styled(
                        made["expiring"],
                        tone="worse" if urgent and counts["expiring"] else "plain",
                        strong=urgent and counts["expiring"] > 0,
                    ),
                    made["expired"],
                    Styled(
                        made["missing"], tone="worse" if counts["missing"] else "plain", strong=counts["missing"] > 0
                    ),
                )
            )
        )
    columns = (
        left("certification", 60),
        right("required_of", 26),
        right("valid", 20),
        right("expiring", 24),
        right("expired", 20),
        right("missing", 20),
    )
    months = count_figure("method.expiry_months", facts.findings.rules.bounds.expiry_months, say("label.expiry_months"))
    due = certificates_due(facts)
    return Exhibit(
        "certificates",
        say("figure.certificates"),
        say("figure.certificates.sub", months=counted("months", months)),
        Table(columns, tuple(rows)),
        say("alt.certificates", due=due),
        (),
    )


def certificates_due(facts: Facts) -> Figure:
    """Mandatory certificates that are missing, expired or about to expire."""
    found = facts.findings.certificates
    due = found["mandatory"] & (found["status"] != "valid")
    return count_figure(
        "organisation.certificates.due",
        due.sum(),
        say("label.certificates.due"),
        "certificates",
        int(found["mandatory"].sum()),
    )


def _title(facts: Facts) -> Sentence:
    figures = exposure(facts)
    uncovered, single, due = figures["uncovered"], figures["single"], certificates_due(facts)
    if uncovered.number and single.number:
        return say(
            "title.risk.both",
            plural="uncovered",
            uncovered=uncovered,
            single=say("phrase.hang_on_one", plural="n", n=single),
        )
    if uncovered.number:
        return say("title.risk.uncovered", plural="uncovered", uncovered=uncovered)
    if single.number:
        return say("title.risk.single", plural="single", single=single)
    if due.number:
        return say("title.risk.certificates", plural="due", due=due)
    if figures["not shown"].number:
        return say("title.risk.not_shown", plural="count", count=figures["not shown"])
    if figures["skills"].number:
        return say("title.risk.covered", skills=figures["skills"])
    return say("title.risk.valid")


def _deck(facts: Facts) -> Sentence | None:
    roles = facts.findings.role_readiness
    if not roles["people"].sum():
        return None
    due = certificates_due(facts)
    ready = count_figure(
        "organisation.ready",
        roles["ready"].sum(),
        say("label.ready", of=say("of.organisation")),
        "readiness_status",
        int(roles["people"].sum()),
    )
    people = count_figure("organisation.with_role", roles["people"].sum(), say("label.with_role"), "people")
    if due.number:
        return say("deck.risk.due", plural="due", ready=ready, people=people, due=due)
    return say("deck.risk", ready=ready, people=people)
