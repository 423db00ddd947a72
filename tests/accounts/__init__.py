"""Signing in, being invited, and what each role may do."""
