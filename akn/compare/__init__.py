"""Documents side by side: a draft and what became of it, and the language versions of one text."""
