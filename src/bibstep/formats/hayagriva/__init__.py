"""Hayagriva's YAML, for Typst."""
