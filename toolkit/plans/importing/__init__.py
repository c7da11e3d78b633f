"""Plans that were edited offline: read, compared with the plan, shown, carried out."""
