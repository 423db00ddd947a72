"""Who and where exists: countries, regions, cities, organisations, people, offices held, names."""
