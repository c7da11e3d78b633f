"""Who gets what on the pages of answering."""
