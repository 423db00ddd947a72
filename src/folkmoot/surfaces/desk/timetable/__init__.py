"""The timetable desk: a board of rooms and times on which sessions are moved."""
