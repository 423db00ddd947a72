"""Measures what Folkmoot promises: pages, search, start-up, weight. See README.md."""
