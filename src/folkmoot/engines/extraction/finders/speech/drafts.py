"""From statements found in a text to proposals."""

from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.people.declension import nominative
from folkmoot.engines.extraction.finders.speech.cast import Speaker
from folkmoot.engines.extraction.finders.speech.frames import Statement, Turn, trimmed
from folkmoot.engines.extraction.finders.speech.gathering import UNCERTAIN
from folkmoot.engines.extraction.finders.speech.scene import MentionKind
from folkmoot.engines.extraction.finders.speech.telling import Teller
from folkmoot.engines.extraction.finders.speech.transcript import turns_of
from folkmoot.engines.extraction.found import Draft, Findings, QuotationFound
from folkmoot.engines.extraction.terms import FieldValue, ProposalKind, Span
from folkmoot.engines.reading.terms import SourceKind

_SPEAKER_RULES: Final = {
    MentionKind.NAME: "speaker-name",
    MentionKind.ROLE: "speaker-role",
    MentionKind.PRONOUN: "speaker-pronoun",
    MentionKind.BODY: "speaker-body",
}


def found_statements(article: Article, findings: Findings) -> tuple[QuotationFound, ...]:
    """All statements in order of their first words."""
    teller = Teller(article, findings)
    statements = [_of_turn(article, turn) for turn in turns_of(teller.scene, article)]
    covered = [statement.parts[0] for statement in statements]
    for statement in statements:
        teller.read_inside(statement)
    asked = article.document.kind is SourceKind.INTERVIEW or any(
        statement.rule == "interview-answer" for statement in statements
    )
    at = 0
    for number, block in enumerate(article.blocks):
        while at < len(covered) and covered[at].end <= block.start:
            at += 1
        # What is said inside a speech is the speaker's; others are not looked for in it.
        if at < len(covered) and covered[at].start < block.end:
            continue
        # Between two answers stands what the interviewer says.
        if asked and 0 < at < len(covered):
            continue
        teller.read_block(number)
    statements += teller.statements
    quotations = [_quotation(article, one) for one in statements]
    kept = [one for one in quotations if one is not None]
    return tuple(sorted(kept, key=lambda one: (one.parts[0].start, -one.parts[0].end)))


def _of_turn(article: Article, turn: Turn) -> Statement:
    block = article.block_at(turn.cue.start) or 0
    speaker = Speaker(turn.who.span, turn.who.kind, turn.who.person)
    return Statement([turn.words], "transcript", turn.rule, block, speaker, turn.cue)


def _quotation(article: Article, statement: Statement) -> QuotationFound | None:
    signs = " \n" if statement.mode != "direct" else " \n–"
    parts = [trimmed(article.work, one.start, one.end, signs) for one in statement.parts]
    kept = tuple(_without_comma(article, one) for one in parts if one is not None)
    if not kept:
        return None
    speaker = statement.speaker
    rules = [statement.rule]
    if speaker is not None:
        rules.append(_SPEAKER_RULES[speaker.kind])
    if UNCERTAIN in statement.doubts:
        rules.append(UNCERTAIN)
    return QuotationFound(
        parts=kept,
        mode=statement.mode,
        speaker=speaker.person if speaker else None,
        speaker_words=speaker.words if speaker else None,
        cue=statement.cue,
        reported_by=statement.reported_by,
        candidates=speaker.candidates if speaker else (),
        rules=tuple(rules),
    )


def _without_comma(article: Article, part: Span) -> Span:
    """The comma before a cue belongs to the reporting sentence."""
    end = part.end
    while end > part.start + 1 and article.work[end - 1] in ", ":
        end -= 1
    return Span(part.start, end)


def drafts_of(article: Article, findings: Findings) -> tuple[Draft, ...]:
    """One proposal a statement."""
    return tuple(_draft(article, one, findings) for one in findings.quotations)


def _draft(article: Article, quotation: QuotationFound, findings: Findings) -> Draft:
    words = " … ".join(" ".join(article.words(part).split()) for part in quotation.parts)
    fields: dict[str, FieldValue] = {
        "words": article.value(words, *quotation.parts),
        "mode": article.value(quotation.mode, quotation.cue or quotation.parts[0]),
    }
    if quotation.speaker_words is not None:
        name = quotation.speaker.name.value if quotation.speaker else None
        shown = name or _as_written(article, quotation.speaker_words)
        fields["speaker"] = article.value(shown, quotation.speaker_words)
    if quotation.cue is not None:
        cue = " ".join(article.words(quotation.cue).split())
        fields["cue"] = article.value(cue, quotation.cue)
    if quotation.reported_by is not None:
        mention = quotation.reported_by.name
        fields["reported_by"] = article.value(mention.value, mention.span)
    rules = tuple(rule for rule in quotation.rules if rule != UNCERTAIN)
    warnings = tuple(rule for rule in quotation.rules if rule == UNCERTAIN)
    return Draft(ProposalKind.QUOTE, fields, quotation.parts, rules, warnings)


def _as_written(article: Article, span: Span) -> str:
    """A speaker without a name: the words of the text, in the nominative where they inflect."""
    words = article.plain(span).split()
    nouns = (token for token in article.tokens_in(span) if token.pos in ("NOUN", "PROPN"))
    head = next(nouns, None)
    return " ".join(nominative(words, head.feats.get("Case", "") if head else ""))
