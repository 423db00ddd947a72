"""Who is meant: offices and pronouns resolved to the people whom the text names.

The text is followed from its beginning; each person who acts or speaks becomes the one whom
the next "he" or "the governor" may mean. People who are only spoken about inside quotations
do not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from folkmoot.engines.extraction.finders.speech.scene import Mention, MentionKind, Scene
from folkmoot.engines.extraction.finders.speech.vocabulary import Vocabulary, alike
from folkmoot.engines.extraction.found import OrganisationFound, PersonFound
from folkmoot.engines.extraction.terms import Span

# How far back, in events and in blocks, a pronoun or an office is looked up.
_REACH: Final = 60
_BLOCKS: Final = 4
_SHORTEST_LIKENESS: Final = 4
# Of everybody who has appeared, so many are asked whether they hold an office.
_ASKED: Final = 400
# Words before and after a name that may tell an office.
_BESIDE: Final = 10
# Groups of nouns that name no office.
_ANY: Final = frozenset({"anybody", "other"})
_NO_OFFICE: Final = frozenset({"aides", "anybody", "other"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, as far as the text tells.

    Attributes:
        words: what names the speaker here.
        candidates: where it stays open who is meant; the likeliest first.
    """

    words: Span
    kind: MentionKind
    person: PersonFound | None = None
    organisation: OrganisationFound | None = None
    candidates: tuple[PersonFound, ...] = ()


@dataclass(frozen=True, slots=True)
class _Event:
    position: int
    block: int
    person: PersonFound
    is_subject: bool


class Cast:
    """The people of a text in the order in which they appear."""

    def __init__(self, scene: Scene, hidden: Iterable[Span]) -> None:
        self._scene = scene
        self._events: list[_Event] = []
        self._coming = _outside(scene.names_in_order, hidden)
        self._next = 0
        self._described = {
            id(person): _office_words(scene, person) for person in scene.findings.people
        }

    def advance(self, position: int) -> None:
        """Take in the names before a position."""
        while self._next < len(self._coming) and self._coming[self._next][0].start < position:
            span, person = self._coming[self._next]
            self._next += 1
            self._note(span.start, person, is_subject=self._is_subject(span))

    def note_speaker(self, position: int, person: PersonFound) -> None:
        """Somebody spoke here: the likeliest whom a later pronoun means."""
        self._note(position, person, is_subject=True)

    def resolve(self, mention: Mention) -> Speaker:
        """Who is meant by a mention, after :meth:`advance` to its place."""
        if mention.kind is MentionKind.NAME and mention.person is not None:
            return Speaker(mention.span, mention.kind, mention.person)
        if mention.kind is MentionKind.PRONOUN:
            return self._pronoun(mention)
        if mention.kind is MentionKind.ROLE:
            return self._role(mention)
        return Speaker(mention.span, mention.kind, organisation=mention.organisation)

    def nearest(self, position: int, gender: str = "") -> PersonFound | None:
        """Who acted or spoke last before a position."""
        block = self._scene.article.block_at(position) or 0
        for must_act in (True, False):
            for event in self._recent(block):
                if event.is_subject >= must_act and _fits(event.person, gender):
                    return event.person
        return None

    def _note(self, position: int, person: PersonFound, *, is_subject: bool) -> None:
        block = self._scene.article.block_at(position)
        self._events.append(_Event(position, block or 0, person, is_subject))

    def _recent(self, block: int) -> Iterator[_Event]:
        for event in reversed(self._events[-_REACH:]):
            if block - event.block > _BLOCKS:
                return
            yield event

    def _pronoun(self, mention: Mention) -> Speaker:
        if mention.gender == "plural":
            return Speaker(mention.span, mention.kind)
        block = self._scene.article.block_at(mention.span.start) or 0
        fitting = [one for one in self._recent(block) if _fits(one.person, mention.gender)]
        own = [one for one in fitting if one.block == block]
        for event in own:
            if event.is_subject:
                return Speaker(mention.span, mention.kind, event.person)
        here = _people(own)
        if len(here) == 1 and mention.gender == here[0].gender:
            # The only person of the paragraph who can be meant, although not its subject.
            return Speaker(mention.span, mention.kind, here[0])
        for event in fitting:
            if event.is_subject:
                return Speaker(mention.span, mention.kind, event.person)
        candidates = _people(own or fitting)
        person = candidates[0] if len(candidates) == 1 else None
        return Speaker(mention.span, mention.kind, person, None, candidates)

    def _role(self, mention: Mention) -> Speaker:
        words = self._scene.vocabulary_at(mention.span.start)
        first = self._scene.index_at(mention.span.start)
        if words.among(self._scene.forms[first], "people", "indefinite"):
            return Speaker(mention.span, mention.kind)
        block = self._scene.article.block_at(mention.span.start) or 0
        groups = words.roles.groups_of(mention.head) | words.phrases.get(mention.head, frozenset())
        modifiers = self._modifiers(mention, words)
        everybody = [one for one in self._by_recency() if _may_be(one, mention, words)]
        if "other" in groups and everybody:
            everybody = everybody[1:]
        holders = [p for p in everybody if self._holds(p, mention.head, groups - _ANY, words)]
        if not holders and groups & _ANY:
            holders = everybody
        # "Head of state" tells a president as well as one who is called so; "mayor" only a mayor.
        is_phrase = " " in mention.head
        exact = [p for p in holders if not is_phrase and self._names_office(p, mention.head, words)]
        told = [p for p in holders if self._all_told(p, modifiers, words)]
        for choice in ([p for p in told if p in exact], told):
            if modifiers and choice:
                return self._chosen(mention, choice, block)
        apart = [one for one in modifiers if self._sets_apart(one, words)]
        if not apart and holders:
            return self._chosen(mention, exact or holders, block)
        return self._newly_told(mention, modifiers, groups, block)

    def _newly_told(
        self, mention: Mention, modifiers: list[str], groups: frozenset[str], block: int
    ) -> Speaker:
        """An office that nobody was named with: it may be the one who acted last tells."""
        unknown = [
            event
            for event in self._recent(block)
            if block - event.block <= 1 and not self._described[id(event.person)].heads
        ]
        candidates = _people([one for one in unknown if one.is_subject] or unknown)
        if len(candidates) != 1 or groups & _NO_OFFICE:
            return Speaker(mention.span, mention.kind, None, None, candidates)
        office = self._described[id(candidates[0])]
        office.heads.add(mention.head)
        office.groups |= groups
        office.words.update(one.lower() for one in (*modifiers, mention.head))
        return Speaker(mention.span, mention.kind, candidates[0], None, candidates)

    def _chosen(self, mention: Mention, choice: list[PersonFound], block: int) -> Speaker:
        """The most recent of those who fit; in doubt where several have been about lately."""
        if not choice:
            return Speaker(mention.span, mention.kind)
        if len(choice) == 1:
            return Speaker(mention.span, mention.kind, choice[0])
        recent = [
            event
            for event in self._recent(block)
            if event.is_subject and any(event.person is one for one in choice)
        ]
        same = _people(event for event in recent if event.block == block)
        if same:
            return Speaker(mention.span, mention.kind, same[0], None, same if len(same) > 1 else ())
        if recent:
            return Speaker(mention.span, mention.kind, recent[0].person)
        return Speaker(mention.span, mention.kind, None, None, tuple(choice))

    def _by_recency(self) -> list[PersonFound]:
        """Everybody named so far, those who acted last first; then those named only later."""
        latest = self._events[: -_ASKED - 1 : -1]
        return list(_people([*(one for one in latest if one.is_subject), *latest]))

    def _holds(
        self, person: PersonFound, head: str, groups: frozenset[str], words: Vocabulary
    ) -> bool:
        if self._names_office(person, head, words):
            return True
        held = self._described[id(person)].groups
        return bool(held & groups)

    def _names_office(self, person: PersonFound, head: str, words: Vocabulary) -> bool:
        office = self._described[id(person)]
        return any(alike(head.split()[0], one, words.ending) for one in office.heads)

    def _modifiers(self, mention: Mention, words: Vocabulary) -> list[str]:
        """The words of a role beside its noun, such as "Russian" or "Delta Province"."""
        found = []
        head = mention.head.split()
        for at in self._scene.indexes(mention.span):
            form = self._scene.forms[at]
            if self._scene.tokens[at].pos not in ("ADJ", "NOUN", "PROPN", "X"):
                continue
            if self._scene.is_acting(at):
                continue
            if not any(alike(form, one, words.ending) for one in head):
                found.append(self._scene.sign(at))
        return found

    def _all_told(self, person: PersonFound, modifiers: list[str], words: Vocabulary) -> bool:
        office = self._described[id(person)]
        told = {
            one: any(_related(one.lower(), other, words) for other in office.words)
            for one in modifiers
        }
        lands = (one for one in modifiers if words.countries.find(one.lower()))
        return any(told.values()) and all(told[one] for one in lands)

    def _sets_apart(self, modifier: str, words: Vocabulary) -> bool:
        """Whether a word beside an office tells one holder from another."""
        lower = modifier.lower()
        if words.countries.find(lower):
            return True
        if modifier[0].isupper():
            return words.roles.find(lower) is None
        return False

    def _is_subject(self, span: Span) -> bool:
        """Whether a name acts: in the nominative, or before a verb and after no preposition."""
        scene = self._scene
        first, after = scene.index_at(span.start), scene.index_at(span.end)
        if first >= len(scene.tokens):
            return False
        words = scene.vocabulary_at(span.start)
        if words.inflects:
            return scene.tokens[first].feats.get("Case") == "Nom"
        if first and scene.tokens[first - 1].pos == "ADP":
            return False
        while after < len(scene.tokens) and scene.tokens[after].pos in ("ADV", "PART"):
            after += 1
        if after >= len(scene.tokens):
            return False
        return scene.is_verb(after) or scene.forms[after] in (",", "(", ":")


@dataclass(slots=True)
class _Office:
    """What the text says of a person: all words, the office nouns, their groups."""

    words: set[str]
    heads: set[str]
    groups: set[str]


def _office_words(scene: Scene, person: PersonFound) -> _Office:
    """All words of a person's offices, the office nouns among them and their groups."""
    words: set[str] = set()
    heads: set[str] = set()
    groups: set[str] = set()
    for span in _told_spans(scene, person):
        known = scene.vocabulary_at(span.start)
        short = known.lexicon.table("speech").get("people", {}).get("short", {})
        own = [scene.forms[at] for at in scene.indexes(span) if len(scene.forms[at]) > 2]
        own = [short.get(word.rstrip("."), word) for word in own]
        words.update(own)
        plain = " ".join(scene.article.plain(span).lower().split())
        spoken = set(plain.split())
        for phrase, of in known.phrases.items():
            # «председатель … областного исполнительного комитета»: words may stand between.
            if phrase in plain or spoken.issuperset(phrase.split()):
                groups |= of
        for word in own:
            of = known.roles.groups_of(word)
            if known.among(word, "people", "places"):
                # «глава Тихвинска»: of a town or a region, whichever it is.
                of |= {"region", "city"}
            if of - _NO_OFFICE:
                heads.add(known.roles.find(word) or word)
                groups |= of
    for office in person.offices:
        if office.country is not None:
            words.update(office.country.value.lower().split())
    if person.country is not None:
        words.update(person.country.value.lower().split())
    return _Office(words, heads, groups - _NO_OFFICE)


def _told_spans(scene: Scene, person: PersonFound) -> Iterator[Span]:
    """The offices of a person, and what stands beside the name as one phrase with it."""
    for office in person.offices:
        yield office.words
    for mention in person.mentions[:_ASKED]:
        first, after = scene.index_at(mention.start), scene.index_at(mention.end)
        if first:
            begin = scene.phrase_left(first, max(0, first - _BESIDE))
            if begin < first:
                yield scene.span_of(begin, first - 1)
        if first > 2 and scene.sign(first - 1) == ",":
            # "Her counterpart from Highland Province, X": a phrase with an office before a comma.
            begin = scene.phrase_left(first - 2, max(0, first - _BESIDE))
            known = scene.vocabulary_at(mention.start)
            if any(known.roles.find(scene.forms[at]) for at in range(begin, first - 1)):
                yield scene.span_of(begin, first - 2)
        if after + 1 < len(scene.tokens) and scene.sign(after) == ",":
            end = scene.phrase_right(after + 1, min(after + _BESIDE, len(scene.tokens) - 1))
            if scene.name_at(after + 1) is None and end > after + 1:
                yield scene.span_of(after + 1, end)


def _related(one: str, other: str, words: Vocabulary) -> bool:
    """Whether two words speak of one land or place: "Russian" and "Russia"."""
    if alike(one, other, words.ending):
        return True
    lands = words.countries.groups_of(one)
    if lands and lands & (words.countries.groups_of(other) | {other.capitalize()}):
        return True
    common = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        common += 1
    return common >= max(_SHORTEST_LIKENESS, 0.6 * min(len(one), len(other)))


def _may_be(person: PersonFound, mention: Mention, words: Vocabulary) -> bool:
    """Whether a verb of the other gender keeps somebody from being meant: «заявил», of a woman."""
    return not words.inflects or mention.gender != "f" or person.gender in ("", "f")


def _fits(person: PersonFound, gender: str) -> bool:
    return not gender or not person.gender or person.gender == gender


def _people(events: Iterable[_Event]) -> tuple[PersonFound, ...]:
    """The people of events, each once, in their order."""
    found: dict[int, PersonFound] = {}
    for event in events:
        found.setdefault(id(event.person), event.person)
    return tuple(found.values())


def _outside(
    names: list[tuple[Span, PersonFound]], hidden: Iterable[Span]
) -> list[tuple[Span, PersonFound]]:
    """The names that lie in none of some spans; both are in order."""
    kept = []
    spans = iter(hidden)
    current = next(spans, None)
    for name in names:
        while current is not None and current.end <= name[0].start:
            current = next(spans, None)
        if current is None or not current.contains(name[0]):
            kept.append(name)
    return kept
