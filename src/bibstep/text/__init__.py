"""Plain text, for all other layers: cleaning, regular expressions, suggestions for misspelt words."""
