"""The desk's screens, one module per sort of work."""
