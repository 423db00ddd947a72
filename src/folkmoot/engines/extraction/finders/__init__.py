"""What looks for one sort of fact each; the pipeline calls them in a fixed order."""
