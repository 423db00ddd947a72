"""The inbox: what documents propose, decided with the keyboard beside their text."""
