"""Who holds the next edition, read from what a sentence holds and not from one wording.

Three sorts of sentences tell it: one that names the next edition with a verb of holding, one
that hands something on ("the baton passed to"), and one in which those who met mean to meet
again. The place is then the one that stands where the verb wants its host. A sentence that says
nothing is decided tells nobody.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from folkmoot.engines.extraction.finders.forums.masked import Masked, Sign, compiled
from folkmoot.engines.extraction.lexicon import Lexicon
from folkmoot.engines.extraction.terms import Span

_RULES: Final = {
    "next": "next-host-sentence",
    "relay": "next-host-handed",
    "again": "next-host-again",
}
_AND: Final = re.compile(r"^\s+(?:and|и)\s+(?:the\s+)?$")
_JOINED: Final = re.compile(r"^(?:\s*[,(–]\s*|\s+(?:in|and|и|в)\s+(?:the\s+)?)$")


@dataclass(frozen=True, slots=True)
class Succession:
    """Where a sentence says that the next edition is held.

    Attributes:
        places: signs of places that belong together, a town with its region.
        words: the stretch of the masked sentence that says it.
    """

    rule: str
    status: str
    places: tuple[Span, ...]
    words: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Words:
    """The table ``succession`` of a language."""

    verb: re.Pattern[str]
    relay: re.Pattern[str]
    again: re.Pattern[str]
    to: re.Pattern[str]
    from_: re.Pattern[str]
    offer: re.Pattern[str]
    accepted: re.Pattern[str]
    undecided: re.Pattern[str]
    gives: re.Pattern[str]


def is_open(masked: Masked, lexicon: Lexicon) -> bool:
    """Whether a sentence says that nothing is decided, or that a place is no host."""
    words = _words(lexicon)
    return words is not None and words.undecided.search(masked.text) is not None


def status_of(masked: Masked, lexicon: Lexicon) -> str:
    """ "offered" where somebody only offers or proposes, else "decided"."""
    words = _words(lexicon)
    if words is None or not words.offer.search(masked.text):
        return "decided"
    return "decided" if words.accepted.search(masked.text) else "offered"


def succession(
    masked: Masked, lexicon: Lexicon, *, follows_next: bool = False
) -> Succession | None:
    """What a masked sentence tells; none where it names no place or says that it is open.

    Args:
        follows_next: the sentence before names the next edition and no place.
    """
    words = _words(lexicon)
    places = {at: span for at, span in masked.marks.items() if masked.text[at] == Sign.PLACE}
    if words is None or not places or words.undecided.search(masked.text):
        return None
    for name, anchor in _anchors(masked, words, follows_next=follows_next).items():
        at = _host(masked, places, anchor, words)
        if at is not None:
            joined = _joined(masked, places, at)
            status = status_of(masked, lexicon)
            start, end = min(anchor.start(), at), max(anchor.end(), joined[-1] + 1)
            spans = tuple(places[one] for one in joined)
            return Succession(_RULES[name], status, spans, (start, end))
    return None


def _anchors(masked: Masked, words: _Words, *, follows_next: bool) -> Mapping[str, re.Match[str]]:
    """The verb that wants a host, for each sort of sentence that this one is."""
    found: dict[str, re.Match[str]] = {}
    at = max(masked.text.find(Sign.NEXT), 0 if follows_next else -1)
    if at >= 0:
        after = words.verb.search(masked.text, at)
        verb = after or next(iter(words.verb.finditer(masked.text)), None)
        if verb is not None:
            found["next"] = verb
    for name, pattern in (("relay", words.relay), ("again", words.again)):
        hit = pattern.search(masked.text)
        if hit is not None:
            found[name] = hit
    return found


def _host(
    masked: Masked, places: Mapping[int, Span], anchor: re.Match[str], words: _Words
) -> int | None:
    """The place that the verb leads to, else the one before it, else the only one."""
    usable = [at for at in places if not words.from_.search(masked.text[:at])]
    after = [at for at in usable if at >= anchor.end() - 1]
    led = [at for at in after if words.to.search(masked.text[anchor.start() : at])]
    before = [at for at in usable if at < anchor.start()]
    if led:
        return led[0]
    if before and not after:
        return None if words.gives.match(anchor.group()) else before[-1]
    return after[0] if len(after) == 1 and not before else None


def _joined(masked: Masked, places: Mapping[int, Span], at: int) -> Sequence[int]:
    """A town with the region or country that follows it, or with the town that is host beside it."""
    joined = [at]
    for further in sorted(one for one in places if one > at):
        if _JOINED.match(masked.text[joined[-1] + 1 : further]) is None:
            break
        joined.append(further)
    for nearer in sorted((one for one in places if one < at), reverse=True):
        if _AND.match(masked.text[nearer + 1 : joined[0]]) is None:
            break
        joined.insert(0, nearer)
    return joined


@cache
def _words(lexicon: Lexicon) -> _Words | None:
    cues = lexicon.table("forums").get("cues", {})
    table = cues.get("succession")
    if not table:
        return None

    def made(name: str) -> re.Pattern[str]:
        return compiled(table[name], cues.get("fragments", {}))

    return _Words(
        verb=made("verb"),
        relay=made("relay"),
        again=made("again"),
        to=made("to"),
        from_=made("from"),
        offer=made("offer"),
        accepted=made("accepted"),
        undecided=made("undecided"),
        gives=made("gives"),
    )
