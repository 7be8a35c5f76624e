"""Every language says every message, with the same values and its own plurals, from the English wording of today."""

import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import pikepdf
import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from openpyxl import load_workbook

from skillreport.language import catalogue
from skillreport.language.catalogue import Catalogue, Speaker, load_catalogue, speaker_for
from skillreport.language.issues import summary, with_hint
from skillreport.language.numbers import numbers_for
from skillreport.model.engagement import RATER_GROUPS, SECTIONS, Engagement
from skillreport.model.issue import Issue, Location
from skillreport.read.files import read_files
from skillreport.read.vocabulary import words
from skillreport.rules.claims import load_claims
from skillreport.rules.load import industries
from skillreport.write import html
from skillreport.write.brand import load_brand
from skillreport.write.html import render_html
from skillreport.write.pdf import render_pdf
from skillreport.write.workbook import render_workbook
from tests.building import Built, built
from tests.conftest import SAMPLE
from tests.errors.command_line import run
from tests.errors.files import write_files
from tests.errors.samples import SAMPLES, Sample

MOST_LETTERS = 100  # of a title in two lines
FOLDER = Path(catalogue.__file__).parent
OTHERS = sorted(file.stem for file in FOLDER.glob("*.po") if file.stem != "en")
PLURAL_FORMS = {"de": 2}


def messages(language: str) -> Mapping[str, Message]:
    """The messages of a catalogue by id, with their comments."""
    with (FOLDER / f"{language}.po").open("rb") as file:
        return {
            message.id if isinstance(message.id, str) else message.id[0]: message
            for message in read_po(file)
            if message.id
        }


def placeholders(form: str) -> set[str]:
    """The values that a form of a message is filled with."""
    return {field for _, field, _, _ in Formatter().parse(form) if field is not None}


# ---- catalogues


def test_german_is_among_the_languages() -> None:
    assert "de" in OTHERS


@pytest.mark.parametrize("language", OTHERS)
def test_every_catalogue_has_the_messages_of_the_english_one_in_its_order(language: str) -> None:
    assert list(messages(language)) == list(messages("en"))


@pytest.mark.parametrize("language", OTHERS)
def test_no_message_is_left_empty(language: str) -> None:
    english = load_catalogue("en").messages
    said = load_catalogue(language).messages
    assert [id for id, forms in said.items() if any(not form and english[id][0] for form in forms)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_message_has_one_form_or_one_for_each_plural_of_its_language(language: str) -> None:
    counts = {
        id: len(forms)
        for id, forms in load_catalogue(language).messages.items()
        if len(forms) not in (1, PLURAL_FORMS[language])
    }
    assert counts == {}


@pytest.mark.parametrize("language", OTHERS)
def test_a_message_is_filled_with_the_values_of_the_english_one(language: str) -> None:
    english, said = load_catalogue("en").messages, load_catalogue(language).messages
    differing = {
        id: placeholders(said[id][-1]) ^ placeholders(forms[-1])
        for id, forms in english.items()
        if placeholders(said[id][-1]) != placeholders(forms[-1])
    }
    assert differing == {}


@pytest.mark.parametrize("language", OTHERS)
def test_the_form_for_one_uses_no_value_that_the_english_message_has_not(language: str) -> None:
    known = {
        id: {value for form in forms for value in placeholders(form)}
        for id, forms in load_catalogue("en").messages.items()
    }
    unknown = {
        id: placeholders(form) - known[id]
        for id, forms in load_catalogue(language).messages.items()
        for form in forms
        if placeholders(form) - known[id]
    }
    assert unknown == {}


@pytest.mark.parametrize("language", OTHERS)
def test_each_message_was_made_from_the_english_wording_of_today(language: str) -> None:
    """The comment above a message is the English wording it was made from: when that changes, look at the message,
    mend it where needed, and write the new English wording into the comment."""
    english = {id: " | ".join(forms) for id, forms in load_catalogue("en").messages.items()}
    stale = {
        id: " ".join(message.auto_comments)
        for id, message in messages(language).items()
        if " ".join(" ".join(message.auto_comments).split()) != " ".join(english[id].split())
    }
    assert stale == {}


# ---- words that no catalogue has


OPEN, CLOSE = "⟦", "⟧"
LETTERS = re.compile(r"[^\W\d_]{2,}")


def pseudo_catalogue() -> Catalogue:
    """The English catalogue with every form in brackets: what stands outside of them comes from no message."""
    english = load_catalogue("en")
    return replace(
        english,
        messages={id: tuple(f"{OPEN}{form}{CLOSE}" for form in forms) for id, forms in english.messages.items()},
    )


def outside(texts: Iterable[str]) -> set[str]:
    """What stands outside the brackets and has letters. Brackets may span several texts of a page."""
    found, depth = set(), 0
    for text in texts:
        for part in re.split(f"([{OPEN}{CLOSE}])", text):
            if part in (OPEN, CLOSE):
                depth += 1 if part == OPEN else -1
            elif depth == 0 and LETTERS.search(part):
                found.add(" ".join(part.replace("\u00ad", "").split()))
    return found


class Texts(HTMLParser):
    """The texts that a page shows or speaks, without its style and script."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.spoken: list[str] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent = tag in ("style", "script")
        self.spoken += [value for name, value in attrs if name in ("aria-label", "title", "alt") and value]

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's signature
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)


def clients_words(built: Built) -> str:
    """All that the client and the consultant wrote: cells, settings and commentary, as one text."""
    engagement = built.findings.assessment.engagement
    sheets = [sheet for period in engagement.periods for sheet in read_files(period, engagement).value]
    cells = [str(cell) for sheet in sheets for cell in sheet.cells.flat]
    own = [path.read_text("utf-8") for path in engagement.path(Path()).rglob("*") if path.suffix in (".yml", ".md")]
    return " ".join(" ".join([*cells, *own]).split())


def calendar_words(built: Built) -> set[str]:
    """Days, periods and months as Babel writes them."""
    numbers, assessment = numbers_for("en", None, "EUR"), built.findings.assessment
    months = {numbers.month(date(2026, month, 1)) for month in range(1, 13)}
    periods = {numbers.period(period) for period in (assessment.period, *(assessment.metrics["period"]))}
    return {*months, *periods, numbers.day(assessment.as_of)}


def strange_words(pieces: Iterable[Iterable[str]], built: Built) -> list[str]:
    """What stands in no message, in no file of the client's and in no calendar, and names no figure."""
    known, days = clients_words(built), calendar_words(built)
    ids = {figure.id for figure in built.report.figures}
    found = {text.strip(" ,:") for texts in pieces for text in outside(texts)}
    return sorted(text for text in found if text not in days and text not in ids and text not in known)


def test_every_word_of_the_page_stands_in_a_message_or_in_the_clients_files(
    sample: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html, "load_catalogue", lambda _: pseudo_catalogue())
    page = Texts()
    page.feed(render_html(sample.report, load_brand(None).value, "en", None, "EUR", "A4").value)
    assert strange_words([page.texts, *([text] for text in page.spoken)], sample) == []


def test_every_word_of_the_workbook_stands_in_a_message_or_in_the_clients_files(sample: Built) -> None:
    speaker = Speaker(pseudo_catalogue(), numbers_for("en", None, "EUR"))
    book = load_workbook(io.BytesIO(render_workbook(sample.report, speaker, load_brand(None).value)))
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    texts = [cell for cell in cells if isinstance(cell, str)]
    assert len(texts) > 1000
    assert strange_words(([text] for text in texts), sample) == []


# Texts of the libraries that read settings and templates, which have no catalogue.
OF_LIBRARIES = ("settings-invalid", "settings-not-yaml", "template-invalid", "brand-invalid")


@pytest.mark.parametrize("code", [code for code, sample in SAMPLES.items() if code not in OF_LIBRARIES])
def test_every_word_of_an_issue_stands_in_a_message_or_in_the_clients_files(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "load_catalogue", lambda _: pseudo_catalogue())
    folder = write_files(tmp_path, SAMPLES[code].files)
    said = issues_of(SAMPLES[code], folder, tmp_path)[code]
    strange = outside(text for issue in said for text in (issue["message"], issue["hint"]))
    assert {word for text in strange for word in LETTERS.findall(text)} - words_of(folder) - OUR_NAMES == set()


def words_of(folder: Path) -> set[str]:
    """The words inside the files of a folder, and of their names."""
    found = set()
    for file in folder.rglob("*"):
        found |= {*LETTERS.findall(file.name)}
        if file.is_file():
            data = file.read_bytes()
            parts = [data]
            with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(data)) as archive:
                parts += [archive.read(name) for name in archive.namelist()]
            found |= {word for part in parts for word in LETTERS.findall(part.decode("utf-8", "ignore"))}
    return found


# Names that our files and settings go by in every language: tables with their headers, settings, sections, claims.
OUR_NAMES = {
    word
    for name in (
        *(
            text
            for table in words().tables.values()
            for text in (table.sheet, *(f.header for f in table.fields.values()))
        ),
        *Engagement.model_fields,
        *SECTIONS,
        *load_claims("en"),
        *industries(),
        *RATER_GROUPS,
    )
    for word in LETTERS.findall(name.replace("_", " "))
}


def issues_of(sample: Sample, folder: Path, tmp_path: Path) -> dict[str, list[dict[str, str]]]:
    """The issues that the command of a sample reports, by code."""
    if sample.command == "check":
        listed = run("check", folder, "--json").out
    else:
        run("build", folder, "--output", tmp_path / "output")
        listed = next((tmp_path / "output").rglob("issues.json")).read_text("utf-8")
    found: dict[str, list[dict[str, str]]] = {}
    for issue in json.loads(listed)["issues"]:
        found.setdefault(issue["code"], []).append(issue)
    return found


@pytest.mark.parametrize("code", list(SAMPLES))
def test_every_issue_is_said_in_german(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    german = load_catalogue("de")
    monkeypatch.setattr(catalogue, "load_catalogue", lambda _: german)
    sample = SAMPLES[code]
    folder = write_files(tmp_path, sample.files)
    shown = run(sample.command, folder, *(("--output", tmp_path / "output") if sample.command == "build" else ()))
    said = shown.out + shown.err
    assert german.messages[f"hint.{code}"][-1].split("{")[0] in said
    assert code in OF_LIBRARIES or sample.says not in said


# ---- a German report


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The technology sample with German as its language and nothing else changed."""
    folder = tmp_path_factory.mktemp("german") / SAMPLE.name
    shutil.copytree(SAMPLE, folder)
    settings = folder / "engagement.yml"
    text = settings.read_text("utf-8")
    assert "language: en\n" in text
    settings.write_text(text.replace("language: en\n", "language: de\n"), "utf-8")
    return built(folder)


@pytest.fixture(scope="module")
def german_text(german: Built) -> str:
    """What the German page shows, without soft hyphens."""
    page = Texts()
    page.feed(german.html())
    return "".join(page.texts).replace("\u00ad", "")


@pytest.mark.parametrize("said", ["30. September 2026", "57\u00a0%", "2.439", "0,42", "−0,08", "3. Quartal 2026"])
def test_a_german_report_writes_days_and_numbers_as_germans_do(said: str, german_text: str) -> None:
    assert said in german_text


def test_a_german_page_says_which_language_it_is_in(german: Built) -> None:
    assert '<html lang="de">' in german.html()


def test_a_german_report_has_no_english_sentence(german_text: str) -> None:
    """No message of five words or more stands in it as the English catalogue says it, up to its first value."""
    german = {form for forms in load_catalogue("de").messages.values() for form in forms}
    beginnings = {
        form.split("{")[0].strip()
        for forms in load_catalogue("en").messages.values()
        for form in forms
        if form not in german and len(form.split("{")[0].split()) >= 5
    }
    assert len(beginnings) > 300
    assert {beginning for beginning in beginnings if beginning in german_text} == set()


def test_a_german_report_names_the_metrics_of_the_method_in_german(german: Built, german_text: str) -> None:
    metrics = german.findings.rules.metrics
    names = {metric.name for metric in metrics if metric.source != "client" and "name" not in metric.changed}
    assert len(names) > 10
    assert {name for name in names if name in german_text} == set()


def test_german_titles_fit_into_two_lines_and_start_with_no_digit(german: Built) -> None:
    speaker = speaker_for("de", None, "EUR")
    titles = [speaker.say(section.title) for section in german.report.sections]
    assert [title for title in titles if len(title) > MOST_LETTERS or title[0].isdigit()] == []


def test_a_german_report_has_at_most_three_pages_more_than_the_english_one(german: Built, sample: Built) -> None:
    pages = {}
    for report in (german, sample):
        with pikepdf.open(io.BytesIO(render_pdf(report.html()).value)) as pdf:
            pages[report.findings.assessment.engagement.language] = len(pdf.pages)
    assert pages["de"] <= pages["en"] + 3


def test_the_english_and_the_german_report_print_the_same_figures(german: Built, sample: Built) -> None:
    told = {figure.id: (figure.value, figure.state, figure.n) for figure in german.report.figures}
    assert told == {figure.id: (figure.value, figure.state, figure.n) for figure in sample.report.figures}


def test_a_message_and_its_hint_are_joined_by_one_mark() -> None:
    assert with_hint("did you mean SQL?", "Correct the name.") == "did you mean SQL? Correct the name."
    assert with_hint("the cell is blank", "Fill it.") == "the cell is blank. Fill it."


def test_the_number_of_people_and_issues_is_said_in_german() -> None:
    issues = [Issue("cell-error", Location("a.xlsx")), Issue("vacancy", Location("a.xlsx"))]
    said = summary(speaker_for("de", None, "EUR"), issues, 1284, 1)
    assert said == "1.284 Bewertungen zu 1 Person gelesen; 1 Fehler, 0 Warnungen, 1 Hinweis"
