"""A page of references, with COinS."""
