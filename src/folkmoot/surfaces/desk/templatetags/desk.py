"""Moments as the desk shows them: on the clock of the person's account, once."""

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
