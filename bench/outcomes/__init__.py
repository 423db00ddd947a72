"""Measuring agreements, signatures and the register."""
