"""The made-up engagements that tests and the demonstration build, and the script that writes them."""
