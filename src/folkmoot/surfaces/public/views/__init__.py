"""The public pages: each view parses, calls a few queries, renders."""
