"""The HTML of a report → its PDF, tagged for accessibility. The only door to WeasyPrint; no network, no files."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from skillreport.model.issue import Issue, Loaded, Location
from skillreport.write.pango import find_pango, missing_pango

# The ids of figures serve the screen. On paper they would cost a box each, and WeasyPrint breaks a line too early when
# the blank before such a box falls on the edge of the column.
_NO_GLYPH = re.compile(r"\.notdef glyph .*\(U\+([0-9A-F]+)\)$", re.S)
_SCREEN_ONLY = re.compile(r'<details class="sources">.*?</details>|<script>.*?</script>', re.S)
_FIGURE_MARK = re.compile(r'<span data-figure="[^"]*">([^<]*)</span>')


class RenderingError(Exception):
    """The PDF cannot be made. The message says why and what to do; `install` is the command that would help."""

    def __init__(self, message: str, install: str | None = None) -> None:
        super().__init__(message)
        self.install = install


def render_pdf(html: str) -> Loaded[bytes]:
    """Print the HTML. The same HTML gives the same bytes on the same machine. Reports letter-without-font.

    Raises RenderingError where Pango is missing, and where rendering logs anything else: a missing image or style would
    mean a page that nobody has seen.
    """
    find_pango()
    try:
        from weasyprint import HTML
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import FatalURLFetchingError, URLFetcher
    except OSError as error:
        raise RenderingError("Pango is missing, which sets the PDF's text", missing_pango()) from error

    class DataOnly(URLFetcher):  # type: ignore[misc]
        """Serves what stands in the file itself and refuses everything else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith("data:"):
                raise FatalURLFetchingError(f"the report tried to load {url[:80]}")
            return super().fetch(url, headers)

    with _logged() as records:
        try:
            on_paper = _FIGURE_MARK.sub(r"\1", _SCREEN_ONLY.sub("", html))
            document = HTML(string=on_paper, url_fetcher=DataOnly(fail_on_errors=True))
            pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", font_config=FontConfiguration(), finisher=_finish)
        except FatalURLFetchingError as error:
            raise RenderingError(str(error)) from error
    letters = {record: chr(int(found[1], 16)) for record in records if (found := _NO_GLYPH.match(record))}
    if others := [record for record in dict.fromkeys(records) if record not in letters]:
        raise RenderingError("the PDF would differ from the HTML: " + "; ".join(others))
    return Loaded(pdf, tuple(_without_font(letter) for letter in sorted(set(letters.values()))))


def _without_font(letter: str) -> Issue:
    shown = letter if letter.isprintable() else ""
    values = {"letter": f"{shown} U+{ord(letter):04X}".strip()}
    return Issue("letter-without-font", Location("organisation.pdf"), values)


@contextmanager
def _logged() -> Iterator[list[str]]:
    """Collects what WeasyPrint logs, of warnings and worse."""
    records: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record.getMessage())

    logger, handler = logging.getLogger("weasyprint"), Collect(logging.WARNING)
    before = logger.handlers[:], logger.propagate, logger.level
    logger.handlers, logger.propagate = [handler], False
    logger.setLevel(logging.WARNING)
    try:
        yield records
    finally:
        logger.handlers, logger.propagate = before[:2]
        logger.setLevel(before[2])


def _finish(_: Any, pdf: Any) -> None:
    """Fill what the tagging leaves open: the scope of table heads."""
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("S") == "/TH" and "A" not in item:
            item["A"] = "<< /O /Table /Scope /Column >>"
