"""Titles: markup, math, letter case."""
