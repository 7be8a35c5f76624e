"""Findings → a plan in hours and the actions of twelve months. Section 7 of the method."""
