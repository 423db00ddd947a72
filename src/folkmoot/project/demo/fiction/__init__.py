"""The Amber Road Congress: a forum that never was, rich enough to show every feature.

Countries, towns, people and documents are invented; see the data files beside this module.
Everything is the same on every load but the dates: the third edition begins the day before
the day of loading, so that something is always on now. Once loaded, the days stay.
"""

from folkmoot.project.demo.fiction.loading import load_fiction

__all__ = ["load_fiction"]
