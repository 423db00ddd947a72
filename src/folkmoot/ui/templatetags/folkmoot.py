"""Tags and filters that every template has without loading them.

Thin: the words come from :mod:`folkmoot.ui.dates`, :mod:`~folkmoot.ui.figures` and
:mod:`~folkmoot.ui.markup`; here they get their HTML element.
"""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from folkmoot.engines.values.dates import DatePrecision, PartialDate
from folkmoot.engines.values.dates import parse as parse_date
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.ui import dates, figures
from folkmoot.ui.languages import language_name
from folkmoot.ui.markup import markdown_to_html

register = template.Library()

# Drawings that point along the line of reading and turn with it.
_TURNING_ICONS = frozenset({"back", "forward", "out", "undo", "quote"})


def _interface_language() -> str:
    return get_language() or settings.LANGUAGE_CODE


@register.simple_tag
def text(value: Multilingual | str | None) -> SafeString:
    """A text in the interface language, or in another one with a small tag that says so."""
    if not isinstance(value, Multilingual):
        return escape(value or "")
    wanted = _interface_language()
    language, words = value.pick((wanted,))
    if not words:
        return SafeString("")
    shown = format_html('<span lang="{}" dir="auto">{}</span>', language, words)
    if language.split("-")[0] == wanted.split("-")[0]:
        return shown
    return format_html(
        '{} <abbr class="language-tag" title="{}">{}</abbr>',
        shown,
        language_name(language),
        language,
    )


@register.filter
def plain(value: Multilingual | str | None, language: str = "") -> str:
    """The words alone, for titles and attributes: ``{{ session.title|plain }}``."""
    if isinstance(value, Multilingual):
        return value.pick((language or _interface_language(),))[1]
    return str(value or "")


@register.filter
def language_label(code: str) -> str:
    """The name of a language in the interface language."""
    return language_name(code)


@register.simple_tag
def partial_date(value: PartialDate | str | None) -> SafeString:
    """A date as well as it is known, in a ``<time>`` whenever HTML has a form for it."""
    if not value:
        return SafeString("")
    known = parse_date(value) if isinstance(value, str) else value
    said = dates.say_partial_date(known)
    machine = _html_date(known)
    if machine:
        return format_html('<time datetime="{}">{}</time>', machine, said)
    return escape(said)


def _html_date(value: PartialDate) -> str:
    # HTML's datetime attribute has years, months and days; no seasons, doubts or spans.
    forms = (DatePrecision.YEAR, DatePrecision.MONTH, DatePrecision.DAY)
    if value.precision not in forms or value.is_approximate or value.is_uncertain:
        return ""
    return str(value)


@register.simple_tag
def date_range(start: date | None, end: date | None = None) -> SafeString:
    """One or two days as a span."""
    if start is None:
        return SafeString("")
    last = end or start
    said = dates.say_range(start, last)
    if start == last:
        return format_html('<time datetime="{}">{}</time>', start.isoformat(), said)
    return format_html('<span class="dates">{}</span>', said)


@register.simple_tag
def local_time(moment: datetime, zone: str | ZoneInfo, *, with_day: bool = False) -> SafeString:
    """Venue time with its offset; the script adds the visitor's own time beside it."""
    place = ZoneInfo(zone) if isinstance(zone, str) else zone
    said = dates.say_moment(moment, place) if with_day else dates.say_time(moment, place)
    return format_html(
        '<span class="local-time"><time datetime="{}" data-zone="{}">{}</time>'
        ' <abbr class="zone" title="{}">{}</abbr></span>',
        moment.astimezone(place).isoformat(timespec="minutes"),
        place.key,
        said,
        dates.zone_name(moment, place),
        dates.offset_from_utc(moment, place),
    )


@register.simple_tag
def clock(moment: datetime, zone: str | ZoneInfo) -> SafeString:
    """Venue time alone, where the page has said the zone already (programmes)."""
    place = ZoneInfo(zone) if isinstance(zone, str) else zone
    return format_html(
        '<time datetime="{}" data-zone="{}">{}</time>',
        moment.astimezone(place).isoformat(timespec="minutes"),
        place.key,
        dates.say_time(moment, place),
    )


@register.filter
def figure(value: Decimal | int | None) -> str:
    """A number in the language: separators, and "3 trillion" where no digit is lost."""
    return "" if value is None else figures.say_number(value)


@register.simple_tag
def claimed_figure(
    value: Decimal | int, comparator: str = "", currency: str = "", unit: str = "", kind: str = ""
) -> str:
    """A figure as somebody claims it: "over 3 trillion Russian roubles", "number 4"."""
    return figures.say_figure(value, comparator=comparator, currency=currency, unit=unit, kind=kind)


@register.filter
def markdown(value: Multilingual | str | None) -> SafeString:
    """Markdown as safe HTML; a text in languages is shown in the interface language."""
    if not value:
        return SafeString("")
    if not isinstance(value, Multilingual):
        return mark_safe(markdown_to_html(str(value)))
    language, words = value.pick((_interface_language(),))
    return format_html(
        '<div class="prose" lang="{}" dir="auto">{}</div>',
        language,
        mark_safe(markdown_to_html(words)),
    )


@register.filter
def initials(name: str) -> str:
    """At most two letters for an avatar: first and last word."""
    words = [word for word in str(name).split() if word[:1].isalpha()]
    chosen = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in chosen).upper()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing of our sprite; decorative unless it gets a label."""
    address = f"{static('ui/icons.svg')}#{name}"
    kind = "icon turns" if name in _TURNING_ICONS else "icon"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>',
            kind,
            label,
            address,
        )
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', kind, address
    )


@register.simple_tag
def required_mark() -> SafeString:
    """The mark of a field that must be filled, with words for those who hear the page."""
    return format_html(
        '<span class="required" aria-hidden="true">*</span>'
        '<span class="visually-hidden"> {}</span>',
        _("(required)"),
    )
