"""Cohorts: who learns together, how they come in, what is due for them.

Other rooms call services from here by their modules; `assign_module` of
`lms.learning.cohorts.assignments` is what a plan uses.
"""
