"""The three samples as the command line reports them, and their second computation; each once per process."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from skillreport.cli import cli
from tests.independent import Values, figures, joined
from tests.independent_actions import action_figures
from tests.independent_change import Change, change_figures
from tests.independent_files import Client
from tests.independent_metrics import metric_figures
from tests.independent_training import Training, training_figures
from tests.sample_files import SAMPLE_DATA

SAMPLES = ("technology", "professional_services", "healthcare")
Rows = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Compared:
    """The rows of a sample's figures.json by id, and the second computation of the same files."""

    client: Client
    rows: Rows

    @cached_property
    def states(self) -> Mapping[str, str]:
        return {id: row["state"] for id, row in self.rows.items()}

    @cached_property
    def change(self) -> Change:
        return Change(self.client.earlier, self.client.today)

    @cached_property
    def expected(self) -> Values:
        today, states = self.client.today, self.states
        parts = (figures(today, states), metric_figures(today), action_figures(today))
        changed = change_figures(self.change, self.client.earlier_period, states, self.client.printed)
        return joined((*parts, changed, training_figures(Training(self.client.earlier, today))))

    @property
    def common(self) -> list[str]:
        return [id for id in self.rows if id in self.expected]

    @property
    def known(self) -> list[str]:
        """Ids whose value is printed and can be compared."""
        return [id for id in self.common if self.states[id] == "known"]

    def value(self, id: str) -> float:
        return float(self.rows[id]["value"] or 0.0) if id in self.rows else 0.0


@cache
def compared_sample(name: str) -> Compared:
    with TemporaryDirectory() as folder:
        cli(["build", str(SAMPLE_DATA / name), "--output", folder, "--format", "html"], standalone_mode=False)
        [path] = Path(folder).glob("*/consultant/figures.json")
        rows = {row["id"]: row for row in json.loads(path.read_text("utf-8"))["figures"]}
    return Compared(Client(SAMPLE_DATA / name), rows)
