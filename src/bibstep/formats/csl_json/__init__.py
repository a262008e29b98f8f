"""CSL-JSON in both directions, and Crossref's works."""
