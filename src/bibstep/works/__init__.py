"""Which records describe the same work."""
