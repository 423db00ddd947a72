"""Where a record is opened at the desk: its own page where it has one, else its form."""

from django.urls import reverse

# Kinds whose work is done on a page of their own; the form is one link away from there.
_OWN_PAGES = {
    "programme.edition": "desk:edition",
    "outcomes.agreement": "desk:agreement",
}


def address_of(kind: str, uid: object) -> str:
    """The page on which a record of this kind is opened."""
    if kind in _OWN_PAGES:
        return reverse(_OWN_PAGES[kind], args=[uid])
    return reverse("desk:record_edit", args=[kind, uid])
