"""The rooms: one subject each, stacked so that a room imports only from the rooms below it."""
