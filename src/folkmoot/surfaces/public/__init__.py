"""The public site: what is published, for everyone."""
