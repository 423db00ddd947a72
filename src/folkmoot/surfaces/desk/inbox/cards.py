"""Proposals as cards: their fields in words, what they may mean, what can be done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kernel.records import RecordRef
from folkmoot.rooms.evidence.queries.describing import LinkCandidate
from folkmoot.rooms.evidence.queries.inbox import ProposedField, ShownProposal
from folkmoot.rooms.evidence.terms import (
    CLAIM_KINDS,
    COMPARATORS,
    STATUSES,
    Mode,
    ProposalState,
    ProposedKind,
)
from folkmoot.surfaces.desk.kinds import KINDS

_FIRST = (ProposedKind.EDITION, ProposedKind.SERIES)
_AROUND = 90
# What makes the title of a card, by kind; the first that the proposal has.
_TITLES: Mapping[str, tuple[str, ...]] = {
    ProposedKind.EDITION: ("ordinal", "series"),
    ProposedKind.QUOTE: ("speaker", "words"),
    ProposedKind.PERSON: ("name", "office"),
    ProposedKind.NEXT_HOST: ("city", "region", "place"),
}
_LONG = frozenset({"words", "topic", "participants", "parties", "office", "name", "subject"})
_LISTS = frozenset(
    {"alias", "place", "organiser", "topic", "participants", "parties", "taken_up_by"}
)
_CHOICES: Mapping[str, Sequence[tuple[str, Any]]] = {
    "comparator": COMPARATORS,
    "mode": tuple(Mode.choices),
    "status": STATUSES,
}
REFUSE_REASONS = (
    ("not_said", gettext_lazy("The text does not say so")),
    ("wrong_words", gettext_lazy("Wrong words or a wrong value")),
    ("wrong_kind", gettext_lazy("It is something else")),
    ("double", gettext_lazy("It is proposed twice")),
    ("unimportant", gettext_lazy("Right, but not worth recording")),
)
_SHAPES = {
    ProposalState.WAITING: "waiting",
    ProposalState.ACCEPTED: "done",
    ProposalState.MERGED: "done",
    ProposalState.REFUSED: "stopped",
    ProposalState.STALE: "draft",
}


@dataclass(frozen=True, slots=True)
class CardField:
    """A field of a card. ``written`` stands in the input; ``spans`` are "start-end" pairs."""

    name: str
    label: str
    shown: str
    written: str
    as_written: str
    spans: str
    choices: Sequence[tuple[str, Any]]
    is_list: bool
    is_long: bool

    @property
    def rows(self) -> int:
        """How tall its input is."""
        return max(2, min(6, self.written.count("\n") + 1 + len(self.written) // 60))


@dataclass(frozen=True, slots=True)
class CardCandidate:
    """A record that may be meant."""

    value: str
    label: str
    reasons: str
    against: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class CardAbout:
    """A record that the proposal may belong to."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A proposal, ready for the template. ``key`` names it and its words on the page.

    ``before``, ``words`` and ``after`` are the place in the text, for narrow screens on which
    the text does not stand beside the card.
    """

    key: str
    uid: str
    version: int
    kind: str
    kind_label: str
    state: str
    state_label: str
    title: str
    confidence_words: str
    fields: tuple[CardField, ...]
    rules: tuple[str, ...]
    warnings: tuple[str, ...]
    candidates: tuple[CardCandidate, ...]
    abouts: tuple[CardAbout, ...]
    others: tuple[tuple[str, str], ...]
    decision: str
    record_url: str
    is_waiting: bool
    before: str
    words: str
    after: str

    @property
    def has_chosen_link(self) -> bool:
        """Whether one of the candidates is chosen beforehand."""
        return any(one.is_chosen for one in self.candidates)

    @property
    def state_shape(self) -> str:
        """The shape of the state's mark."""
        return _SHAPES[ProposalState(self.state)]

    @property
    def decide_url(self) -> str:
        """Where the decision goes."""
        return reverse("desk:proposal_decide", args=[self.uid])

    @property
    def undo_url(self) -> str:
        """Where taking the decision back goes; empty while there is none."""
        if self.is_waiting or self.state == ProposalState.STALE:
            return ""
        return reverse("desk:proposal_undo", args=[self.uid])


def cards_of(
    proposals: Iterable[ShownProposal],
    *,
    text: str = "",
    editions: Sequence[tuple[RecordRef, str]] = (),
) -> list[Card]:
    """One card a proposal: editions first, as others belong to them, then as in the text.

    No query.

    Args:
        editions: that the reviewer may choose as the one a proposal belongs to.
    """
    shown = sorted(proposals, key=lambda one: one.kind not in _FIRST)
    titles = {one.uid: title_of(one) for one in shown}
    return [_card(one, shown, titles, editions, text) for one in shown]


def _place(one: ShownProposal, text: str) -> tuple[str, str, str]:
    """What stands before, at and after the first words of a proposal."""
    if not text or not one.spans:
        return "", "", ""
    start, end = one.spans[0]
    around = text[max(0, start - _AROUND) : start], text[start:end], text[end : end + _AROUND]
    before, words, after = (" ".join(part.split("\n")) for part in around)
    # Cut between words where there is a place to.
    if start > _AROUND:
        before = before.partition(" ")[2] or before
    if end + _AROUND < len(text):
        after = after.rpartition(" ")[0] or after
    return (
        f"…{before}" if start > _AROUND else before,
        Truncator(words).chars(3 * _AROUND),
        f"{after}…" if end + _AROUND < len(text) else after,
    )


def key_of(uid: str) -> str:
    """The name of a proposal's card on its page."""
    return f"q-{uid}"


def title_of(proposal: ShownProposal) -> str:
    """What a proposal is about, in a few of its own words."""
    told = {field.name: field for field in proposal.fields}
    if proposal.kind == ProposedKind.CLAIM:
        return Truncator(_claim_title(told)).chars(140)
    names = _TITLES.get(proposal.kind, ("name", "series", "words"))
    parts = [_one_line(told[name]) for name in names if name in told]
    if proposal.kind == ProposedKind.EDITION and len(parts) == 2:
        title = _("%(ordinal)s. %(series)s") % {"ordinal": parts[0], "series": parts[1]}
    elif proposal.kind == ProposedKind.QUOTE and len(parts) == 2:
        title = _("%(speaker)s: “%(words)s”") % {"speaker": parts[0], "words": parts[1]}
    elif proposal.kind == ProposedKind.PERSON and len(parts) == 2:
        title = _("%(name)s, %(office)s") % {"name": parts[0], "office": parts[1]}
    else:
        title = parts[0] if parts else (_one_line(next(iter(told.values()))) if told else "")
    return Truncator(title).chars(140)


def _claim_title(told: Mapping[str, ProposedField]) -> str:
    figure = told["value"].text if "value" in told else ""
    subject = _one_line(told["subject"]) if "subject" in told else ""
    if figure and subject and subject.lower() not in figure.lower():
        return _("%(figure)s: %(what)s") % {"figure": figure, "what": subject}
    return figure or subject


def _one_line(field: ProposedField) -> str:
    value = field.value if isinstance(field.value, str | int | float) else None
    if value is None:
        value = "; ".join(str(one) for one in field.value)
    return " ".join(str(value).split())


def _card(
    one: ShownProposal,
    shown: Sequence[ShownProposal],
    titles: Mapping[str, str],
    editions: Sequence[tuple[RecordRef, str]],
    text: str,
) -> Card:
    before, words, after = _place(one, text)
    needs_about = one.kind not in (
        ProposedKind.EDITION,
        ProposedKind.SERIES,
        ProposedKind.PERSON,
        ProposedKind.ORGANISATION,
    )
    return Card(
        key=key_of(one.uid),
        uid=one.uid,
        version=one.version,
        kind=one.kind,
        kind_label=capfirst(one.kind_label),
        state=one.state,
        state_label=str(ProposalState(one.state).label),
        title=titles[one.uid],
        confidence_words=confidence_words(one.confidence),
        fields=tuple(_card_field(field, one.kind) for field in one.fields),
        rules=tuple(capfirst(rule) for rule in one.rules),
        warnings=tuple(capfirst(warning) for warning in one.warnings),
        candidates=tuple(_candidate(candidate, one.link) for candidate in one.candidates),
        abouts=_abouts(one, editions) if needs_about and one.is_waiting else (),
        others=_others(one, shown, titles) if one.is_waiting else (),
        decision=_decided(one),
        record_url=_record_url(one.record) if one.record_label else "",
        is_waiting=one.is_waiting,
        before=before,
        words=words,
        after=after,
    )


def confidence_words(confidence: float) -> str:
    """How often such a proposal is right, as a share."""
    return _("right in %(percent)s %%") % {"percent": round(confidence * 100)}


def _card_field(field: ProposedField, kind: str) -> CardField:
    is_list = field.name in _LISTS or isinstance(field.value, list | tuple)
    items = [str(one) for one in field.value] if isinstance(field.value, list | tuple) else None
    written = "\n".join(items) if items is not None else str(field.value)
    choices: Sequence[tuple[str, Any]] = _CHOICES.get(field.name, ())
    if field.name == "kind" and kind == ProposedKind.CLAIM:
        choices = CLAIM_KINDS
    labels = {value: str(label) for value, label in choices}
    if written not in labels:
        # A list without the proposed value would silently choose another.
        choices = ()
    shown = labels.get(written, " · ".join(items) if items is not None else written)
    words = " ".join(field.text.split())
    return CardField(
        name=field.name,
        label=field.label,
        shown=shown,
        written=written,
        as_written="" if words == " ".join(shown.split()) else words,
        spans=" ".join(f"{start}-{end}" for start, end in field.spans),
        choices=choices,
        is_list=is_list,
        is_long=field.name in _LONG and len(written) > 50,
    )


def _candidate(candidate: LinkCandidate, chosen: LinkCandidate | None) -> CardCandidate:
    return CardCandidate(
        value=str(candidate.ref),
        label=candidate.label,
        reasons=", ".join(candidate.reasons),
        against=", ".join(candidate.contradictions),
        is_chosen=candidate is chosen,
    )


def _abouts(one: ShownProposal, editions: Sequence[tuple[RecordRef, str]]) -> tuple[CardAbout, ...]:
    """The edition accepted from this source first, then the others that may be chosen."""
    first = [(one.about, one.about_label)] if one.about else []
    rest = [(ref, label) for ref, label in editions if ref != one.about]
    found = [CardAbout(str(ref), label, ref == one.about) for ref, label in (*first, *rest)]
    if not one.about:
        found.insert(0, CardAbout("", _("not chosen"), is_chosen=True))
    return tuple(found)


def _others(
    one: ShownProposal, shown: Sequence[ShownProposal], titles: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    events = {ProposedKind.SESSION.value, ProposedKind.SIDE_EVENT.value}
    fitting = events if one.kind in events else {one.kind}
    open_states = (ProposalState.WAITING, ProposalState.ACCEPTED)
    return tuple(
        (other.uid, titles[other.uid])
        for other in shown
        if other.kind in fitting and other.uid != one.uid and other.state in open_states
    )


def _decided(one: ShownProposal) -> str:
    decision = one.decision
    if decision is None or one.is_waiting:
        return ""
    told = {
        "verdict": capfirst(decision.verdict_label),
        "who": decision.reviewer,
        "when": date_format(localtime(decision.at), "SHORT_DATETIME_FORMAT"),
    }
    sentence = _("%(verdict)s by %(who)s, %(when)s.") % told
    reasons = dict(REFUSE_REASONS)
    code, _separator, note = decision.reason.partition(": ")
    why = " ".join(filter(None, (str(reasons.get(code, code)), note)))
    left = ", ".join(decision.left)
    parts = [sentence, f"{why}." if why and why[-1] not in ".!?" else why]
    if left:
        parts.append(_("Not taken over: %(fields)s.") % {"fields": left})
    return " ".join(filter(None, parts))


def _record_url(ref: RecordRef | None) -> str:
    if ref is None or ref.kind not in KINDS:
        return ""
    return reverse("desk:record_edit", args=[ref.kind, ref.uid])
