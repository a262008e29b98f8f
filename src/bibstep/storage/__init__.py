"""Stores that need little memory: items on disk, a map of digests, numbers that occur twice."""
