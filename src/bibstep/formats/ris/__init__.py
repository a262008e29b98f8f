"""RIS and the tagged formats of PubMed and Web of Science, in both directions."""
