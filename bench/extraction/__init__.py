"""How well the extraction engine reads: recall, precision, traps and speed."""
