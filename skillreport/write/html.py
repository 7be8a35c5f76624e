"""Report → one self-contained HTML file: templates, styles, fonts and charts inside. The only door to jinja2."""

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pyphen
from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateRuntimeError,
    TemplateSyntaxError,
)
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from skillreport.language.catalogue import Speaker, load_catalogue
from skillreport.language.numbers import numbers_for, printed_value
from skillreport.model.figure import Figure, Sentence, State, Unit, figures_in
from skillreport.model.issue import Issue, Loaded, Location
from skillreport.model.report import (
    Block,
    Column,
    Commentary,
    Definitions,
    Exhibit,
    HeatMap,
    Report,
    Styled,
    Table,
    Waterfall,
)
from skillreport.report.commentary import QUOTE, claim_sentence
from skillreport.rules.claims import load_claims
from skillreport.write import charts
from skillreport.write.brand import Brand
from skillreport.write.palette import text_on
from skillreport.write.resources import resource
from skillreport.write.typefaces import own_faces

WORDS_OF_SCRIPT = ("explain", "from", "id", "filter", "shown", "ascending", "descending", "unsorted")
MOST_ROWS = 40  # of a table in the PDF; the rest is in the HTML and the workbook
MEASURE, GUTTER = 170.0, 9.0  # mm: of a page, between two blocks beside each other
_LAST_BLANK = re.compile(r" (?=[^\s<>]*(?:<[^<>]*>[^\s<>]*)*$)")
_NUMBER_NOUN = re.compile(r"(\d)((?:</span>)?) (?=[a-z])")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def render_html(
    report: Report,
    brand: Brand,
    language: str,
    number_locale: str | None,
    currency: str,
    paper: str,
    templates: Path | None = None,
) -> Loaded[str]:
    """The report as HTML. Reports template-invalid, with an empty value, for a mistake in the consultant's files."""
    speaker = Speaker(
        load_catalogue(language),
        numbers_for(language, number_locale, currency),
        text=lambda text: str(escape(text)),
        name=_name,
        address=_link,
        marked=_marked_figure,
    )
    environment = _environment(speaker, brand, report, templates)
    try:
        page = _page(report, brand, speaker, paper)
        styles = {name: Markup(environment.get_template(name).render(**page)) for name in ("print.css", "screen.css")}
        script = Markup(environment.get_template("screen.js").render())
        policy = _policy(styles.values(), script)
        html = environment.get_template("report.html").render(styles=styles, script=script, policy=policy, **page)
    except TemplateSyntaxError as error:
        place = Location((error.filename and Path(error.filename).name) or error.name or "templates", line=error.lineno)
        return Loaded("", (Issue("template-invalid", place, {"problem": error.message or "syntax error"}),))
    except TemplateError as error:
        return Loaded("", (Issue("template-invalid", Location("templates"), {"problem": str(error)}),))
    return Loaded(html)


def _environment(speaker: Speaker, brand: Brand, report: Report, templates: Path | None) -> Environment:
    """Templates of the consultant first, then the built-in ones, which also stand under `builtin/`."""
    built_in = FileSystemLoader(resource("templates"))
    own = [FileSystemLoader(templates)] if templates else []
    environment = Environment(
        loader=ChoiceLoader([*own, built_in, PrefixLoader({"builtin": built_in})]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    plain = Speaker(speaker.catalogue, speaker.numbers)
    environment.filters |= _filters(speaker, plain, brand)
    environment.globals |= _globals(speaker, plain, brand, report)
    return environment


def _filters(speaker: Speaker, plain: Speaker, brand: Brand) -> dict[str, Callable[..., object]]:
    """What templates may do with a value. `plain` says it without marks, for attributes."""
    return {
        "say": lambda value, style="": Markup(speaker.value(value, style)),
        "plain": lambda value, style="": plain.value(value, style),
        "content": lambda value: _content(value),
        "kind": lambda value: type(value).__name__.lower(),
        "unwidow": unwidow,
        "hyphens": partial(soft_hyphens, language=speaker.catalogue.language),
        "width": width_class,
        "measure": measure,
        "side_by_side": side_by_side,
        "text_on": lambda colour: text_on(colour, brand.colours),
        "markdown": lambda block: _markdown(block, speaker),
        "css": _css_text,
        "whole": lambda number: "" if number is None else speaker.numbers.decimal(number, 0),
        "left_out": partial(_left_out, plain=plain),
        "formula": partial(_formula, plain=plain),
        "as_printed": lambda figure: printed_value(figure) if figure.known else None,
    }


def _globals(speaker: Speaker, plain: Speaker, brand: Brand, report: Report) -> dict[str, object]:
    """What templates may call and look up beside the values of the page."""
    return {
        "charts": charts,
        "numbers": speaker.numbers,
        "message": lambda id, **values: Markup(speaker.say(Sentence(id, values))),
        "template_of": lambda id: speaker.catalogue.form(id, None),
        "colour": brand.colours,
        "families": brand.typefaces,
        "claim": lambda id: Markup(speaker.say(_claimed(id, speaker.catalogue.language))),
        "sections": {section.id: section for section in report.sections},
        "figures_behind": _by_section(report),
        "most_rows": MOST_ROWS,
        "more_rows": lambda count: _more_rows(plain, count),
    }


def _page(report: Report, brand: Brand, speaker: Speaker, paper: str) -> dict[str, object]:
    return {
        "report": report,
        "brand": brand,
        "paper": paper,
        "faces": (*own_faces(), *brand.typefaces.faces),
        "language": speaker.catalogue.language,
        "words": {name: speaker.catalogue.form(f"html.{name}", None) for name in WORDS_OF_SCRIPT},
        "widths": sorted({column.width for column in _columns(report)} | {*map(measure, _blocks(report))}),
        "waterfall_columns": sorted({len(chart.columns) for chart in _found(report, Waterfall)}),
        "heat_columns": {len(heat.columns) for heat in _found(report, HeatMap)},
    }


def _policy(styles: Iterable[str], script: str) -> str:
    """A content security policy under which the file can load nothing and run nothing but its own script."""
    style = " ".join(map(_digest, styles))
    return (
        f"default-src 'none'; style-src {style}; script-src {_digest(script)}; font-src data:; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _marked_figure(figure: Figure, written: str) -> str:
    """A figure in the text carries its id, so that every printed number can be traced."""
    state = ' class="withheld"' if figure.state is State.WITHHELD else ""
    return f'<span data-figure="{escape(figure.id)}"{state}>{escape(written)}</span>'


def _name(name: str) -> str:
    """A client's name; right-to-left ones are kept from turning the sentence round."""
    return f"<bdi>{escape(name)}</bdi>" if _RIGHT_TO_LEFT.search(name) else str(escape(name))


def _by_section(report: Report) -> dict[str, tuple[Figure, ...]]:
    """The figures of each section that no section before it has printed."""
    seen: set[str] = set()
    found = {}
    for section in report.sections:
        new = {figure.id: figure for figure in figures_in(section) if figure.id not in seen}
        seen |= new.keys()
        found[section.id] = tuple(new.values())
    return found


def _left_out(figure: Figure, plain: Speaker) -> str:
    """What a figure could not take into account, and how often."""
    return "; ".join(
        f"{plain.say(Sentence(f'skipped.{reason}'))}: {plain.numbers.decimal(count, 0)}"
        for reason, count in figure.skipped
    )


def _formula(figure: Figure, plain: Speaker) -> str:
    """The formula in words; nothing where a count or a setting needs none."""
    id = f"formula.{figure.formula.replace('-', '_')}"
    return plain.say(Sentence(id)) if id in plain.catalogue else ""


def _link(url: str) -> str:
    """An address that can be followed. The file loads nothing of it."""
    return f'<a href="{escape(url)}">{escape(url)}</a>'


def _claimed(id: str, language: str) -> Sentence:
    """The sentence that a template may print of a claim; what may not be printed, or is not known, is its mistake."""
    claim = load_claims(language).get(id)
    if claim is None or claim.wording is None:
        raise TemplateRuntimeError(f"claim {id!r}: {claim.reason if claim else 'there is none of this id'}")
    return claim_sentence(claim)


def _more_rows(plain: Speaker, count: int) -> str:
    """What a page says of rows that paper has no room for. No figure of the report: it belongs to the page."""
    rows = Figure("page.more_rows", float(count), Unit.COUNT, "count", Sentence("html.more_rows"))
    return plain.say(Sentence("html.more_rows", {"rows": rows}, "rows"))


def _content(value: object) -> dict[str, object]:
    """A cell's content with its style, tone and weight taken apart."""
    if isinstance(value, Styled):
        inner = _content(value.content)
        return {**inner, "style": value.style, "tone": value.tone, "strong": value.strong}
    return {"value": value, "style": "", "tone": "plain", "strong": False}


def unwidow(html: str) -> Markup:
    """Glue the last two words, and a number to the word after it: no line that ends or starts badly."""
    glued = _NUMBER_NOUN.sub("\\1\\2\u00a0", str(html))
    return Markup(_LAST_BLANK.sub("\u00a0", glued, count=1))


def soft_hyphens(text: object, language: str) -> Markup:
    """Soft hyphens in long words of a narrow column head: browsers on Linux have no dictionary."""
    cut = pyphen.Pyphen(lang=pyphen.language_fallback(language) or "en", left=4, right=4)
    words = str(text).split(" ")
    return Markup(
        " ".join(
            word if len(word) <= 9 or "<" in word or "&" in word else cut.inserted(word, "\u00ad") for word in words
        )
    )


def width_class(width: float) -> str:
    """The class of a column width: 48.5 mm is `w48-5`."""
    return "w" + f"{width:.1f}".removesuffix(".0").replace(".", "-")


def measure(block: Block) -> float:
    """The width in mm that a block needs: what is no table takes the whole measure."""
    table = block.body if isinstance(block, Exhibit) else None
    return sum(column.width for column in table.columns) if isinstance(table, Table) else MEASURE


def side_by_side(blocks: Sequence[Block]) -> list[tuple[Block, ...]]:
    """The blocks in order; lists of terms that follow each other share two columns, and two neighbours that fit into
    the measure stand beside each other."""
    rows: list[tuple[Block, ...]] = []
    for block in blocks:
        if rows and _share(rows[-1], block):
            rows[-1] = (*rows[-1], block)
        else:
            rows.append((block,))
    return rows


def _share(row: tuple[Block, ...], block: Block) -> bool:
    if isinstance(block, Definitions):
        return isinstance(row[0], Definitions)
    return len(row) == 1 and measure(row[0]) + GUTTER + measure(block) <= MEASURE


def _css_text(text: object) -> Markup:
    """Text of the catalogue inside a CSS string. Client's names never go there."""
    return Markup(str(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", " "))


def _markdown(block: Commentary, speaker: Speaker) -> Markup:
    """The consultant's Markdown without raw HTML; quoted figures and claims are put in after it is rendered: marked in
    the text, plain in the attributes of a tag, such as the title of a link; a link holds no link."""
    quoted: list[Figure | Sentence] = []

    def mark(match: re.Match[str]) -> str:
        quote = block.figures.get(match[1]) or block.claims.get(match[1])
        if quote is None:
            return match[0]
        quoted.append(quote)
        return f"\ue000{len(quoted) - 1}\ue001"

    plain = Speaker(speaker.catalogue, speaker.numbers)
    marked = QUOTE.sub(mark, re.sub("[\ue000\ue001]", "", block.markdown))
    html = MarkdownIt("commonmark", {"html": False}).disable("image").enable("table").render(marked)
    html = re.sub("<(/?)h[1-6]>", r"<\1h3>", html)
    html = html.replace("%EE%80%80", "\ue000").replace("%EE%80%81", "\ue001")  # as addresses of links spell them
    html = re.sub("<[^>]*>", lambda tag: _filled(tag[0], quoted, lambda quote: str(escape(plain.value(quote)))), html)
    unlinked = replace(speaker, address=lambda url: str(escape(url)))
    html = re.sub("<a .*?</a>", lambda link: _filled(link[0], quoted, unlinked.value), html, flags=re.DOTALL)
    return Markup(_filled(html, quoted, speaker.value))


def _filled(html: str, quoted: Sequence[Figure | Sentence], say: Callable[[Figure | Sentence], str]) -> str:
    return re.sub("\ue000(\\d+)\ue001", lambda match: say(quoted[int(match[1])]), html)


def _found(value: object, kind: type) -> Iterable[Any]:
    """Every value of a type inside the report."""
    if isinstance(value, kind):
        yield value
    if isinstance(value, tuple):
        for item in value:
            yield from _found(item, kind)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _found(item, kind)
    elif is_dataclass(value) and not isinstance(value, Figure | Sentence):
        for field in fields(value):
            yield from _found(getattr(value, field.name), kind)


def _blocks(report: Report) -> Iterable[Block]:
    return (block for section in report.sections for block in section.blocks)


def _columns(report: Report) -> Iterable[Column]:
    yield from _found(report.sections, Column)
