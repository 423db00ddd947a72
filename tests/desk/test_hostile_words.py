"""Words that try to be markup, scripts or templates stay words, on every page."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.rooms.evidence.models import Source, Statement
from folkmoot.rooms.programme.models import Material, Session
from folkmoot.rooms.registry.models import Person
from folkmoot.surfaces.desk.kinds import KINDS
from tests.desk.conftest import signed_in
from tests.public import forum as public
from tests.public.test_pages import every_path

pytestmark = pytest.mark.django_db
WORDS = (
    """k{{7|add:7}}k<script>evil()</script>"' onfocus=evil() {% now "Y" %}</script><img src=q>"""
)
# A template that was carried out, or a text that was escaped twice.
SPOILT = re.compile(r"k14k|&amp;lt;script")


class Broken(HTMLParser):
    """Collects what the words became, as a browser would read the page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_own_script = "src" in given or given.get("type") == "application/ld+json"
        if "onfocus" in given or given.get("src") == "q" or (tag == "script" and not is_own_script):
            self.found.append(f"<{tag} {given}>")
        if (given.get("href") or "").startswith("javascript"):
            self.found.append(f"<{tag} {given}>")


def hostile(words: str = "", _russian: str = "") -> Multilingual:
    return Multilingual({"en": f"{words}{WORDS}"}, "en") if words else Multilingual({}, "en")


@pytest.fixture
def forum(monkeypatch: pytest.MonkeyPatch) -> public.Forum:
    """The public forum with hostile names, titles, abstracts and materials."""
    monkeypatch.setattr(public, "named", hostile)
    forum = public.make_forum()
    Source.objects.update(title=WORDS, publisher=WORDS)
    Statement.objects.update(speaker_as_written=WORDS)
    Person.objects.update(summary=hostile("-"))
    Session.objects.update(abstract=hostile("[here](javascript:evil())"))
    Material.objects.create(
        edition=forum.second,
        session=forum.sessions["plenary"],
        title=hostile("Slides"),
        address="https://slides.example",
    )
    forum.release("2.0")
    return forum


def desk_paths(forum: public.Forum) -> list[str]:
    edition = ("edition", "edition_tasks", "edition_places", "edition_release", "edition_access",
               "edition_copy")  # fmt: skip
    paths = [reverse(f"desk:{name}", args=[forum.second.uid]) for name in edition]
    paths += [reverse(f"desk:{name}") for name in ("home", "sources", "disagreements")]
    paths.append(reverse("desk:source_review", args=[forum.article.uid]))
    for name, kind in KINDS.items():
        record: Any = kind.model._default_manager.last()
        if not kind.is_part and record is not None:
            paths.append(reverse("desk:record_list", args=[name]))
            screens = ("record_edit", "record_history", "record_remove")
            paths += [reverse(f"desk:{one}", args=[name, record.uid]) for one in screens]
    return paths


def test_words_never_become_markup(client: Client, forum: public.Forum) -> None:
    desk = signed_in("administrator")
    pages = [(client, path) for path in every_path(forum)]
    pages += [(desk, path) for path in desk_paths(forum)]

    broken = {}
    for browser, path in pages:
        answer = browser.get(path)
        page = Broken()
        page.feed(answer.content.decode())
        found = [*page.found, *SPOILT.findall(answer.content.decode())]
        if found or answer.status_code != 200:
            broken[path] = (answer.status_code, found)

    assert broken == {}
