"""Findings → the report as a value: sections of figures, tables, charts and sentences. Words nothing, draws nothing."""
