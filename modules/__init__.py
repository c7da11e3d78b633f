"""The course: modules, lessons, glossary, and the files they come from."""
