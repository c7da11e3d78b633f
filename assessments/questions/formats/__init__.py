"""Questions in the formats of other systems: text in, entries of our files out.

Pure functions. Writing and reading both say what could not be carried over
(:class:`~assessments.questions.formats.carrying.Loss`); nothing is dropped in
silence. Texts are carried in one language at a time.
"""
