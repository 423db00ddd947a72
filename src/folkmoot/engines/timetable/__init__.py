"""Timetables: what clashes, how a programme reads by day, by hall and by the clock."""
