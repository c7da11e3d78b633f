"""Pages of people and countries."""
