"""What training literature claims: printed by id in its own words, or refused; free text like it is doubted."""

import io
import json
import re
from pathlib import Path

import pikepdf
import pytest

from skillreport.language.catalogue import load_catalogue
from skillreport.rules.claims import Claim, doubtful_claims, load_claims
from skillreport.write.brand import load_brand
from skillreport.write.html import render_html
from skillreport.write.pdf import render_pdf
from skillreport.write.resources import resource
from tests.building import Built, people, small
from tests.errors.command_line import run
from tests.errors.files import write_files
from tests.errors.samples import commented

CLAIMS = load_claims("en")
LANGUAGES = ("en", "de")
NUMBER = re.compile(r"\d+")


def built_with(folder: Path, text: str) -> Built:
    """A small report with a comment of the consultant on the answer."""
    (folder / "commentary").mkdir()
    (folder / "commentary/answer.md").write_text(text, "utf-8")
    requirements, levels = [("Analyst", "SQL", 3, 3)], {"E1": {"SQL": 2.0}}
    return small(folder, {"SQL": "hard"}, requirements, levels, people("", "E1"), "commentary: commentary")


# ---- the file


def test_what_is_never_said_has_no_wording_and_all_else_has_one() -> None:
    assert {claim.status for claim in CLAIMS.values()} == {"safe", "only with this wording", "never"}
    for claim in CLAIMS.values():
        assert (claim.wording is None) == (claim.status == "never"), claim.id


def test_what_may_not_be_said_as_it_circulates_has_a_reason_and_signs() -> None:
    for claim in CLAIMS.values():
        assert bool(claim.reason) == (claim.status != "safe"), claim.id
        assert bool(claim.signs) == (claim.status != "safe"), claim.id


@pytest.mark.parametrize("claim", [claim for claim in CLAIMS.values() if claim.status != "safe"], ids=lambda c: c.id)
def test_a_claim_as_it_circulates_shows_its_own_signs(claim: Claim) -> None:
    known_by = {
        "mix-planning": "Research has proven 60:40 to be the right mix.",
        "seventy-twenty-ten": "Studies have shown that 70-20-10 works.",
        "balanced-training": "Balanced training brings 25 % more satisfaction.",
    }
    said = known_by.get(claim.id, claim.claim)
    assert claim.id in {found.id for _, found in doubtful_claims(said, "en")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_methods_own_claims_have_words_in_every_language(language: str) -> None:
    assert list(load_claims(language)) == list(CLAIMS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_claim_has_the_same_status_and_link_in_every_language(language: str) -> None:
    told = {claim.id: (claim.status, claim.link, claim.wording is None) for claim in load_claims(language).values()}
    assert told == {claim.id: (claim.status, claim.link, claim.wording is None) for claim in CLAIMS.values()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wording_has_the_years_and_percentages_of_the_english_one(language: str) -> None:
    for claim in load_claims(language).values():
        english = CLAIMS[claim.id]
        for said, meant in ((claim.wording, english.wording), (claim.source, english.source)):
            assert NUMBER.findall(said or "") == NUMBER.findall(meant or ""), claim.id


def test_a_claim_without_words_in_a_language_is_not_known_in_it() -> None:
    assert dict(load_claims("fr")) == {}


# ---- free text


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Soft skills decide 85% of success at work.", "eighty-five-percent"),
        ("Eighty years ago … 85 per cent of job success", "eighty-five-percent"),
        ("A Harvard study shows how much soft skills count.", "eighty-five-percent"),
        ("75\u00a0% of long-term success depends on people skills.", "seventy-five-percent"),
        ("Engaged teams are 23 percent more profitable.", "engagement-profit"),
        ("Good soft skills cut attrition by half.", "turnover-halved"),
        ("Turnover is halved where\nsoft skills are strong.", "turnover-halved"),
        ("Hard skills are obsolete after 2.5 years.", "age-faster"),
    ],
)
def test_free_text_that_reads_like_a_claim_is_doubted(text: str, claim: str) -> None:
    assert [found.id for _, found in doubtful_claims(text, "en")] == [claim]


@pytest.mark.parametrize(
    "text",
    [
        "Of the required skills, 85 % are at the level; project success stands at 85 % too.",
        "85 % of all projects were a success. Soft skills come next.",
        "Turnover halved after the reorganisation.",
        "Katz wrote in the Harvard Business Review on technical, human and conceptual skills.",
        "Ann studied at Harvard. Soft skills are her subject.",
        "Engagement rose to 23 %. The profit is what it was.",
        "Retention is 18 points below the target; satisfaction rose by 25 %.",
        "We plan 60:40 for seniors, as agreed with the board.",
        "Hard skills age faster; ratings older than two years are listed.",
        "70-20-10 is how we sort the formats of the plan.",
        "We suggest 70 hours of courses.",
    ],
)
def test_ordinary_text_raises_no_doubt(text: str) -> None:
    assert [found.id for _, found in doubtful_claims(text, "en")] == []


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("85 % des beruflichen Erfolgs beruhen auf Soft Skills.", "eighty-five-percent"),
        ("Soziale Kompetenzen entscheiden zu 85 Prozent über den Erfolg.", "eighty-five-percent"),
        ("Eine Studie aus Harvard zeigt, wie sehr Soft Skills zählen.", "eighty-five-percent"),
        ("75\u00a0% des langfristigen Erfolgs hängen an sozialen Fähigkeiten.", "seventy-five-percent"),
        ("Engagierte Teams sind 23 % profitabler.", "engagement-profit"),
        ("Starke Soft Skills halbieren\ndie Fluktuation.", "turnover-halved"),
        ("Ausgewogene Schulung bringt 25 % mehr Kundenzufriedenheit.", "balanced-training"),
        ("Die Forschung hat 60:40 als richtig bewiesen.", "mix-planning"),
        ("Fachliche Kompetenzen sind nach fünf Jahren überholt.", "age-faster"),
        ("Studien belegen, dass 70-20-10 wirkt.", "seventy-twenty-ten"),
    ],
)
def test_german_text_that_reads_like_a_claim_is_doubted(text: str, claim: str) -> None:
    assert [found.id for _, found in doubtful_claims(text, "de")] == [claim]


@pytest.mark.parametrize(
    "text",
    [
        "Von den verlangten Kompetenzen liegen 85 % auf Sollniveau; der Projekterfolg steht bei 85 %.",
        "85 % aller Projekte waren ein Erfolg. Soft Skills folgen danach.",
        "Nach der Umstellung hat sich die Fluktuation halbiert.",
        "Katz schrieb in der Harvard Business Review über technische und soziale Kompetenzen.",
        "Die Kundenzufriedenheit stieg um 25 %.",
        "Für Führungskräfte planen wir 60:40, wie mit dem Vorstand vereinbart.",
        "Überfachliche Kompetenzen veralten auch nach fünf Jahren kaum.",
        "Nach 70-20-10 ordnen wir die Formate des Plans.",
    ],
)
def test_ordinary_german_text_raises_no_doubt(text: str) -> None:
    assert [found.id for _, found in doubtful_claims(text, "de")] == []


def test_a_doubt_stands_at_the_line_where_its_sentence_begins() -> None:
    text = "# Why\n\nAll is well.\n\n- First, costs.\n- 85 % of career\n  success comes from soft skills.\n"
    assert [(line, claim.id) for line, claim in doubtful_claims(text, "en")] == [(6, "eighty-five-percent")]


def test_signs_of_two_sentences_make_no_claim() -> None:
    assert list(doubtful_claims("Soft skills count. Turnover halved this year.", "en")) == []


# ---- quotes


def test_a_quoted_claim_is_printed_with_its_source(tmp_path: Path) -> None:
    report = built_with(tmp_path, "Remember: {{ claim:soft-skills-trial }}\n")
    claim = CLAIMS["soft-skills-trial"]
    link = f'<a href="{claim.link}">{claim.link}</a>'
    assert f"Remember: {claim.wording} ({claim.source}, {link})" in report.html()


def test_a_german_report_prints_the_german_wording(tmp_path: Path) -> None:
    (tmp_path / "commentary").mkdir()
    (tmp_path / "commentary/answer.md").write_text("Merke: {{ claim:soft-skills-trial }}\n", "utf-8")
    requirements, levels = [("Analyst", "SQL", 3, 3)], {"E1": {"SQL": 2.0}}
    settings = "commentary: commentary\nlanguage: de"
    html = small(tmp_path, {"SQL": "hard"}, requirements, levels, people("", "E1"), settings).html()
    claim = load_claims("de")["soft-skills-trial"]
    assert f"Merke: {claim.wording} ({claim.source}, " in html


def test_a_claim_that_is_quoted_in_a_link_makes_no_second_one(tmp_path: Path) -> None:
    report = built_with(tmp_path, "[See {{ claim:soft-skills-trial }}](https://acme.example)\n")
    claim = CLAIMS["soft-skills-trial"]
    said = f"{claim.wording} ({claim.source}, {claim.link})"
    assert f'<p><a href="https://acme.example">See {said}</a></p>' in report.html()


def test_a_claims_address_can_be_followed_in_the_pdf(tmp_path: Path) -> None:
    html = built_with(tmp_path, "Remember: {{ claim:soft-skills-trial }}\n").html()
    with pikepdf.open(io.BytesIO(render_pdf(html).value)) as pdf:
        links = [link for page in pdf.pages for link in page.get("/Annots", []) if "/A" in link]
        assert CLAIMS["soft-skills-trial"].link in {str(link.A.get("/URI")) for link in links}


def test_a_refused_claim_leaves_a_mark_and_no_word_of_it(tmp_path: Path) -> None:
    html = built_with(tmp_path, "We say {{claim:turnover-halved}} here.\n").html()
    assert "We say [claim turnover-halved left out] here." in html
    assert "halve turnover" not in html


def test_a_refused_claim_stops_the_build_and_a_draft_goes_on(tmp_path: Path) -> None:
    folder = write_files(tmp_path, commented("{{ claim:balanced-training }}\n"))
    stopped = run("build", folder, "--output", tmp_path / "output")
    assert stopped.code == 2
    assert "The figures have no independent source." in stopped.err
    assert not (tmp_path / "output").exists()
    draft = run("build", folder, "--output", tmp_path / "output", "--draft")
    assert draft.code == 0
    [html] = (tmp_path / "output").glob("*/organisation.html")
    assert "[claim balanced-training left out]" in html.read_text("utf-8")


def test_an_unknown_claim_stays_as_typed(tmp_path: Path) -> None:
    report = built_with(tmp_path, "{{ claim:nothing }}\n")
    assert "{{ claim:nothing }}" in report.html()


def test_a_doubtful_sentence_stops_nothing(tmp_path: Path) -> None:
    folder = write_files(tmp_path, commented("Strong soft skills halve turnover.\n"))
    done = run("build", folder, "--output", tmp_path / "output")
    assert done.code == 0
    assert "warning  commentary/answer.md:1: this reads like" in done.err


# ---- templates and our own words


def template(folder: Path, text: str) -> Path:
    (folder / "templates").mkdir()
    (folder / "templates/cover.html").write_text(text, "utf-8")
    return folder / "templates"


def test_a_template_prints_a_claim_by_its_id(tmp_path: Path, sample: Built) -> None:
    own = template(tmp_path, "<p>{{ claim('age-faster') }}</p>")
    made = render_html(sample.report, load_brand(None).value, "en", None, "EUR", "A4", own)
    assert made.issues == ()
    assert "<p>Hard skills age faster than soft skills. (" in made.value


@pytest.mark.parametrize(("id", "why"), [("turnover-halved", "No study of it was found"), ("any", "there is none")])
def test_a_template_cannot_print_what_is_refused_or_unknown(id: str, why: str, tmp_path: Path, sample: Built) -> None:
    own = template(tmp_path, f"<p>{{{{ claim('{id}') }}}}</p>")
    [issue] = render_html(sample.report, load_brand(None).value, "en", None, "EUR", "A4", own).issues
    assert issue.code == "template-invalid"
    assert why in str(issue.values["problem"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_and_no_template_makes_a_claim(language: str) -> None:
    texts = {id: form for id, forms in load_catalogue(language).messages.items() for form in forms}
    templates = resource("templates").rglob("*.html")
    texts |= {path.name: path.read_text("utf-8") for path in templates}
    assert len(texts) > 1000
    assert {id: [claim.id for _, claim in doubtful_claims(text, language)] for id, text in texts.items() if text} == {
        id: [] for id, text in texts.items() if text
    }


def test_the_method_prints_what_it_relies_on(sample: Built) -> None:
    html = sample.html()
    for id in ("mix-planning", "age-faster", "seventy-twenty-ten"):
        assert str(CLAIMS[id].wording) in html


def test_the_rules_list_every_claim() -> None:
    listed = json.loads(run("rules", "--json").out)["claims"]
    assert [row["id"] for row in listed] == list(CLAIMS)
    shown = run("rules").out
    assert all(claim.claim in shown for claim in CLAIMS.values())
