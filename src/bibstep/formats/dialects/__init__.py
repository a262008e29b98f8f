"""The JSON of indexes, repositories and reference managers: each dialect is a table, read by one function."""
