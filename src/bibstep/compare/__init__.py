"""Comparing records and files: whether files in different formats hold the same."""
