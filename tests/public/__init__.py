"""The public site, seen by a visitor."""
