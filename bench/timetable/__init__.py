"""How good, and how soon, timetables of real conferences are."""
