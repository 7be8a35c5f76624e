"""skillreport: a client's spreadsheets become a skill report that stands up to questions."""

__version__ = "0.1.0"
