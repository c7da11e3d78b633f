"""What changes a country's network, one module for each part of the work."""
