"""Report → HTML and PDF; the evidence, annotated and template workbooks; the pack. Computes nothing."""
