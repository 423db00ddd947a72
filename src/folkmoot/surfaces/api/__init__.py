"""Endpoints for programs: health, feeds and exports."""
