"""The lists at the end of a report of results: agreements with their numbers, commitments with
what is said of each, and by whom. Words in the language that is on.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from babel.numbers import format_decimal
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from folkmoot.engines import typesetting as engine
from folkmoot.kernel.texts import shown
from folkmoot.rooms.outcomes.models import Commitment
from folkmoot.rooms.outcomes.queries.following import CommitmentRow, commitment_rows
from folkmoot.rooms.outcomes.queries.following_facts import NO_FACTS, Facts, Verdict, facts_of
from folkmoot.rooms.outcomes.queries.public_register import RegisterRow
from folkmoot.rooms.outcomes.terms.agreements import Publication
from folkmoot.rooms.outcomes.terms.commitments import (
    ClaimedProgress,
    Closing,
    Completion,
    Confidence,
    ReportState,
)
from folkmoot.rooms.outcomes.terms.method import Standing
from folkmoot.ui.dates import interface_locale, say_short_day

_SCORES = {1: "+1", 0: "0", -1: "−1"}


def agreements_part(rows: Sequence[RegisterRow], most: int) -> list[engine.Piece]:
    """The first agreements of an edition in the register's order. No query."""
    if not rows:
        return []
    columns = (
        engine.Column(_("No."), width=2),
        engine.Column(_("Agreement"), width=9),
        engine.Column(_("Signed"), width=4),
        engine.Column(_("State"), width=4),
        engine.Column(_("Amount"), is_figure=True, width=4),
    )
    lines = tuple(_agreement(one) for one in rows[:most])
    table = engine.Table(_("The number is that of the register"), columns, lines)
    return [engine.Heading(_("Agreements")), table, *_cut(len(rows), most)]


def commitments_part(
    commitments: QuerySet[Commitment], today: date, most: int
) -> list[engine.Piece]:
    """The first commitments of an edition by strand and day, with verdicts. Eleven queries."""
    told = commitment_rows(commitments.select_related("strand", "agreement"), today)
    if not told:
        return []
    facts = facts_of([one.commitment.pk for one in told])
    count = len(told)
    # A stable sort: within a strand the order of days stays.
    told = sorted(told[:most], key=_place)
    pieces: list[engine.Piece] = [engine.Heading(_("Commitments"))]
    groups = [list(group) for _key, group in groupby(told, key=_place)]
    for group in groups:
        strand = group[0].commitment.strand
        if len(groups) > 1:
            name = engine.printable(shown(strand.name)) if strand else _("No strand")
            pieces.append(engine.Heading(name, level=2))
        pieces.append(_commitments(group, facts))
    return [*pieces, *_cut(count, most)]


def _place(row: CommitmentRow) -> tuple[bool, int, int]:
    strand = row.commitment.strand
    return (True, 0, 0) if strand is None else (False, strand.position, strand.pk)


def _cut(count: int, most: int) -> list[engine.Piece]:
    if count <= most:
        return []
    words = _("The first %(limit)s of %(count)s are listed.")
    return [engine.said(words % {"limit": most, "count": count})]


def _agreement(one: RegisterRow) -> tuple[str, ...]:
    agreement = one.row.agreement
    parties = " · ".join(engine.printable(shown(party.name)) for party in one.row.parties)
    title = engine.printable(shown(agreement.title))
    return (
        str(one.number) if one.number else _("none"),
        f"{title}\n{parties}" if parties else title,
        say_short_day(agreement.signed_on) if agreement.signed_on else _("not signed"),
        capfirst(str(one.state.label)),
        _amount(one),
    )


def _amount(one: RegisterRow) -> str:
    agreement = one.row.agreement
    if agreement.amount is None or agreement.publication == Publication.TITLE:
        return _("not stated")
    return f"{say_amount(agreement.amount)} {agreement.currency}"


def short_label(standing: Standing) -> str:
    """Where a commitment is counted, in a word or two; the method says what "ended" is."""
    return _("Ended") if standing is Standing.ENDED else str(capfirst(str(standing.label)))


def say_amount(value: Decimal) -> str:
    """A figure with all its digits, as the language writes it; cents are two digits."""
    form = "#,##0" if value == value.to_integral_value() else "#,##0.00##"
    return format_decimal(value, form, locale=interface_locale(), decimal_quantization=False)


def _commitments(rows: Iterable[CommitmentRow], facts: Mapping[int, Facts]) -> engine.Table:
    columns = (
        engine.Column(_("Commitment"), width=7),
        engine.Column(_("Due"), width=4),
        engine.Column(_("Result"), width=3),
        engine.Column(_("Who says so"), width=8),
    )
    lines = tuple(
        (
            "\n".join(_promise(row)),
            say_short_day(row.due_on),
            short_label(row.standing),
            "\n".join(_sayings(row, facts.get(row.commitment.pk, NO_FACTS))),
        )
        for row in rows
    )
    return engine.Table(_("Commitments by the day on which they are due"), columns, lines)


def _promise(row: CommitmentRow) -> Iterable[str]:
    yield engine.printable(shown(row.commitment.title))
    if row.lead is not None:
        body = row.lead.organisation or row.lead.region
        if body is not None:
            yield engine.printable(shown(body.name))


def _sayings(row: CommitmentRow, facts: Facts) -> Iterable[str]:
    """What is said of a commitment, each with who says it."""
    told = [*_verdicts(row, facts), *_claims(row, facts)]
    return told or [_("Nobody has said anything yet.")]


def _verdicts(row: CommitmentRow, facts: Facts) -> Iterable[str]:
    names = {one.pk: one.organisation or one.region for one in row.bodies}
    for part in facts.parts:
        body = names.get(part.responsibility)
        name = engine.printable(shown(body.name)) if body is not None else ""
        if part.final is not None:
            yield _("Assessors on %(body)s: %(verdict)s") % {
                "body": name, "verdict": _verdict(part.final),
            }  # fmt: skip
        elif part.interim is not None:
            yield _("Assessors on %(body)s, for now: %(verdict)s") % {
                "body": name, "verdict": _verdict(part.interim),
            }  # fmt: skip


def _verdict(told: Verdict) -> str:
    return _("%(score)s, %(completion)s (confidence: %(confidence)s)") % {
        "score": _("no score") if told.score is None else _SCORES[told.score],
        "completion": Completion(told.completion).label,
        "confidence": Confidence(told.confidence).label,
    }


def _claims(row: CommitmentRow, facts: Facts) -> Iterable[str]:
    if facts.reported is not None:
        told = {
            "progress": ClaimedProgress(facts.reported.progress).label,
            "day": say_short_day(facts.reported.until),
        }
        if facts.reported.state == ReportState.FINALISED:
            yield _("Own report until %(day)s, checked: %(progress)s") % told
        else:
            yield _("Own report until %(day)s, not checked yet: %(progress)s") % told
    closing = Closing(row.commitment.closing)
    if closing is not Closing.OPEN:
        yield _("Secretariat: closed as %(closing)s") % {"closing": closing.label}
