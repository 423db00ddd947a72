"""What is written: sources, passages, citations, statements and claims."""
