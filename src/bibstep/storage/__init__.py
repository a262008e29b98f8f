"""Stores that hold little in memory: records on disk, digests, collisions."""
