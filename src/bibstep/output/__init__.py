"""Files that are written whole or left untouched."""
