"""The consultant's Markdown → commentary blocks that quote figures and claims by id, and what is wrong with it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from skillreport.model.figure import Address, Figure, Sentence, say
from skillreport.model.issue import Issue, Location
from skillreport.model.names import nearest
from skillreport.model.report import Comment, Commentary, Report, Section
from skillreport.rules.claims import Claim, doubtful_claims, load_claims

QUOTE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
CLAIM = "claim:"  # how the quote of a claim begins


def with_commentary(
    section: Section, comments: Mapping[str, Comment], figures: Mapping[str, Figure], language: str
) -> Section:
    """The section with its commentary at its end; figures and claims it does not know stay as typed and become issues.
    In the place of a refused claim stands that it is left out."""
    comment = comments.get(section.id)
    if comment is None or not comment.markdown.strip():
        return section
    quotes = QUOTE.findall(comment.markdown)
    quoted = {id: figures[id] for id in quotes if id in figures}
    claims = {id: claim_sentence(claim) for id in quotes if (claim := _claim(id, language))}
    return replace(section, blocks=(*section.blocks, Commentary(comment.markdown, quoted, claims)))


def claim_sentence(claim: Claim) -> Sentence:
    """The wording with its source and where to read it, or that the claim is left out."""
    if claim.wording is None:
        return say("text.claim_refused", claim=claim.id)
    if claim.link is None:
        return say("text.claim", wording=claim.wording, source=claim.source)
    return say("text.claim_linked", wording=claim.wording, source=claim.source, link=Address(claim.link))


def check_commentary(comments: Mapping[str, Comment], report: Report, language: str) -> tuple[Issue, ...]:
    """Reports at their lines commentary-unknown-figure, claim-unknown, claim-refused and claim-doubtful, and
    commentary-unknown-section for a file that fits no section."""
    known = {figure.id for figure in report.figures}
    sections = [section.id for section in report.sections]
    issues: list[Issue] = []
    for name, comment in comments.items():
        if name not in sections:
            values = {"known": ", ".join(sections)}
            issues.append(Issue("commentary-unknown-section", Location(comment.file), values))
        for number, line in enumerate(comment.markdown.splitlines(), 1):
            where = Location(comment.file, line=number)
            issues += [issue for id in QUOTE.findall(line) for issue in _faults(id, known, where, language)]
        issues += _doubts(comment, language)
    return tuple(issues)


def _claim(quote: str, language: str) -> Claim | None:
    """The claim that a quote names, None where it names none that is known in the language."""
    return load_claims(language).get(quote.removeprefix(CLAIM).strip()) if quote.startswith(CLAIM) else None


def _faults(quote: str, figures: set[str], where: Location, language: str) -> Iterator[Issue]:
    """What is wrong with one quote."""
    if not quote.startswith(CLAIM):
        if quote not in figures:
            yield Issue("commentary-unknown-figure", where, {"figure": quote})
        return
    claim, id = _claim(quote, language), quote.removeprefix(CLAIM).strip()
    if claim is None:
        usable = [id for id, one in load_claims(language).items() if one.wording is not None]
        values = {"claim": id, "nearest": nearest(id, usable) or "", "known": ", ".join(usable)}
        yield Issue("claim-unknown", where, values)
    elif claim.wording is None:
        yield Issue("claim-refused", where, {"claim": id, "reason": claim.reason})


def _doubts(comment: Comment, language: str) -> Iterator[Issue]:
    """Sentences of free text that look like a claim that may not be made in such words."""
    text = QUOTE.sub(lambda match: " " + "\n" * match[0].count("\n"), comment.markdown)
    for line, claim in doubtful_claims(text, language):
        values = {"claim": claim.claim, "reason": claim.reason}
        yield Issue("claim-doubtful", Location(comment.file, line=line), values)
