"""Citation keys: patterns, claims and their assignment."""
