"""The desk: where organisers work."""
