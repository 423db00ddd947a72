"""What every room stands on: multilingual text, audit, events and outbox, jobs, files, search."""
