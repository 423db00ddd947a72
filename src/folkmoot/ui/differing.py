"""Where sources differ about one thing, as the ``sources-differ`` component takes it.

Plain values: a surface fills them with the addresses of its own pages. Nothing here prefers
one source to another.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from folkmoot.engines.values.dates import parse as parse_date
from folkmoot.ui.dates import say_partial_date
from folkmoot.ui.figures import say_number


@dataclass(frozen=True, slots=True)
class Opening:
    """An address that opens the words in their source."""

    url: str
    source: str


@dataclass(frozen=True, slots=True)
class Said:
    """What one source says.

    Attributes:
        value: in words; ``language`` is set where they are the source's own.
        url: where the value itself is kept, if it has a page.
        by: who says so in the source; empty: the source itself.
        published: EDTF; ``stance`` says whether that was before, at or after the event.
    """

    value: str
    source: str
    source_url: str
    openings: tuple[Opening, ...] = ()
    language: str = ""
    source_language: str = ""
    url: str = ""
    by: str = ""
    by_url: str = ""
    published: str = ""
    stance: str = ""

    @property
    def according_to(self) -> SafeString:
        """Who says so and where, as one sentence with links."""
        source = format_html(
            '<a href="{}" lang="{}" dir="auto">{}</a>',
            self.source_url,
            self.source_language or "und",
            self.source,
        )
        if not self.by:
            return SafeString(_("according to %(source_html)s") % {"source_html": source})
        speaker = escape(self.by)
        if self.by_url:
            speaker = format_html('<a href="{}">{}</a>', self.by_url, self.by)
        sentence = _("according to %(speaker_html)s in %(source_html)s")
        return SafeString(sentence % {"speaker_html": speaker, "source_html": source})


@dataclass(frozen=True, slots=True)
class Differing:
    """One thing about which sources differ, with what each of them says.

    Attributes:
        key: the name of its place on the page.
        label: what they differ about: a field, or what is counted.
        facts: what narrows it, such as status and period of a figure.
        about: the record, where that is not the page's own.
    """

    key: str
    label: str
    said: tuple[Said, ...]
    facts: tuple[str, ...] = ()
    about: str = ""
    about_url: str = ""


def key_of(uid: object, field: str, number: int = 0) -> str:
    """The name of the place where a difference stands; ``number`` tells namesakes apart."""
    return f"d-{uid}-{field}-{number}" if number else f"d-{uid}-{field}"


def say_label(label: str, field: str, sort: str) -> str:
    """What sources differ about. Places are records of their own, so their field has no name.

    Args:
        label: of the field; the field itself where it has none.
        sort: "number", "date", "name" or "place".
    """
    return _("place") if sort == "place" and label == field else label


def say_stated(sort: str, value: str) -> str:
    """A stated value in words: dates and numbers in the interface language, others as they are.

    Args:
        sort: "date", "number", or anything else for names and places.
    """
    try:
        if sort == "date":
            return say_partial_date(parse_date(value))
        if sort == "number":
            return say_number(Decimal(value))
    except (ValueError, InvalidOperation):  # a source may state what is no date or number
        return value
    return value
