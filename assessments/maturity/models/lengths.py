"""How long ids and texts of a round may be."""

#: Longest id of a question, and longest texts, in characters.
ID_LENGTH = 20
TEXT_LENGTH = 3000
REASON_LENGTH = 1000
