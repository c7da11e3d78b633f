"""The exercises of all modules, each described once; see README.md above."""
