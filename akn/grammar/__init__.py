"""The grammar: what a line is, which line follows which, what stands within a line."""
