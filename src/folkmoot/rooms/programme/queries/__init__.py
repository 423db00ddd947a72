"""Reads of the programme: the draft for the desk, releases for everybody."""
