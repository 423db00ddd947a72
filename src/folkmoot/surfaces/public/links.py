"""Where the public page of a record is. One place, so that search, citations and lists agree.

Only what anyone may see has an address here: a draft session or an edition that is not
public has none, and whoever lists it leaves it out.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.records import RecordRef, load
from folkmoot.rooms.evidence.queries import published as evidence
from folkmoot.rooms.outcomes.queries import published as outcomes
from folkmoot.rooms.programme.queries import published as programme
from folkmoot.rooms.registry.queries import published as registry


@dataclass(frozen=True, slots=True)
class NamedLink:
    """A record by its name, leading to its page."""

    name: Multilingual
    url: str


_BY_IDENTITY = {
    "registry.person": "public:person",
    "registry.organisation": "public:organisation",
    "programme.session": "public:session",
    "evidence.source": "public:source",
}


def person_url(uid: object) -> str:
    """The page of a person."""
    return reverse("public:person", args=[uid])


def organisation_url(uid: object) -> str:
    """The page of a body."""
    return reverse("public:organisation", args=[uid])


def session_url(uid: object) -> str:
    """The page of a released session."""
    return reverse("public:session", args=[uid])


def edition_url(series_slug: str, slug: str, page: str = "edition") -> str:
    """The page of an edition, or one of its further pages by the name of its address."""
    return reverse(f"public:{page}", args=[series_slug, slug])


def oembed_links(path: str) -> dict[str, str]:
    """The addresses at which programs learn how to show one of our pages, by format."""
    base, page = settings.BASE_URL + reverse("public:oembed"), settings.BASE_URL + path
    return {name: f"{base}?{urlencode({'url': page, 'format': name})}" for name in ("json", "xml")}


def place_url(code: str) -> str:
    """The page of a country or region."""
    return reverse("public:region", args=[code])


def passage_url(source_uid: object, anchor: str) -> str:
    """The sentence on the page of its source."""
    return f"{reverse('public:source', args=[source_uid])}#{anchor}"


def url_for(ref: RecordRef) -> str:
    """The public address of one record, or an empty text where it has none.

    At most three queries.
    """
    return addresses([ref]).get(ref, "")


def addresses(refs: Iterable[RecordRef]) -> dict[RecordRef, str]:
    """Public addresses of many records; what has none is left out.

    At most three queries per kind.
    """
    by_kind: dict[str, list[str]] = {}
    for ref in refs:
        by_kind.setdefault(ref.kind, []).append(ref.uid)
    found: dict[RecordRef, str] = {}
    for kind, uids in by_kind.items():
        find = _FINDERS.get(kind)
        if find is not None:
            found.update((RecordRef(kind, uid), url) for uid, url in find(uids).items())
    return found


def named_links(refs: Iterable[RecordRef]) -> dict[RecordRef, NamedLink]:
    """Names and public addresses; what has no public page is left out.

    One query per kind to load, and those of :func:`addresses`.
    """
    urls = addresses(refs)
    return {ref: NamedLink(_name(record), urls[ref]) for ref, record in load(urls).items()}


def _name(record: Any) -> Multilingual:
    text = getattr(record, "title", None) or getattr(record, "name", None)
    return text if isinstance(text, Multilingual) else Multilingual({"en": str(text)}, "en")


def _direct(kind: str) -> Callable[[Iterable[str]], dict[str, str]]:
    return lambda uids: {uid: reverse(_BY_IDENTITY[kind], args=[uid]) for uid in uids}


def _sessions(uids: Iterable[str]) -> dict[str, str]:
    return {uid: session_url(uid) for uid in programme.released_uids(uids)}


def _sources(uids: Iterable[str]) -> dict[str, str]:
    return {uid: reverse("public:source", args=[uid]) for uid in evidence.public_sources(uids)}


def _editions(uids: Iterable[str]) -> dict[str, str]:
    return {uid: edition_url(*names) for uid, names in programme.edition_addresses(uids).items()}


def _series(uids: Iterable[str]) -> dict[str, str]:
    found = programme.series_addresses(uids)
    return {uid: reverse("public:series", args=[slug]) for uid, slug in found.items()}


def _places(uids: Iterable[str]) -> dict[str, str]:
    return {uid: place_url(code) for uid, code in registry.place_codes(uids).items()}


def _outcomes(uids: Iterable[str]) -> dict[str, str]:
    found = outcomes.outcome_editions(uids)
    return {
        uid: f"{edition_url(*names, page='edition_outcomes')}#o-{uid}"
        for uid, names in found.items()
    }


def _public(name: str) -> Callable[[Iterable[str]], dict[str, str]]:
    """The pages of those records of outcomes that anyone may see."""
    return lambda uids: {
        uid: reverse(f"public:{name}", args=[uid])
        for uid in outcomes.public_uids(f"outcomes.{name}", uids)
    }


def _attributed(uids: Iterable[str]) -> dict[str, str]:
    found = evidence.where_said(uids)
    return {uid: passage_url(source, anchor) for uid, (source, anchor) in found.items()}


_FINDERS: dict[str, Callable[[Iterable[str]], dict[str, str]]] = {
    "registry.person": _direct("registry.person"),
    "registry.organisation": _direct("registry.organisation"),
    "registry.city": _places,
    "registry.region": _places,
    "registry.country": _places,
    "programme.session": _sessions,
    "programme.edition": _editions,
    "programme.series": _series,
    "evidence.source": _sources,
    "evidence.claim": _attributed,
    "evidence.statement": _attributed,
    "outcomes.reportedoutcome": _outcomes,
    "outcomes.agreement": _public("agreement"),
    "outcomes.commitment": _public("commitment"),
    "outcomes.project": _public("project"),
    "outcomes.practice": _public("practice"),
}
