"""Values that pages hand to the layout: the layout knows no room and no address itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NavItem:
    """One link of a navigation.

    Attributes:
        label: translated text.
        icon: a name of the sprite, or empty.
        count: how many things wait there; 0 shows nothing.
    """

    label: str
    url: str
    current: bool = False
    icon: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class NavGroup:
    """Links under one heading, in the desk's side navigation."""

    label: str
    items: tuple[NavItem, ...]


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way to the page; the last one is the page and has no address."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """The same page in another interface language."""

    code: str
    name: str
    url: str
    current: bool
