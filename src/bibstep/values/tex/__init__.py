"""TeX: its text as rich text, and its math as Unicode; the tables of commands are shared with the encoder."""
