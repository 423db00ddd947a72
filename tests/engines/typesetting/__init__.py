"""Documents as they are set, read back with other tools."""
