"""BibTeX and biblatex, in both directions."""
