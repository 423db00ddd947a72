"""A register that cannot be rewritten unnoticed: a static transparency log of canonical entries."""
