"""The plan in hours and the roadmap: what is planned fits the year, and every action says what it must."""

from skillreport.analyse.roadmap.actions import KINDS
from tests.building import Built


def test_a_kind_of_action_has_its_window_inside_its_phase(sample: Built) -> None:
    bounds = sample.findings.rules.bounds
    for kind, (first, last) in bounds.windows.items():
        phase_first, phase_last = bounds.phases[KINDS[kind]]
        assert phase_first <= first <= last <= phase_last, kind
