"""Messages and values → words and numbers of a language. The only place that words the report and rounds numbers."""
