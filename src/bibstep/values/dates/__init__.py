"""Dates: parsing text and EDTF."""
