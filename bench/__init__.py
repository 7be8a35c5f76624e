"""The comparisons behind every claim about speed. `./run bench` runs them."""
