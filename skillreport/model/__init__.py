"""What everything speaks of: issues, settings, facts, figures, the report as a value. Imports nothing above it."""
