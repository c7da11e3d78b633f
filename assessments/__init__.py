"""Questions, knowledge checks and, later, the maturity self-assessment."""
