"""Tags of the public pages: texts in the content language, marks of citations, both clocks.

They take the page's context (``content``, ``citations``, ``visitor_zone``), which the tags
of the ui floor deliberately do not know.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.lists import format_list
from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.records import RecordRef
from folkmoot.rooms.evidence.queries.attribution import Attribution, Named
from folkmoot.rooms.evidence.queries.cards import CitedPassage, SourceCard
from folkmoot.rooms.evidence.queries.statements import AttributedWords
from folkmoot.surfaces.public import links, rows, structured
from folkmoot.ui import dates
from folkmoot.ui.dates import interface_locale
from folkmoot.ui.differing import key_of
from folkmoot.ui.figures import say_status
from folkmoot.ui.languages import language_list, language_name
from folkmoot.ui.markup import markdown_to_html
from folkmoot.ui.templatetags.folkmoot import partial_date

register = template.Library()


def _wanted(context: Context) -> tuple[str, ...]:
    return (context.get("content") or "", get_language() or settings.LANGUAGE_CODE)


@register.simple_tag(takes_context=True)
def said(context: Context, value: Multilingual | None, *, mark: bool = True) -> SafeString:
    """A text in the content language; a small tag names the language if it is another one.

    ``mark=False`` leaves the tag out where texts stand close together (programmes, lists);
    the ``lang`` attribute stays.
    """
    if not value:
        return SafeString("")
    preferred = _wanted(context)
    language, words = value.pick(preferred)
    wanted = preferred[0] or preferred[1]
    if language.split("-")[0] == (get_language() or "").split("-")[0]:
        return format_html("{}", words)
    shown = format_html('<span lang="{}" dir="auto">{}</span>', language, words)
    if not mark or language.split("-")[0] == wanted.split("-")[0]:
        return shown
    return format_html(
        '{} <abbr class="language-tag" title="{}">{}</abbr>',
        shown,
        language_name(language),
        language,
    )


@register.simple_tag(takes_context=True)
def words(context: Context, value: Multilingual | None) -> str:
    """A text alone in the content language, for attributes and titles."""
    return value.pick(_wanted(context))[1] if value else ""


@register.simple_tag(takes_context=True)
def joined(context: Context, values: Iterable[Multilingual | str]) -> str:
    """Names as a list of the interface language: "A, B and C"."""
    wanted = _wanted(context)
    names = [one if isinstance(one, str) else one.pick(wanted)[1] for one in values]
    return format_list([name for name in names if name], locale=interface_locale())


@register.filter
def language_names(codes: Iterable[str]) -> str:
    """Languages by name, as a list."""
    return language_list(codes)


@register.simple_tag(takes_context=True)
def cited(context: Context, record: Any, field: str = "") -> SafeString:
    """The marks that open the sentences supporting a field of a record; nothing without any.

    ``record`` is a record, a :class:`RecordRef`, or anything else with a ``ref``.
    """
    ref = record if isinstance(record, RecordRef) else record.ref
    found: tuple[CitedPassage, ...] = (context.get("citations") or {}).get((ref, field), ())
    return format_html_join(
        "", "{}", ((_mark(one, number),) for number, one in enumerate(found, 1))
    )


@register.simple_tag(takes_context=True)
def differs(context: Context, record: Any, *fields: str) -> SafeString:
    """The mark that leads to what sources say differently of a field; nothing where they agree.

    Of several fields, such as both ends of a date, the first that differs counts.
    """
    ref = record if isinstance(record, RecordRef) else record.ref
    found = {one.key: one for one in context.get("differing") or ()}
    for field in fields:
        one = found.get(key_of(ref.uid, field))
        if one is not None:
            return format_html(
                '<a class="differs-mark" href="#{}">{}<span class="visually-hidden">: {}</span></a>',
                one.key,
                _("sources differ"),
                one.label,
            )
    return SafeString("")


def _mark(one: CitedPassage, number: int) -> SafeString:
    label = _("Source %(number)s: %(title)s") % {"number": number, "title": one.source.title}
    return format_html(
        '<sup class="citation"><a href="{}" title="{}"><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span></a></sup>',
        links.passage_url(one.source.uid, one.anchor),
        one.source.title,
        f"[{number}]",
        label,
    )


@register.simple_tag(takes_context=True)
def venue_time(
    context: Context,
    moment: datetime,
    zone: str,
    *,
    until: datetime | None = None,
    with_zone: bool = False,
) -> SafeString:
    """Venue time; beside it the visitor's: of the zone they chose, else added by a script."""
    place = ZoneInfo(zone)
    own: ZoneInfo | None = context.get("visitor_zone")
    end = (
        format_html(
            ' – <time datetime="{}">{}</time>',
            until.astimezone(place).isoformat(timespec="minutes"),
            dates.say_time(until, place),
        )
        if until
        else ""
    )
    offset = (
        format_html(
            ' <abbr class="zone" title="{}">{}</abbr>', zone, dates.offset_from_utc(moment, place)
        )
        if with_zone
        else ""
    )
    return format_html(
        '<span class="local-time"><time datetime="{}" data-zone="{}"{}>{}</time>{}{}{}</span>',
        moment.astimezone(place).isoformat(timespec="minutes"),
        zone,
        SafeString(' data-own-shown="yes"') if own else "",
        dates.say_time(moment, place),
        end,
        offset,
        _own_time(moment, place, own),
    )


def _own_time(moment: datetime, place: ZoneInfo, own: ZoneInfo | None) -> SafeString:
    if own is None:
        return SafeString("")
    here, there = moment.astimezone(own), moment.astimezone(place)
    if here.utcoffset() == there.utcoffset():
        return SafeString("")
    said_time = (
        dates.say_time(moment, own)
        if here.date() == there.date()
        else dates.say_moment(moment, own)
    )
    return format_html(
        '<span class="own-time">{}</span>', _("your time {time}").format(time=said_time)
    )


@register.filter
def url_of_person(uid: object) -> str:
    """The page of a person."""
    return links.person_url(uid)


@register.filter
def url_of_organisation(uid: object) -> str:
    """The page of a body."""
    return links.organisation_url(uid)


@register.filter
def at(found: Mapping[Any, Any], key: Any) -> Any:
    """What a mapping holds under a key that is no text; ``None`` without."""
    return found.get(key) if found else None


@register.filter
def full_day(day: date) -> str:
    """A day with its weekday, in words."""
    return rows.say_full_day(day)


@register.filter
def url_of_place(place: Any) -> str:
    """The page of the region a city lies in, of a region, or of a country."""
    place = getattr(place, "region", None) or getattr(place, "country", None) or place
    return links.place_url(place.code)


@register.simple_tag
def passage_mark(one: CitedPassage, number: int) -> SafeString:
    """The mark that opens one passage."""
    return _mark(one, number)


@register.simple_tag
def has_words(one: AttributedWords) -> bool:
    """Whether any of a statement's words may be shown."""
    return any(passage.words for passage in one.passages)


@register.simple_tag
def source_link(card: SourceCard) -> SafeString:
    """A source by its title, in its own language."""
    return format_html(
        '<a href="{}" lang="{}" dir="auto">{}</a>',
        reverse("public:source", args=[card.uid]),
        card.language,
        card.title,
    )


@register.simple_tag(takes_context=True)
def speaker_link(context: Context, by: Attribution) -> SafeString:
    """Who is said to have said it; empty where the source itself says so."""
    for named in (by.speaker, by.organisation):
        if named is not None:
            return speaker_name(context, named)
    return escape(by.as_written)


@register.simple_tag(takes_context=True)
def speaker_name(context: Context, named: Named) -> SafeString:
    """A person or body by name, leading to its page."""
    url = links.url_for(named.ref)
    return format_html('<a href="{}">{}</a>', url, said(context, named.name))


@register.simple_tag
def figure_status(status: str) -> str:
    """The state of a claimed figure in words: expected and signed are not the same."""
    return say_status(status)


@register.simple_tag
def span_of(since: str, until: str) -> SafeString:
    """From when to when, as far as known; a date alone stays alone."""
    if since and until:
        return partial_date(since) if since == until else _span(since, until)
    if since:
        return format_html(_("since {}"), partial_date(since))
    if until:
        return format_html(_("until {}"), partial_date(until))
    return SafeString("")


def _span(since: str, until: str) -> SafeString:
    return format_html(_("{} to {}"), partial_date(since), partial_date(until))


@register.simple_tag
def identifier_link(identifier: Any) -> SafeString:
    """An outside identifier, leading to the register where it has pages."""
    found = structured.same_as([identifier])
    if not found:
        return escape(identifier.value)
    return format_html('<a href="{}" rel="noopener">{}</a>', found[0], identifier.value)


@register.simple_tag
def passage_place(anchor: str) -> str:
    """Where a passage stands, for people: "characters 120 to 168"."""
    _prefix, start, end = anchor.split("-")
    return _("characters %(start)s to %(end)s") % {"start": start, "end": end}


@register.simple_tag(takes_context=True)
def cited_markdown(context: Context, value: Multilingual) -> SafeString:
    """A longer text with paragraphs and lists, in the content language."""
    language, text = value.pick(_wanted(context))
    html = SafeString(markdown_to_html(text))
    return format_html('<div lang="{}" dir="auto">{}</div>', language, html)
