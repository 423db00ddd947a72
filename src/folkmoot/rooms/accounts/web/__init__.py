"""The entrances of the accounts room."""
