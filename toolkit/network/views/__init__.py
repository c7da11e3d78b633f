"""Pages of a country's network."""
