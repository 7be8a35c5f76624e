"""Risk: skills that hang on nobody or one person, roles that are not ready, certificates that run out."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from skillreport.analyse.certificates import certification_ids
from skillreport.model.figure import Figure, Sentence, Unit, say
from skillreport.model.frames import number_at
from skillreport.model.names import slug
from skillreport.model.report import Block, Dots, Exhibit, Row, Section, Styled, Table
from skillreport.report.exhibits import counted, first_rows, left, note, right, withheld_apart
from skillreport.report.figures import Facts, count_figure, figure

MOST_ROWS = 8
EXPOSURE = ("uncovered", "single", "not shown", "covered")  # the gravest first
CERTIFICATE_STATUS = ("valid", "expiring", "expired", "missing")


def section(facts: Facts) -> Section | None:
    """None where there are neither requirements of roles nor certifications."""
    findings = facts.findings
    if findings.coverage.bench.empty and findings.certificates.empty:
        return None
    blocks: list[Block] = []
    if len(findings.coverage.weakest):
        blocks.append(_bench(facts))
    if len(findings.coverage.lone_roles):
        blocks.append(_lone_roles(facts))
    if findings.coverage.role_readiness["people"].sum() > 0:
        blocks.append(_readiness(facts))
    if len(findings.certificates):
        blocks.append(_certificates(facts))
    return Section("risk", say("kicker.risk"), _title(facts), _deck(facts), tuple(blocks))


def exposure(facts: Facts) -> dict[str, Figure]:
    """How many skills are uncovered, hang on one person, cannot be shown to be covered; and of how many."""
    status = facts.findings.coverage.weakest["status"]
    counts = {name: int((status == name).sum()) for name in EXPOSURE}
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
    ranked = sorted(
        facts.findings.coverage.weakest.to_dict("records"),
        key=lambda row: (
            EXPOSURE.index(row["status"]),
            row["holders"],
            -row["weight"],
            skills[row["skill"]].name.casefold(),
        ),
    )
    columns = (
        left("skill", 28),
        left("weakest_role", 33),
        right("level", 10),
        right("weight", 16),
        left("people_needed", 35),
        left("at_level", 20),
        left("next_best", 28),
    )
    rows = [_bench_row(facts, row) for row in ranked]
    shown, whole, more = first_rows("bench-strength", columns, rows, MOST_ROWS)
    figures = exposure(facts)
    notes = [note("how_to_read", "note.bench.read")]
    if figures["not shown"].number:
        notes.append(note("not_shown_covered", "note.bench.not_shown"))
    return Exhibit(
        "bench-strength",
        say("figure.bench"),
        say("figure.bench.sub"),
        shown,
        say("alt.bench", uncovered=figures["uncovered"], single=figures["single"], skills=figures["skills"]),
        (*notes, *more),
        as_table=whole,
    )


def _bench_row(facts: Facts, row: Mapping[Any, Any]) -> Row:
    record = facts.findings.assessment.skills[row["skill"]]
    id, of = f"skill.{record.id}.bench", record.name
    level = figure(f"{id}.level", row["required"], Unit.LEVELS, "bench", say("label.bench.level", of=of))
    weight = count_figure(f"{id}.weight", row["weight"], say("label.bench.weight", of=of), "weight")
    needed = count_figure(f"{id}.needed", row["needed"], say("label.bench.needed", of=of), "bench")
    holders = count_figure(f"{id}.holders", row["holders"], say("label.bench.holders", of=of), "bench")
    risky = row["status"] in ("uncovered", "single")
    status = Styled(_holders_word(row, holders), tone="worse" if risky else "plain", strong=risky)
    dots = Dots(holders, needed, risky)
    return Row((of, _role_name(row), level, weight, dots, status, _next_best(facts, row, id, of)))


def _role_name(row: Mapping[Any, Any]) -> str | Sentence:
    """The role whose requirement it is, with the career level where it is one level's."""
    if not isinstance(row["career_level"], str):
        return str(row["role"])
    return say("phrase.role_level", role=str(row["role"]), level=say(f"career_level.{row['career_level']}"))


def _holders_word(row: Mapping[Any, Any], holders: Figure) -> Sentence:
    if row["status"] == "not shown":
        return say("word.not_shown")
    if not holders.number:
        return say("word.nobody")
    return say("word.one_person") if holders.number == 1 else counted("people", holders)


def _next_best(facts: Facts, row: Mapping[Any, Any], id: str, of: str) -> Sentence | None:
    """How many come next, at which level: the level of one or two people is theirs, that many others hold it is not."""
    best = figure(f"{id}.next_best", row["next_best"], Unit.LEVELS, "bench", say("label.bench.next_best", of=of))
    count = count_figure(f"{id}.next_count", row["next_count"], say("label.bench.next_count", of=of), "bench")
    if not best.known or facts.few(row["next_count"]):
        return None
    return say("word.next_best", people=counted("people", count), level=best)


def _lone_roles(facts: Facts) -> Exhibit:
    """Roles with one incumbent, apart from the others: which of their skills nobody or one person has."""
    found = facts.findings.coverage.lone_roles
    names = [skill.name for skill in facts.findings.assessment.skills]

    def listed(rows: pd.DataFrame, status: str) -> Sentence | None:
        skills = tuple(names[skill] for skill in rows.loc[rows["status"] == status, "skill"])
        return say("phrase.list", items=skills) if skills else None

    rows = []
    for role, of_role in found.groupby("role", sort=True):
        label = say("label.lone_role.skills", of=str(role))
        skills = count_figure(f"role.{facts.role_ids[str(role)]}.bench.skills", len(of_role), label, "bench")
        rows.append(Row((str(role), skills, *(listed(of_role, status) for status in EXPOSURE[:3]))))
    columns = (
        left("role", 40),
        right("skills_count", 16),
        left("nobody", 38),
        left("one_person", 38),
        left("unsure", 38),
    )
    count = count_figure("organisation.lone_roles", len(rows), say("label.lone_roles"), "bench")
    return Exhibit(
        "roles-with-one-incumbent",
        say("figure.lone_roles"),
        say("figure.lone_roles.sub"),
        Table(columns, tuple(rows)),
        say("alt.lone_roles", plural="roles", roles=count),
        (note("apart", "note.lone_roles"),),
    )


def _readiness(facts: Facts) -> Exhibit:
    roles = map(str, facts.findings.coverage.role_readiness.index)
    columns = (
        left("role", 66),
        right("people", 14),
        right("ready", 14),
        right("not_ready", 17),
        right("unknown", 18),
        right("both_domains", 22),
        right("readiness", 19),
    )
    ready, every = _ready(facts)
    name = "readiness-by-role"
    shown, whole, withheld = withheld_apart(name, columns, [_readiness_row(facts, role) for role in roles])
    return Exhibit(
        name,
        say("figure.readiness"),
        say("figure.readiness.sub"),
        shown,
        say("alt.readiness" if ready.known else "alt.readiness.withheld", plural="ready", ready=ready, people=every),
        (note("ready", "note.readiness"), note("both_domains", "note.both_domains"), *withheld),
        as_table=whole,
    )


def _readiness_row(facts: Facts, role: str) -> Row:
    found, id = facts.findings.coverage.role_readiness, f"role.{facts.role_ids[role]}"
    people, hidden = int(number_at(found, role, "people")), role in facts.withheld.roles

    def counted_people(name: str, formula: str) -> Figure:
        label = say(f"label.{name}", of=role)
        return count_figure(f"{id}.{name}", number_at(found, role, name), label, formula, people, hidden=hidden)

    total = counted_people("people", "people")
    counts = [counted_people(name, "readiness_status") for name in ("ready", "not_ready", "unknown")]
    label, measured = say("label.readiness", of=role), int(number_at(found, role, "measured"))
    mean, few_measured = number_at(found, role, "readiness"), role in facts.withheld.readiness
    readiness = figure(f"{id}.readiness", mean, Unit.SHARE, "readiness", label, measured, hidden=few_measured)
    return Row((role, total, *counts, counted_people("both_domains", "both_domains"), readiness))


def _ready(facts: Facts) -> tuple[Figure, Figure]:
    """How many people are ready, of all with a role that has requirements."""
    roles = facts.findings.coverage.role_readiness
    people, ready = int(roles["people"].sum()), int(roles["ready"].sum() or 0)
    hidden, label = facts.few(people), say("label.with_role")
    of_all = say("label.ready", of=say("of.organisation"))
    return (
        count_figure("organisation.ready", ready, of_all, "readiness_status", people, hidden=hidden),
        count_figure("organisation.with_role", people, label, "people", people, hidden=hidden),
    )


def _certificates(facts: Facts) -> Exhibit:
    """Counts per certification, mandatory ones first; counts of holders and expiries are not withheld."""
    found = facts.findings.certificates
    mandatory = found.groupby("certification")["mandatory"].any()
    names = sorted(mandatory.index, key=lambda name: (not mandatory[name], str(name).casefold()))
    ids = certification_ids(found)
    rows = [_certificate_row(found[found["certification"] == name], str(name), ids[name]) for name in names]
    columns = (
        left("certification", 60),
        right("required_of", 26),
        right("valid", 20),
        right("expiring", 24),
        right("expired", 20),
        right("missing", 20),
    )
    months = count_figure("method.expiry_months", facts.findings.rules.bounds.expiry_months, say("label.expiry_months"))
    return Exhibit(
        "certificates",
        say("figure.certificates"),
        say("figure.certificates.sub", months=counted("months", months)),
        Table(columns, tuple(rows)),
        say("alt.certificates", due=certificates_due(facts)),
    )


def _certificate_row(rows: pd.DataFrame, name: str, id: str) -> Row:
    """People by the status of one certification; what is mandatory and due stands out."""
    counts = {status: int((rows["status"] == status).sum()) for status in CERTIFICATE_STATUS}
    made = {
        status: count_figure(
            f"certification.{id}.{status}", n, say(f"label.certificate.{status}", of=name), "certificates"
        )
        for status, n in counts.items()
    }
    mandatory = bool(rows["mandatory"].any())
    label = say("label.certificate.required", of=name)
    required = count_figure(f"certification.{id}.required", rows["mandatory"].sum(), label, "certificates")

    def urgent(status: str) -> Styled:
        due = mandatory and counts[status] > 0
        return Styled(made[status], tone="worse" if due else "plain", strong=due)

    stated = required if mandatory else say("word.voluntary")
    return Row((name, stated, made["valid"], urgent("expiring"), made["expired"], urgent("missing")))


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
        return say("title.risk.covered", plural="skills", skills=figures["skills"])
    if len(facts.findings.coverage.lone_roles):
        return say("title.risk.lone_roles")
    return say("title.risk.valid")


def _deck(facts: Facts) -> Sentence | None:
    ready, people = _ready(facts)
    if not people.known or not people.number:
        return None
    due = certificates_due(facts)
    if due.number:
        return say("deck.risk.due", plural="due", ready=ready, people=people, due=due)
    return say("deck.risk", ready=ready, people=people)
