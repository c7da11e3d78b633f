"""The pages of the action library and of plans."""
