"""Names of people and institutions, and lists of them."""
