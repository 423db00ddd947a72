"""Screens and endpoints that join rooms. Surfaces never import each other."""
