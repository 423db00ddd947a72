"""What the top floor promises."""
