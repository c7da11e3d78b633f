"""Pages of indicators and data sources."""
