"""Arvania: an invented country whose registers agree to the last person.

Lessons, exercises and questions of several modules take their figures from
here. Nothing in this package touches the database; see README.md beside it.
"""
