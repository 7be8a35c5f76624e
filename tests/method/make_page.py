"""Worked examples → docs/method.md. `python -m tests.method.make_page` writes it anew."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.building import Built
from tests.method.chapters import parts
from tests.method.page import PAGE, page


def build_all(folder: Path) -> dict[str, Built]:
    """The report of every part, by the part's title."""
    return {part.title: part.engagement.build(folder / str(number)) for number, part in enumerate(parts())}


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        PAGE.write_text(page(build_all(Path(folder))), "utf-8")
