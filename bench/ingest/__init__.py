"""Bringing in thousands of documents with workers that are killed on the way."""
