"""What came of it: agreements, projects, programmes and practices, as reported."""
