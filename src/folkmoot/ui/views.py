"""The pattern page: every component in every state, for those who design and those who test."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from folkmoot.ui.samples import pattern_samples


def patterns(request: HttpRequest) -> HttpResponse:
    """Render the pattern page; ``?theme=dark`` or ``?theme=light`` forces a theme. No query."""
    return render(request, "ui/patterns.html", pattern_samples(request.path))
