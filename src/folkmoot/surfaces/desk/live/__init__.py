"""During the days: what the desk says of released sessions as of now."""
