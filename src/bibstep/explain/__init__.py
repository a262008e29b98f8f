"""Explain one record: where its fields were read, and where each format writes them."""
