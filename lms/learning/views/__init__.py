"""Pages of learning: the learner's own, the public check, the administrators'."""
