"""Reads of the outcomes room."""
