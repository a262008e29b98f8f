"""PubMed's XML, as its API (efetch) and its files for download have it."""
