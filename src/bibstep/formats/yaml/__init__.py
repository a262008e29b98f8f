"""Bibliographies in YAML: pandoc's references (CSL-YAML), and CITATION.cff files."""
