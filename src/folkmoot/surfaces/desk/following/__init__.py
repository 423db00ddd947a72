"""Following commitments up at the desk: lists, one commitment, reports to check, assessments."""
