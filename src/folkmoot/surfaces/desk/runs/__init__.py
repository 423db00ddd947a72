"""Where a dump or a whole folder of documents is brought in, watched, stopped and taken up again."""
