"""Journeys at the desk, through its pages."""
