"""What stands in the database when the demonstration is loaded."""
