"""What the typeset report of results says: counts first, then the lists behind them.

Public records only, in the language that is on, by the rules of the result pages; the unknown is
counted everywhere and never left out. Amounts are never added across currencies. A whole series
shows its editions beside each other; the lists stand in the report of each edition.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from babel.numbers import format_decimal
from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.engines import typesetting as engine
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.texts import shown
from folkmoot.rooms.outcomes.queries.agreements import published_agreements
from folkmoot.rooms.outcomes.queries.commitments import published_commitments
from folkmoot.rooms.outcomes.queries.following import open_before
from folkmoot.rooms.outcomes.queries.method import (
    Tally,
    cohort,
    tallies_by_body,
    tallies_by_strand,
    tally,
)
from folkmoot.rooms.outcomes.queries.public_register import edition_register, register_rows
from folkmoot.rooms.outcomes.queries.results import Money, Sum, money
from folkmoot.rooms.outcomes.queries.results_report_lists import (
    agreements_part,
    commitments_part,
    say_amount,
    short_label,
)
from folkmoot.rooms.outcomes.terms.method import METHOD, Standing
from folkmoot.rooms.programme.models import Edition, Series
from folkmoot.ui.dates import interface_locale, say_day, say_range

STANDINGS = (
    Standing.DONE,
    Standing.PARTLY,
    Standing.NOT_DONE,
    Standing.LATE,
    Standing.UNKNOWN,
    Standing.OPEN,
    Standing.ENDED,
)
MOST_BODIES = 200
MOST_LISTED = 1_000
Pieces = list[engine.Piece]


def results_text(
    subject: Edition | Series, language: str, today: date, most: int = MOST_LISTED
) -> engine.ReportText | None:
    """All that the report says in one language; nothing where there is nothing public to tell.

    At most 45 queries, however much was agreed. Words of others stand in this language where
    they have it, else as they were written; a character that cannot be set leaves a box.

    Args:
        most: how many agreements and how many commitments are listed; all are counted.
    """
    with translation.override(language):
        if isinstance(subject, Edition):
            series, pieces = subject.series, _edition(subject, today, most)
        else:
            series, pieces = subject, _series(subject, today)
        if not pieces:
            return None
        return engine.ReportText(
            title=_("What came of it"),
            subtitle="\n".join(_subtitle(subject, today)),
            language=language,
            pieces=tuple(pieces),
            publisher=f"{_said(series.name)[:80]} · {settings.BASE_URL}",
            has_contents=True,
        )


def _edition(edition: Edition, today: date, most: int) -> Pieces:
    commitments = published_commitments(edition)
    rows = edition_register(edition, today)
    total = tally(commitments, today)
    if not rows and not total.agreed:
        return []
    left = open_before(edition, published_commitments()).count()
    strands = [(_strand(one.strand), one.tally) for one in tallies_by_strand(commitments, today)]
    bodies = [(_said(one.body.name), one.tally) for one in tallies_by_body(commitments, today)]
    return [
        *_in_short(total, len(rows)),
        *([engine.said(_left_open(left))] if left else []),
        *_money(money(rows, commitments)),
        *_tallies(_("By strand"), _("Strand"), strands, total),
        *_bodies(bodies),
        *agreements_part(rows, most),
        *commitments_part(commitments, today, most),
        *_method(),
    ]


def _series(series: Series, today: date) -> Pieces:
    commitments = published_commitments().filter(edition__series=series)
    rows = register_rows(published_agreements().filter(edition__series=series), today)
    told = cohort(series, today)
    if not rows and not told.total.agreed:
        return []
    editions = [(_said(one.edition.name), one.tally) for one in told.rows]
    bodies = [(_said(one.body.name), one.tally) for one in tallies_by_body(commitments, today)]
    return [
        *_in_short(told.total, len(rows)),
        *_tallies(_("By edition"), _("Edition"), editions, told.total),
        *_money(money(rows, commitments)),
        *_bodies(bodies),
        engine.said(_("The report of each edition lists its agreements and commitments.")),
        *_method(),
    ]


def _in_short(total: Tally, agreements: int) -> Pieces:
    counted = [
        ngettext("%(count)s agreement is public.", "%(count)s agreements are public.", agreements)
        % {"count": agreements},
        ngettext(
            "%(count)s commitment is public.", "%(count)s commitments are public.", total.agreed
        )
        % {"count": total.agreed},
    ]
    pieces: Pieces = [engine.Heading(_("In short")), engine.said(" ".join(counted))]
    if not total.agreed:
        return pieces
    bars = tuple(
        engine.Bar(_label(one), Decimal(total.standings[one]), str(total.standings[one]))
        for one in STANDINGS
    )
    unknown = ngettext(
        "Of %(count)s commitment nobody says what became of it.",
        "Of %(count)s commitments nobody says what became of them.",
        total.unknown,
    ) % {"count": total.unknown}
    pieces += [
        engine.Bars(_("What became of the commitments"), _("Result"), _("Commitments"), bars),
        engine.Paragraph((engine.Run(unknown, is_strong=True),)),
        engine.said(_scores(total)),
    ]
    points = tuple(engine.Run(one) for one in _remarks(total))
    return [*pieces, engine.Listing(points)] if points else pieces


def _scores(total: Tally) -> str:
    if total.final.percent is None:
        return _("No part of any commitment has a published final score yet.")
    minus, nought, plus = total.final.scores
    return _(
        "Published final scores: done (+1) %(plus)s, partly (0) %(nought)s, "
        "not done (−1) %(minus)s. Index: %(index)s %%. Parts with a score: %(n)s; "
        "without one: %(missing)s."
    ) % {
        "plus": plus,
        "nought": nought,
        "minus": minus,
        "index": format_decimal(total.final.percent, locale=interface_locale()),
        "n": total.final.n,
        "missing": total.final.not_assessed,
    }


def _remarks(total: Tally) -> Iterable[str]:
    if total.intentions:
        yield ngettext(
            "%(count)s commitment states an intention only: counted, not scored.",
            "%(count)s commitments state an intention only: counted, not scored.",
            total.intentions,
        ) % {"count": total.intentions}
    if total.no_evidence:
        yield ngettext(
            "For %(count)s commitment assessors found no evidence.",
            "For %(count)s commitments assessors found no evidence.",
            total.no_evidence,
        ) % {"count": total.no_evidence}
    if total.repeated:
        yield ngettext(
            "%(count)s commitment repeats an earlier promise.",
            "%(count)s commitments repeat an earlier promise.",
            total.repeated,
        ) % {"count": total.repeated}
    if total.carried:
        yield ngettext(
            "%(count)s commitment was carried over to a later edition.",
            "%(count)s commitments were carried over to a later edition.",
            total.carried,
        ) % {"count": total.carried}


def _left_open(count: int) -> str:
    return ngettext(
        "%(count)s commitment of earlier editions is still open.",
        "%(count)s commitments of earlier editions are still open.",
        count,
    ) % {"count": count}


def _money(told: Money) -> Pieces:
    pieces: Pieces = [engine.Heading(_("Money"))]
    if not told:
        return [*pieces, engine.said(_("No public agreement or commitment states an amount."))]
    codes = sorted({one.currency for one in (*told.agreed, *told.promised, *told.reached)})
    by_code = [
        {one.currency: one for one in some} for some in (told.agreed, told.promised, told.reached)
    ]
    rows = tuple((code, *(_amount(one.get(code)) for one in by_code)) for code in codes)
    columns = (
        engine.Column(_("Currency")),
        engine.Column(_("In agreements"), is_figure=True),
        engine.Column(_("Promised in commitments"), is_figure=True),
        engine.Column(_("Reached, as reported"), is_figure=True),
    )
    notes = [
        ngettext(
            "%(count)s signed agreement states no amount.",
            "%(count)s signed agreements state no amount.",
            told.not_stated,
        )
        % {"count": told.not_stated},
    ]
    if told.promised:
        notes.append(
            ngettext(
                "On %(count)s commitment of money nobody reports what was reached.",
                "On %(count)s commitments of money nobody reports what was reached.",
                told.without_report,
            )
            % {"count": told.without_report}
        )
    table = engine.Table(_("Amounts, with how many records state them"), columns, rows)
    return [*pieces, table, engine.said(" ".join(notes))]


def _amount(told: Sum | None) -> str:
    return _("not stated") if told is None else f"{say_amount(told.amount)} ({told.count})"


def _bodies(bodies: Sequence[tuple[str, Tally]]) -> Pieces:
    pieces = _tallies(_("By party"), _("Party"), bodies[:MOST_BODIES])
    if pieces:
        pieces.append(
            engine.said(
                _(
                    "A commitment of two parties counts for both, each by its own score, so that "
                    "these lines do not add up to the whole."
                )
            )
        )
    return pieces


def _tallies(
    heading: str, first: str, told: Sequence[tuple[str, Tally]], total: Tally | None = None
) -> Pieces:
    """A table of counts; nothing for a single line that would only repeat the whole."""
    if not told or (total is not None and len(told) == 1):
        return []
    columns = (
        engine.Column(first, width=9),
        *(
            engine.Column(title, is_figure=True, width=2, is_upright=True)
            for title in (_("Agreed"), *(short_label(one) for one in STANDINGS))
        ),
    )
    rows = [_counts(name, one) for name, one in told]
    if total is not None:
        rows.append(_counts(_("Together"), total))
    table = engine.Table(
        _("Commitments and what became of them"),
        columns,
        tuple(rows),
        is_summed=total is not None,
    )
    return [engine.Heading(heading), table]


def _counts(name: str, told: Tally) -> tuple[str, ...]:
    return (name, str(told.agreed), *(str(told.standings[one]) for one in STANDINGS))


def _method() -> Pieces:
    points = (
        _(
            "Only what is public is counted. Each commitment is counted once, by what is known today."
        ),
        _(
            "Unknown: its day has passed, or it was never confirmed, and nobody says what became "
            "of it. Silence is not counted as failure, and is not left out."
        ),
        _("Ended: released, superseded or carried over to a later edition."),
        _("Late: its day has passed, there is a report, and there is no result yet."),
        _(
            "A score is given by two assessors, from evidence, by a guideline that was fixed "
            "before: done is +1, partly done 0, not done −1. The party could reply before it was "
            "published. Where parties differ, the lowest score decides."
        ),
        _(
            "The index is the mean of the scores, as a share from 0 to 100. It leaves out "
            "parts without a score, and says how many those are."
        ),
        _("What a party says of itself is marked as its own report."),
        _("Amounts in different currencies are never added together."),
        _("Version %(version)s of the method.") % {"version": METHOD},
    )
    return [
        engine.Heading(_("How this was counted")),
        engine.Listing(tuple(map(engine.Run, points))),
    ]


def _subtitle(subject: Edition | Series, today: date) -> Iterable[str]:
    yield _said(subject.name)
    if isinstance(subject, Edition) and subject.starts_on is not None:
        ends_on = subject.ends_on or subject.starts_on
        yield engine.printable(say_range(subject.starts_on, ends_on))
    yield _("As known on %(day)s") % {"day": say_day(today)}


def _label(standing: Standing) -> str:
    return str(capfirst(str(standing.label)))


def _strand(strand: object) -> str:
    return _("No strand") if strand is None else _said(strand.name)  # type: ignore[attr-defined]


def _said(text: Multilingual) -> str:
    return engine.printable(shown(text))
