"""Write Hayagriva's YAML, for Typst."""
