"""What an edition has already, to be met by the sessions of a file: by identity, then by words."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from folkmoot.engines.interchange.incoming import StatedSession
from folkmoot.engines.interchange.slots import derived
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.engines.values.spelling import name_key
from folkmoot.rooms.programme.models import Edition, Room, Session, SessionPart, Strand
from folkmoot.rooms.programme.terms import SessionKind
from folkmoot.rooms.registry.models import Person


class Known:
    """Everything of one edition that a file may mean. Seven queries when made."""

    def __init__(self, edition: Edition, stated: Iterable[StatedSession]) -> None:
        self.sessions = list(
            Session.objects.filter(edition=edition)
            .select_related("strand", "city", "edition__series")
            .prefetch_related(
                "session_rooms__room__venue__city",
                "parts__person",
                "parts__organisation",
            )
            .order_by("id")
        )
        self._rooms = _rooms_by_name(edition)
        self._strands = {
            name_key(words): strand
            for strand in Strand.objects.filter(edition=edition)
            for words in strand.name.texts.values()
        }
        uids = {person.uid for one in stated for person in one.people or () if person.uid}
        self._people = {
            str(person.uid): person for person in Person.objects.filter(uid__in=_uuids(uids))
        }
        self._by_identity = {
            identity: one for one in self.sessions for identity in identities_of(one)
        }
        self._by_words = _by_words(self.sessions)
        self._kinds = _kinds()
        self._unplaced = _in_every_language("Place not stated")

    def session(self, stated: StatedSession) -> Session | None:
        """The session that an entry means: by any identity, else by title and time."""
        for identity in stated.identities:
            if identity in self._by_identity:
                return self._by_identity[identity]
        found = self._by_words.get((name_key(stated.title), _when(stated.starts_at, stated.on)))
        # Known from a file by another identity, it is another session of the same name.
        return None if found is not None and found.outside_id and stated.identities else found

    def room(self, name: str) -> Room | None:
        """The hall of a name, alone or with its city or venue; ``None`` if several have it."""
        return self._rooms.get(name_key(name))

    def strand(self, name: str) -> Strand | None:
        """The strand of a name in any language."""
        return self._strands.get(name_key(name))

    def person(self, uid: str) -> Person | None:
        """The person of an identity."""
        return self._people.get(uid)

    def kind(self, words: str) -> str:
        """A kind by its code or its name in a language of the interface; empty if unknown."""
        return self._kinds.get(name_key(words), "")

    def is_nowhere(self, place: str) -> bool:
        """Whether the words say only that no place is known."""
        return name_key(place) in self._unplaced


def identities_of(session: Session) -> set[str]:
    """Under which identities a file may know a session: its own, ours, those of our exports."""
    uid = str(session.uid)
    rooms = [str(row.room.uid) for row in session.session_rooms.all()]
    told = {uid, derived("slot", uid, ""), *(derived("slot", uid, room) for room in rooms)}
    return told | ({session.outside_id} if session.outside_id else set())


def names_of(part: SessionPart) -> set[str]:
    """How a file may write who has a part, as keys."""
    texts = [part.name_as_written]
    for owner in (part.person, part.organisation):
        texts += owner.name.texts.values() if owner else ()
    return {name_key(words) for words in texts if words}


def _rooms_by_name(edition: Edition) -> dict[str, Room]:
    rooms = Room.objects.filter(venue__edition=edition).select_related("venue__city")
    named: list[tuple[str, Room]] = []
    for room in rooms.select_related("venue__city", "venue__edition__series"):
        keys = {name_key(words) for words in _room_names(room)}
        named += [(key, room) for key in keys if key]
    counts = Counter(key for key, _room in named)
    return {key: room for key, room in named if counts[key] == 1}


def _room_names(room: Room) -> Iterable[str]:
    """As people and our own exports write it, in each language."""
    venue, city = room.venue, room.venue.city
    texts = (room.name, venue.name, venue.address, city.name)
    for language in {tag for text in texts for tag in text.texts}:
        hall, house, address, town = (_said(text, language) for text in texts)
        yield from (
            hall, f"{hall} · {town}", f"{hall} · {house} · {town}", f"{hall}, {house}",
            f"{hall}, {house}, {town}",
            ", ".join(part for part in (hall, house, address, town) if part),
        )  # fmt: skip


def _said(text: Multilingual, language: str) -> str:
    return text.pick((language,))[1]


def _by_words(sessions: Iterable[Session]) -> dict[tuple[str, str], Session]:
    found: dict[tuple[str, str], Session] = {}
    for one in sessions:
        for words in one.title.texts.values():
            found.setdefault((name_key(words), _when(one.starts_at, one.on_date)), one)
    return found


def _when(starts_at: datetime | None, on: object) -> str:
    return str(int(starts_at.timestamp())) if starts_at else str(on or "")


def _kinds() -> dict[str, str]:
    found = {name_key(kind.value): kind.value for kind in SessionKind}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {name_key(str(kind.label)): kind.value for kind in SessionKind}
    return found


def _in_every_language(words: str) -> set[str]:
    found = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.add(name_key(_(words)))
    return found


def _uuids(words: Iterable[str]) -> list[str]:
    return [one for one in words if len(one) == 36 and one.count("-") == 4]
