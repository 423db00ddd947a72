"""Sources, passages, citations, statements and claims."""
