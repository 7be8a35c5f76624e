"""Every formula with a worked example, and the page docs/method.md that is written from them."""
