"""The top floor: configuration, addresses, the command line, and who hears which event."""
