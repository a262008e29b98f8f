"""Decode LaTeX source to text, and encode text as LaTeX source."""
