"""Pages of the maturity self-assessment."""
