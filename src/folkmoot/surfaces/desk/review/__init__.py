"""Where reviewers work: bringing in sources, citing them, settling duplicates and disagreements."""
