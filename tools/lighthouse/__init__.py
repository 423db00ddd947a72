"""Lighthouse over the pages of a demonstration."""
