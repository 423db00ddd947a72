"""Pure Python: no Django, no network, no clock, no hidden randomness. Values in, values out."""
