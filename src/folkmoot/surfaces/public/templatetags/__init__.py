"""Template tags of the public surface."""
