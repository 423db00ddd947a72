"""Moments on the clock of the person's account, and marks of fields that sources differ about."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from folkmoot.ui.dates import say_moment

register = template.Library()


@register.simple_tag
def when(moment: datetime, zone: ZoneInfo) -> SafeString:
    """A moment of the work itself; unlike a session's time it needs no second clock beside it."""
    return format_html(
        '<time datetime="{}">{}</time>',
        moment.astimezone(zone).isoformat(timespec="minutes"),
        say_moment(moment, zone),
    )


@register.filter
def under(found: Mapping[str, str] | None, key: str) -> str:
    """What a mapping holds under a key; an empty text without."""
    return (found or {}).get(key, "")
