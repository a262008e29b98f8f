"""Where the fields of a record come from and where they go."""
