"""Student's t distribution against published tables and closed forms."""

import math

import pytest

from skillreport.analyse.student import incomplete_beta, t_quantile


@pytest.mark.parametrize(
    ("degrees", "value"),
    [
        (1, 12.706204736174707),
        (2, 4.302652729749464),
        (3, 3.182446305283710),
        (4, 2.776445105197793),
        (5, 2.570581835636314),
        (10, 2.228138851964939),
        (30, 2.042272456301238),
        (100, 1.983971518523553),
        (1000, 1.962339080792170),
    ],
)
def test_the_two_sided_95_percent_quantile_is_the_tables(degrees: int, value: float) -> None:
    assert t_quantile(0.975, degrees) == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize("probability", [0.01, 0.25, 0.6, 0.9, 0.975, 0.9995])
def test_one_and_two_degrees_have_closed_forms(probability: float) -> None:
    one = math.tan(math.pi * (probability - 0.5))
    two = (2 * probability - 1) * math.sqrt(2 / (4 * probability * (1 - probability)))
    assert t_quantile(probability, 1) == pytest.approx(one, rel=1e-9)
    assert t_quantile(probability, 2) == pytest.approx(two, rel=1e-9)


def test_degrees_may_be_fractions_and_lie_between_their_neighbours() -> None:
    assert t_quantile(0.975, 4) > t_quantile(0.975, 4.4) > t_quantile(0.975, 5)


def test_many_degrees_come_close_to_the_normal_distribution() -> None:
    assert t_quantile(0.975, 1e6) == pytest.approx(1.959966, abs=1e-5)


def test_the_middle_is_zero() -> None:
    assert t_quantile(0.5, 7) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(("x", "a", "b"), [(0.3, 2.0, 3.0), (0.9, 5.0, 1.5), (0.02, 0.5, 0.5)])
def test_the_incomplete_beta_function_is_symmetric(x: float, a: float, b: float) -> None:
    assert incomplete_beta(x, a, b) + incomplete_beta(1 - x, b, a) == pytest.approx(1, abs=1e-13)


def test_the_incomplete_beta_function_with_one_as_a_parameter_is_a_power() -> None:
    assert incomplete_beta(0.3, 2.5, 1.0) == pytest.approx(0.3**2.5, abs=1e-13)
    assert (incomplete_beta(0.0, 2, 3), incomplete_beta(1.0, 2, 3)) == (0.0, 1.0)
