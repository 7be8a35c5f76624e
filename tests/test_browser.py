"""The HTML in a real Chromium: nothing is loaded, nothing goes wrong, everything is there at every width."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.building import Built

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def page_file(sample: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("html") / "organisation.html"
    path.write_text(sample.html(), "utf-8")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as run:
        started = run.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield started
        started.close()


def test_the_page_loads_nothing_and_logs_nothing(page_file: Path, browser: Browser) -> None:
    page = browser.new_page()
    requests: list[str] = []
    logged: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: logged.append(message.text))
    page.on("pageerror", lambda error: logged.append(str(error)))
    page.goto(page_file.as_uri())
    page.wait_for_timeout(300)
    outside = [url for url in requests if not url.startswith(("file:", "data:"))]
    page.close()
    assert outside == []
    assert logged == []


def test_every_section_is_there_and_visible(page_file: Path, browser: Browser, sample: Built) -> None:
    page = browser.new_page()
    page.goto(page_file.as_uri())
    for section in sample.report.sections:
        assert page.locator(f"section#{section.id}").is_visible(), section.id
        assert page.locator(f"nav a[href='#{section.id}']").count() == 1
    page.close()


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_the_page_never_scrolls_sideways(width: int, page_file: Path, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(page_file.as_uri())
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    page.close()
    assert overflow <= 0


def test_the_file_is_small(page_file: Path) -> None:
    assert os.path.getsize(page_file) < 1_500_000  # noqa: PTH202


# ---- what scripts add


@pytest.fixture
def page(page_file: Path, browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1440, "height": 900})
    opened.goto(page_file.as_uri())
    yield opened
    opened.close()


def test_a_click_on_a_figure_says_what_stands_behind_it(page: Page, sample: Built) -> None:
    figure = page.locator("#answer .tile .value [data-figure]").first
    note = page.locator("#figure-note")
    assert not note.is_visible()
    figure.click()
    id, said = str(figure.get_attribute("data-figure")), note.inner_text()
    assert id in said
    assert f"{sample.figures[id].n:,}" in said
    assert "weight × gap" in said
    page.keyboard.press("Escape")
    assert not note.is_visible()


def test_figures_are_reached_by_the_tab_key_where_the_reader_asks_for_it(page: Page) -> None:
    note, button = page.locator("#figure-note"), page.get_by_role("button", name="Explain figures")
    assert page.locator("main [tabindex='0'][data-figure]").count() == 0
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-pressed") == "true"
    page.evaluate("document.querySelector('#answer').tabIndex = -1; document.querySelector('#answer').focus()")
    page.keyboard.press("Tab")
    assert note.is_visible()
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "figure-note"
    page.keyboard.press("Tab")
    assert note.is_visible()


def test_every_printed_figure_has_what_stands_behind_it(page: Page) -> None:
    without = page.evaluate(
        "[...document.querySelectorAll('[data-figure]')].map((f) => f.dataset.figure)"
        ".filter((id) => !document.getElementById(id))"
    )
    assert without == []


def test_a_table_sorts_by_a_column_and_back(page: Page) -> None:
    """Largest first, then smallest, then as in the report; the organisation stays at the end."""
    table = page.locator("#units table.rows").first
    head = table.locator("th", has_text="Weighted gap")
    column = table.locator("thead th").all_inner_texts().index(head.inner_text()) + 1

    def values() -> list[float]:
        cells = table.locator(f"tbody tr:not(.total) > :nth-child({column})").all_inner_texts()
        return [float(cell) for cell in cells if cell.replace(".", "").isdigit()]

    before = values()
    for order, expected in (
        ("descending", sorted(before, reverse=True)),
        ("ascending", sorted(before)),
        (None, before),
    ):
        head.get_by_role("button").click()
        assert (head.get_attribute("aria-sort"), values()) == (order, expected)
        assert table.locator("tbody tr").last.locator("th").inner_text() == "Organisation"


def test_a_long_table_shows_the_rows_with_a_word(page: Page) -> None:
    exhibit = page.locator("#units figure.exhibit").first
    rows = exhibit.locator("tbody tr:not(.total)")
    exhibit.get_by_role("searchbox").fill("accounts")
    assert [row for row in rows.all() if row.is_visible()]
    assert all("accounts" in row.inner_text().lower() for row in rows.all() if row.is_visible())
    assert f"of {rows.count()} rows" in exhibit.locator("output").inner_text()


def test_the_contents_say_what_is_being_read(page: Page) -> None:
    page.evaluate("document.querySelector('#mix').scrollIntoView()")
    page.wait_for_selector("nav.contents a[href='#mix'][aria-current]")
    assert page.locator("nav.contents a[aria-current]").count() == 1


def test_without_scripts_everything_is_there(page_file: Path, browser: Browser, sample: Built) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(page_file.as_uri())
    first = page.locator("details.sources").first
    assert not first.locator("table").is_visible()
    first.locator("summary").click()
    assert first.locator("table").is_visible()
    assert page.get_by_role("button").count() == 0
    assert all(page.locator(f"section#{section.id} h2").is_visible() for section in sample.report.sections)
    context.close()


def test_printed_from_the_browser_nothing_of_the_screen_is_left(page: Page) -> None:
    page.locator("#answer .tile .value [data-figure]").first.click()
    page.emulate_media(media="print")
    for name in ("#figure-note", ".reach", ".filter", "details.sources", "details.behind", ".skip"):
        assert not any(found.is_visible() for found in page.locator(name).all()), name


@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing(width: int, page_file: Path, browser: Browser) -> None:
    """By all its rules for WCAG 2.2 AA and good practice, with everything open and every figure within reach."""
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)  # so that axe may run
    page = context.new_page()
    page.goto(page_file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((details) => (details.open = true))")
    page.locator(".reach").click()
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = (
        Axe()
        .run(page, options={"runOnly": {"type": "tag", "values": tags}, "resultTypes": ["violations"]})
        .response["violations"]
    )
    context.close()
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
