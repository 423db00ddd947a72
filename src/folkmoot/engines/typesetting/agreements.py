"""Agreements as PDF: the signed original, and the reading copy for everybody."""

from datetime import datetime
from itertools import zip_longest
from typing import Any

from folkmoot.engines.typesetting.agreement import (
    AgreementText,
    Clause,
    ClauseKind,
    SignatureBlock,
    parties_in_order,
    signatures_in_order,
)
from folkmoot.engines.typesetting.canonical import canonical
from folkmoot.engines.typesetting.checking import problems_of
from folkmoot.engines.typesetting.compiling import Job, finder, render
from folkmoot.engines.typesetting.letters import missing_letters, places_of
from folkmoot.engines.typesetting.terms import (
    DEFAULT_LIMITS,
    Layout,
    NotRendered,
    Rendition,
    Standard,
    TypesettingLimits,
)
from folkmoot.engines.typesetting.variables import date_words
from folkmoot.engines.typesetting.words import word

ATTACHMENT = "agreement.json"
# Signatures in a row where more than two parties sign on a page laid across.
MOST_BESIDE = 3


def render_agreement(
    text: AgreementText,
    *,
    made_at: datetime,
    layout: Layout = Layout.SIDE_BY_SIDE,
    standard: Standard = Standard.SIGNED_ORIGINAL,
    lead: str = "",
    limits: TypesettingLimits = DEFAULT_LIMITS,
) -> Rendition | NotRendered:
    """Set an agreement in all its languages, with its canonical JSON attached.

    The same arguments give the same bytes, in every process and on every machine that has the
    same version of the typesetter.

    Args:
        made_at: aware; the moment written into the file.
        lead: the language that stands first and orders the signatures: a party's own copy is
            made by naming its language. Default: the first of ``text.languages``.

    Raises:
        ValueError: ``lead`` is none of the languages, or ``made_at`` has no offset.
    """
    if lead and lead not in text.languages:
        raise ValueError(f"{lead!r} is no language of this agreement")
    problems = problems_of(text, layout=layout, limits=limits)
    missing = missing_letters(text)
    if problems or missing:
        return NotRendered(problems, missing)
    languages = sorted(text.languages, key=lambda tag: tag != (lead or text.languages[0]))
    return render(
        Job(
            template="agreement",
            standard=standard,
            made_at=made_at,
            layout=layout,
            data=_data(text, layout, languages),
            source=canonical(text),
            attachment=ATTACHMENT,
            attachment_about=f"{text.title.get(languages[0])} (JSON)",
            limits=limits,
            find=finder(lambda: places_of(text)),
        )
    )


def _data(text: AgreementText, layout: Layout, languages: list[str]) -> dict[str, Any]:
    first_annex = next(
        (at for at, clause in enumerate(text.clauses) if clause.kind is ClauseKind.ANNEX),
        len(text.clauses),
    )
    lead = languages[0]
    return {
        "layout": str(layout),
        "languages": languages,
        "title": text.title.get(lead).replace("\n", " "),
        "authors": [party.name.get(lead) for party in parties_in_order(text, lead)],
        "uid": text.uid,
        "wide": _signatures_wide(text, layout, languages),
        "reference": text.reference or text.uid,
        "copies": [_head(text, tag) for tag in languages],
        "clauses": [_clause(clause, languages) for clause in text.clauses[:first_annex]],
        "annexes": [_clause(clause, languages) for clause in text.clauses[first_annex:]],
        "ending": _ending(text, languages),
        "signatures": [
            block and _signature(text, block, languages) for block in _places(text, lead)
        ],
    }


def _head(text: AgreementText, tag: str) -> dict[str, Any]:
    number = text.register_number
    return {
        "language": tag,
        "title": _lines(text.title.get(tag)),
        "parties": [party.name.get(tag) for party in parties_in_order(text, tag)],
        "and": word("and", tag),
        "number": number and (word("register_number", tag, number=number) or f"№ {number}"),
        "preamble": paragraphs(text.preamble.get(tag)),
    }


def _clause(clause: Clause, languages: list[str]) -> dict[str, Any]:
    return {
        "kind": str(clause.kind),
        "copies": [
            {
                "language": tag,
                "label": _label(clause, tag),
                "heading": _lines(clause.heading.get(tag)),
                "paragraphs": paragraphs(clause.shown(tag)),
            }
            for tag in languages
        ],
    }


def _label(clause: Clause, tag: str) -> str:
    if not clause.number:
        return ""
    numbered = (
        ""
        if clause.kind is ClauseKind.PARAGRAPH
        else word(str(clause.kind), tag, number=clause.number)
    )
    return numbered or f"{clause.number.rstrip('.')}."


def _ending(text: AgreementText, languages: list[str]) -> list[dict[str, Any]]:
    """The rule for divergence, the closing words, place and day: one entry per language."""
    told = []
    for tag in languages:
        day = date_words(text.signed_on, tag) if text.signed_on else ""
        done = ", ".join(held for held in (text.place.get(tag), day) if held)
        words = (text.divergence.get(tag), text.closing.get(tag), done)
        told.append(
            {
                "language": tag,
                "paragraphs": [lines for held in words for lines in paragraphs(held)],
            }
        )
    return told


def _places(text: AgreementText, lead: str) -> list[SignatureBlock | None]:
    """The blocks row by row, two to a row. Of two parties each signs on its own side."""
    blocks = signatures_in_order(text, lead)
    sides = list(dict.fromkeys(block.party for block in blocks))
    if len(sides) != 2:
        return [*blocks]
    left, right = ([block for block in blocks if block.party == side] for side in sides)
    return [block for row in zip_longest(left, right) for block in row]


def _signatures_wide(text: AgreementText, layout: Layout, languages: list[str]) -> int:
    is_across = layout is Layout.SIDE_BY_SIDE and len(languages) > 2
    sides = {block.party for block in text.signatures}
    return MOST_BESIDE if is_across and len(sides) > 2 else 2


def _signature(text: AgreementText, block: SignatureBlock, languages: list[str]) -> dict[str, Any]:
    party = next(party for party in text.parties if party.key == block.party)
    copies = []
    for tag in languages:
        basis = block.basis.get(tag)
        copies.append(
            {
                "language": tag,
                "party": party.name.get(tag),
                "name": block.name.get(tag),
                "office": block.office.get(tag),
                "basis": basis and (word("basis", tag, basis=basis) or basis),
            }
        )
    return {"slot": block.slot, "copies": copies}


def paragraphs(text: str) -> list[list[str]]:
    """Paragraphs, each as its lines; a blank line divides them."""
    told: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            told[-1].append(line)
        elif told[-1]:
            told.append([])
    return [lines for lines in told if lines]


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]
