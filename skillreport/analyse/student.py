"""Student's t distribution: the quantile that an interval is wide by. Knows numbers only.

The incomplete beta function by its continued fraction (modified Lentz), as in Press et al., Numerical Recipes, 6.4.
"""

import math

TINY = 1e-300
EPSILON = 1e-16
MOST_STEPS = 10_000
HALVINGS = 200


def t_quantile(probability: float, degrees: float) -> float:
    """The value that a t-distributed number stays below with the probability (0 to 1, both excluded).

    `degrees` of freedom may be a fraction, as Welch and Satterthwaite give it.
    """
    if probability < 0.5:
        return -t_quantile(1 - probability, degrees)
    tail, low, high = 1 - probability, 0.0, 1.0
    while _upper_tail(high, degrees) > tail:
        high *= 2
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if _upper_tail(middle, degrees) > tail else (low, middle)
    return (low + high) / 2


def _upper_tail(value: float, degrees: float) -> float:
    """How likely a t-distributed number lies above a value of 0 or more."""
    return incomplete_beta(degrees / (degrees + value * value), degrees / 2, 0.5) / 2


def incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b), 0 to 1."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    # The fraction converges fast on this side; the other follows by symmetry.
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction of the incomplete beta function."""
    c, d = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    value = d
    for step in range(1, MOST_STEPS):
        even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
        odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
        for term in (even, odd):
            d = 1 / _not_zero(1 + term * d)
            c = _not_zero(1 + term / c)
            value *= c * d
        if abs(c * d - 1) < EPSILON:
            break
    return value


def _not_zero(value: float) -> float:
    return value if abs(value) > TINY else TINY
