"""Files → tables with coordinates → Assessment and issues. Knows the client's files, not what is computed from them."""
