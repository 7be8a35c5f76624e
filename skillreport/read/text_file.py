"""A CSV file's bytes → rows of cells, and how they were understood: encoding, delimiter, decimal comma.

All three are decided from the bytes, said by `inspect`, and overruled by `csv` in the settings.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

DELIMITERS = ",;\t|"
SAMPLE_LINES = 60
_MOST_OF_A_CELL = 1_000_000
_COMMA_DECIMAL = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})*,(?:\d{1,2}|\d{4,})|[+-]?\d{4,},\d+")
_POINT_DECIMAL = re.compile(r"[+-]?\d+\.(?:\d{1,2}|\d{4,})")
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text file was understood. `decimal_comma` None: no cell tells, the engagement's setting holds.
    `open_quotes`: rows, zero-based, in which a quotation mark is never closed; it was read as a letter."""

    encoding: str
    delimiter: str
    decimal_comma: bool | None = None
    open_quotes: tuple[int, ...] = ()


def read_text(
    data: bytes, encoding: str | None = None, delimiter: str | None = None, decimal_comma: bool | None = None
) -> tuple[list[list[str]], Dialect]:
    """The rows of a CSV file as long as they are, and its dialect; what is given is not decided from the bytes."""
    encoding = encoding or find_encoding(data)
    text = data.decode(encoding, "replace")
    csv.field_size_limit(max(_MOST_OF_A_CELL, len(text)))
    stated = text[4] if text[:4].lower() == "sep=" and len(text) > 4 else None
    if stated:
        text = "\n" + text.partition("\n")[2]  # the line stays, so that row numbers stay those of the file
    delimiter = delimiter or stated or find_delimiter(text)
    rows, open_quotes = _split(text, delimiter)
    if decimal_comma is None:
        decimal_comma = find_decimal_comma(rows)
    return rows, Dialect(encoding, delimiter, decimal_comma, open_quotes)


def padded(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows filled up with blanks to the same length."""
    width = max(map(len, rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _split(text: str, delimiter: str) -> tuple[list[list[str]], tuple[int, ...]]:
    """The rows, and which have a quotation mark that is never closed: it would swallow the rows below."""
    try:
        return _rows(text, delimiter, strict=True), ()
    except csv.Error as error:
        never_closed = "end of data" in str(error)
        rows = _rows(text, delimiter)
    if not never_closed and not any("\n" in cell or "\r" in cell for row in rows for cell in row):
        return rows, ()  # letters after a closing quotation mark do no harm
    rows, open_quotes = [], []
    for number, line in enumerate(io.StringIO(text, newline=None)):
        try:
            rows += _rows(line, delimiter, strict=True) or [[]]
        except csv.Error:
            open_quotes.append(number)
            rows.append(line.rstrip("\n").split(delimiter))
    return rows, tuple(open_quotes)


def _rows(text: str, delimiter: str, strict: bool = False) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict))


def find_encoding(data: bytes) -> str:
    """By byte order mark, by the zero bytes of UTF-16, as UTF-8 where it is valid, else as Windows writes it here."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding
    head = data[:4000]
    if head.count(b"\0") > len(head) // 5:
        return "utf-16-le" if head[1::2].count(b"\0") >= head[::2].count(b"\0") else "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def find_delimiter(text: str) -> str:
    """The mark that splits most of the first lines into the same number of fields, more than one; comma for none."""
    lines = [line for line in text[:200_000].splitlines() if line.strip()][:SAMPLE_LINES]

    def evenness(mark: str) -> tuple[float, int]:
        counts = Counter(len(row) for row in csv.reader(lines, delimiter=mark))
        width = max(counts, key=lambda fields: (fields > 1, counts[fields], fields), default=1)
        return (counts[width] / len(lines), width) if width > 1 else (0.0, 1)

    return max(DELIMITERS, key=evenness) if lines else DELIMITERS[0]


def find_decimal_comma(rows: Sequence[Sequence[str]]) -> bool | None:
    """Whether numbers look like 3,5 (True) or 3.5 (False); None where no cell tells, or some say so and some so."""
    cells = [cell for row in rows[:2000] for cell in row if cell[:1] in "+-0123456789"]
    comma = any(_COMMA_DECIMAL.fullmatch(cell) for cell in cells)
    point = any(_POINT_DECIMAL.fullmatch(cell) for cell in cells)
    return comma if comma != point else None
