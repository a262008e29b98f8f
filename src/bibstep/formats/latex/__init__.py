"""LaTeX source as text, and text as LaTeX source."""
