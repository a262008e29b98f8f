"""The reader of an aggregator's records."""
