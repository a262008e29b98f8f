"""Open inputs, detect their formats, and split them into lines or JSON objects."""
