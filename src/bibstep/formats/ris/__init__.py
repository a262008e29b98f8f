"""RIS, read and written; the tagged formats of PubMed and Web of Science, read."""
