"""Words that can be quoted: the clauses of a text that stands, and where words are found in one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from folkmoot.rooms.evidence.models import Citation, Passage, Statement
from folkmoot.rooms.evidence.services.citing import WORDS
from folkmoot.rooms.outcomes.models import Act, Agreement, Clause, TextVersion
from folkmoot.rooms.outcomes.queries.agreements_text import agreement_text
from folkmoot.rooms.outcomes.queries.commitments import frozen_clauses
from folkmoot.rooms.outcomes.terms.agreements import ActKind, Origin


@dataclass(frozen=True, slots=True)
class QuotableClause:
    """A clause as commitments quote it.

    Attributes:
        texts: language -> the words as they are shown, values filled in.
    """

    clause: Clause
    number: str
    heading: Mapping[str, str]
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class QuotableStatement:
    """The words of a statement as a commitment quotes them.

    Attributes:
        starts: the first of their characters in the text of the source.
    """

    passage: Passage
    text: str
    language: str
    starts: int


def agreed_text(agreement: Agreement) -> TextVersion | None:
    """The text that all parties accepted, while it stands. Two queries."""
    steps = (ActKind.TEXT_AGREED, ActKind.TEXT_REOPENED)
    last = Act.objects.filter(agreement=agreement, kind__in=steps).order_by("-id").first()
    if last is None or last.kind != ActKind.TEXT_AGREED:
        return None
    rows = TextVersion.objects.filter(agreement=agreement, voided_at__isnull=True)
    return rows.order_by("-number").first()


def quotable_clauses(agreement: Agreement) -> list[QuotableClause]:
    """The clauses of the agreed text, or those typed of a paper, in order; none before that.

    At most four queries.
    """
    if agreement.origin == Origin.PAPER:
        known = {one.uid: one for one in agreement_text(agreement).clauses}
    else:
        text = agreed_text(agreement)
        known = frozen_clauses(text.content) if text else {}
    rows = agreement.clauses.filter(is_removed=False).order_by("position", "id")
    told = [(one, known[one.key]) for one in rows if one.key in known]
    return [
        QuotableClause(
            clause=row,
            number=frozen.number,
            heading={code: frozen.heading.get(code) for code in agreement.languages},
            texts={
                code: words for code in agreement.languages if (words := frozen.shown(code)).strip()
            },
        )
        for row, frozen in told
    ]


def quotable_statement(statement: Statement) -> QuotableStatement | None:
    """The first passage that holds a statement's words; none where the text is not here.

    At most two queries.
    """
    rows = Citation.objects.filter(
        record_kind=statement.ref.kind, record_uid=statement.uid, field=WORDS
    )
    cited = rows.select_related("passage").order_by("id").first()
    source = statement.source
    if cited is None or not source.has_text:
        return None
    passage = cited.passage
    words = source.text[passage.start : passage.end]
    return QuotableStatement(passage, words, source.language, passage.start)


def places_of(words: str, text: str) -> list[tuple[int, int]]:
    """Where words stand in a text, first and last character; however their lines are broken."""
    parts = words.split()
    if not parts:
        return []
    pattern = r"\s+".join(re.escape(part) for part in parts)
    return [found.span() for found in re.finditer(pattern, text)]
