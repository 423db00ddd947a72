"""Reads of the evidence room; import the modules, each states its query counts."""
