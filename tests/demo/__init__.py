"""What the demonstration promises."""
