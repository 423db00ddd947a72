"""Builds the record pack of the real forums from a careful reading of five public documents."""
