"""An aggregator's records."""
