"""One module or folder for each kind of value: text goes in, the value and remarks on it come out."""
