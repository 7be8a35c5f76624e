"""A working as it is written by hand → its value, exactly, and its last step but one. Knows no figures.

Written with +, −, ×, ÷, ², √(…), min(…), max(…), ≥, > and count(…), which counts the comparisons that hold. Decimals
are taken as the fractions that they are; only a root leaves the fractions.
"""

import ast
import math
from fractions import Fraction

Number = Fraction | float

SIGNS = {"×": "*", "÷": "/", "−": "-", "²": "**2", "√": "root", "≥": ">="}
OPERATORS = {ast.Add: "+", ast.Sub: "−", ast.Mult: "×", ast.Div: "÷"}
DECIMALS = 4


def value_of(working: str) -> Number:
    """The value of a working."""
    return _value(_parsed(working))


def steps_of(working: str) -> str:
    """The working, the same with its parts worked out where these are more than numbers, and its value."""
    root = _parsed(working)
    said = working
    if not _plain(root):
        said += _equal(_with_parts(root))
    value = written(_value(root))
    return said if value == working else said + _equal(value)


def _equal(step: str) -> str:
    """A step as it follows others; nothing where there is none."""
    if not step:
        return ""
    return f" {step}" if step.startswith("≈ ") else f" = {step}"


def written(value: Number) -> str:
    """A value in decimals; with ≈ where four do not hold it."""
    rounded = round(float(value), DECIMALS)
    text = f"{rounded:.{DECIMALS}f}".rstrip("0").rstrip(".").replace("-", "−")
    exact = isinstance(value, Fraction) and Fraction(str(rounded)) == value
    return text if exact else f"≈ {text}"


def _parsed(working: str) -> ast.expr:
    for sign, operator in SIGNS.items():
        working = working.replace(sign, operator)
    return ast.parse(working, mode="eval").body


def _value(node: ast.expr) -> Number:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return Fraction(str(node.value))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand)
    if isinstance(node, ast.BinOp):
        return _operation(node)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return _function(node.func.id, node.args)
    if isinstance(node, ast.Compare):
        return Fraction(_holds(node))
    raise ValueError(f"not part of a working: {ast.unparse(node)}")


def _holds(node: ast.Compare) -> bool:
    left, right = _value(node.left), _value(node.comparators[0])
    if isinstance(node.ops[0], ast.GtE):
        return left >= right
    if isinstance(node.ops[0], ast.Gt):
        return left > right
    raise ValueError(f"not part of a working: {ast.unparse(node)}")


def _operation(node: ast.BinOp) -> Number:
    left, right = _value(node.left), _value(node.right)
    if isinstance(node.op, ast.Add):
        return left + right
    if isinstance(node.op, ast.Sub):
        return left - right
    if isinstance(node.op, ast.Mult):
        return left * right
    if isinstance(node.op, ast.Div):
        return left / right
    if isinstance(node.op, ast.Pow) and right == 2:
        return left * left
    raise ValueError(f"not part of a working: {ast.unparse(node)}")


def _function(name: str, arguments: list[ast.expr]) -> Number:
    values = [_value(argument) for argument in arguments]
    if name == "root":
        return math.sqrt(values[0])
    if name == "count" and all(isinstance(argument, ast.Compare) for argument in arguments):
        return sum(values, Fraction(0))
    if name in ("min", "max"):
        return min(values) if name == "min" else max(values)
    raise ValueError(f"not part of a working: {name}")


# ---- steps


def _plain(node: ast.expr) -> bool:
    """Whether there is nothing to work out before the last operation."""
    return all(_is_number(part) for part in _parts(node))


def _is_number(node: ast.expr) -> bool:
    if isinstance(node, ast.UnaryOp):
        return _is_number(node.operand)
    return isinstance(node, ast.Constant)


def _parts(node: ast.expr) -> list[ast.expr]:
    """What the last operation joins: terms of a sum, factors of a product, the arguments of a function."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        first = _parts(node.left) if _goes_on(node) else [node.left]
        return [*first, node.right]
    if isinstance(node, ast.BinOp):
        return [node.left, node.right]
    if isinstance(node, ast.Call):
        return node.args
    if isinstance(node, ast.Compare):
        return [node.left, *node.comparators]
    return [node]


def _is_sum(node: ast.expr) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub)


def _goes_on(node: ast.BinOp) -> bool:
    """Whether the left side of a sum is part of the same sum; one in brackets is a term."""
    return _is_sum(node.left) and node.left.col_offset == node.col_offset


def _with_parts(node: ast.expr) -> str:
    """The last operation with its parts as numbers, with ≈ where four decimals do not hold one; empty for functions."""
    if not isinstance(node, ast.BinOp) or type(node.op) not in OPERATORS:
        return ""
    exact = [written(_value(part)) for part in _parts(node)]
    numbers = [number.removeprefix("≈ ") for number in exact]
    joined = _sum(node, numbers) if _is_sum(node) else f" {OPERATORS[type(node.op)]} ".join(numbers)
    return joined if exact == numbers else f"≈ {joined}"


def _sum(node: ast.expr, numbers: list[str]) -> str:
    signs: list[str] = []
    while isinstance(node, ast.BinOp):
        signs.insert(0, OPERATORS[type(node.op)])
        if not _goes_on(node):
            break
        node = node.left
    said = numbers[0]
    for sign, number in zip(signs, numbers[1:], strict=True):
        said += f" {sign} {f'({number})' if number.startswith('−') else number}"
    return said
