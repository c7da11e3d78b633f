"""The platform: pages, people, learning records and the settings."""
