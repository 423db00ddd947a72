"""The rules of the house that imports alone cannot show."""
