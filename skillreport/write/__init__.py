"""The report as a value → HTML, PDF, workbook and JSON, whole or not at all. Draws and writes; computes no finding."""
