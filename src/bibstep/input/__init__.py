"""Inputs as lines and as JSON objects, and the detection of formats."""
