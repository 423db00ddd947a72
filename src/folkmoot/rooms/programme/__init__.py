"""When and where: series, editions, strands, venues, rooms, sessions, releases, tasks."""
