"""One runnable sample per issue code, and the catalogue docs/errors.md that is generated from them."""
