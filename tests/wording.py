"""Sentences of issues in words, for tests that read what is said."""

from typing import cast

from skillreport.language.catalogue import speaker_for
from skillreport.model.figure import Value


def in_english(value: object) -> str:
    """A value of an issue as an English reader sees it."""
    return speaker_for("en", None, "EUR").value(cast("Value", value))
