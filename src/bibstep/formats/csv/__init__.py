"""Tables of databases and reference managers: CSV and tab-separated values, with columns known by their headings."""
