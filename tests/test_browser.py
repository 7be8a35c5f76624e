"""The HTML in a real Chromium: nothing is loaded, nothing goes wrong, everything is there at every width."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

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
