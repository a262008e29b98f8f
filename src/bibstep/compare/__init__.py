"""Whether files say the same."""
