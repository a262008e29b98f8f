"""Encode text as LaTeX source."""
