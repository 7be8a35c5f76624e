"""The method as data: the mix table, metric definitions and bounds, with what the client changed. Knows no data."""
