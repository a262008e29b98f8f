"""Which entries manuscripts cite, and where: LaTeX, Markdown and other syntaxes, one module each."""
