"""What changes a round, one module for each part of the work."""
