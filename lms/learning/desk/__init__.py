"""The trainer's desk: how far learners of a cohort are, who is stuck, what to write."""
