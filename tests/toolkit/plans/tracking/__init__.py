"""How the lines of a plan get on: approval, tracking, reviews, learning."""
