"""Bytes cut into pieces: lines, JSON objects, and the detection of formats."""
