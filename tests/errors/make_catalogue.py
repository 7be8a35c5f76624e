"""Samples → docs/errors.md, the catalogue of everything that `check` and `build` may report.

`python -m tests.errors.make_catalogue` writes it anew.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from skillreport.model.issue import SEVERITY
from tests.errors.samples import GROUPS, Sample

CATALOGUE = Path(__file__).resolve().parents[2] / "docs" / "errors.md"

INTRO = """\
# What may be reported

Each problem has a code, a place (file, sheet and cell, or file and line), a sentence and a remedy.
An **error** is a fact that cannot be used, a **warning** one that is doubtful, a **note** something to know.
`python -m tests.errors.make_catalogue` writes this page from samples that the tests run: every example is real.
"""


def catalogue() -> str:
    """The page: a list of all codes, then one entry per code, in the groups of the samples."""
    contents = [f"- {title}: {', '.join(f'[{code}](#{code})' for code in group)}\n" for title, group in GROUPS.items()]
    return "\n".join([INTRO, "".join(contents), *(_section(title, group) for title, group in GROUPS.items())])


def _section(title: str, group: Mapping[str, Sample]) -> str:
    return "\n".join([f"## {title}\n", *(_entry(code, sample) for code, sample in group.items())])


def _entry(code: str, sample: Sample) -> str:
    """Severity, the sample in words, what is said at which place, and what to do."""
    return f"""\
### {code}

{SEVERITY[code].capitalize()}. For example {sample.shows}:

```text
{sample.at}: {sample.says}
```

{_escaped(sample.hint)}
"""


def _escaped(text: str) -> str:
    """Text in which Markdown finds nothing to obey outside of its code."""
    parts = re.split("(`[^`]*`)", text)
    return "".join(part if part.startswith("`") else re.sub(r"([*_<>\[\]|])", r"\\\1", part) for part in parts)


if __name__ == "__main__":
    CATALOGUE.write_text(catalogue(), "utf-8")
