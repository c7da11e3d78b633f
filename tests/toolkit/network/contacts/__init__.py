"""Institutions, focal points, the contact list."""
