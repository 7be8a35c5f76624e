"""Fixtures that several files share: the sample, built once per process."""

from pathlib import Path

import pytest

from tests.building import Built, built

SAMPLE = Path(__file__).resolve().parent.parent / "sample_data" / "technology"


@pytest.fixture(scope="session")
def sample() -> Built:
    """The committed sample, analysed and reported."""
    return built(SAMPLE)
