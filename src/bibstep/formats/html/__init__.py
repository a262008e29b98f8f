"""Write a web page of references, with COinS."""
