"""Documents of a plan: PDF, workbook, logframe, quarterly report."""
