"""How sources, statements and claims are found by search."""

from folkmoot.engines.values import dates
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.actors import VISITOR
from folkmoot.kernel.search import Findable
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.models import Attributed, Claim, Source, Statement
from folkmoot.rooms.evidence.terms import Visibility

# PostgreSQL refuses search vectors over one megabyte; the beginning of a book finds it too.
_INDEXED_CHARACTERS = 150_000
_EXCERPT_CHARACTERS = 300
_UNKNOWN_LANGUAGE = "und"


def describe_source(source: Source) -> Findable:
    """A source by its title, and by its text where everybody may read that. No query."""
    is_public = source.visibility == Visibility.PUBLIC
    # Whoever finds a hidden word knows that it stands there, so a text that the public may
    # not read is no help in finding its source.
    is_open = policies.may_read_text(VISITOR, rights=source.text_rights) or not is_public
    return Findable(
        title=_in_language(source.language, source.title),
        excerpt=source.summary,
        words=(source.publisher, source.text[:_INDEXED_CHARACTERS] if is_open else ""),
        language=source.language,
        year=year_of(source.published),
        is_public=is_public,
        weight=2,
    )


def describe_statement(statement: Statement) -> Findable:
    """A statement by its words, speaker and topic. Four queries."""
    said = _words(statement, "words")
    title = statement.topic or _in_language(statement.source.language, statement.source.title)
    return _attributed(statement, title, said)


def describe_claim(claim: Claim) -> Findable:
    """A figure by what is counted, its value and who states it. Four queries."""
    said = _words(claim, "value")
    value = "" if claim.plain_value is None else f"{claim.plain_value:f}"
    further = (value, claim.currency, claim.measure, *claim.unit.texts.values())
    return _attributed(claim, claim.subject, said, (*further, *claim.scope.texts.values()))


def year_of(published: str) -> int | None:
    """The year a partial date lies in, where it lies in one."""
    if not published:
        return None
    date = dates.parse(published)
    return date.earliest.year if date.earliest.year == date.latest.year else None


def _attributed(
    record: Attributed, title: Multilingual, said: str, further: tuple[str, ...] = ()
) -> Findable:
    source = record.source
    speakers = [record.speaker, record.speaker_organisation]
    names = [name for one in speakers if one for name in one.name.texts.values()]
    return Findable(
        title=title,
        excerpt=_in_language(source.language, said[:_EXCERPT_CHARACTERS]),
        words=(said, *further),
        names=(*names, *([record.speaker_as_written] if record.speaker_as_written else [])),
        language=source.language,
        year=year_of(source.published),
        is_public=source.visibility == Visibility.PUBLIC,
    )


def _words(record: Statement | Claim, field: str) -> str:
    """The words that everybody may see; of a source for the desk only, those it may see."""
    source = record.source
    is_public = source.visibility == Visibility.PUBLIC
    if is_public and not policies.may_quote(VISITOR, rights=source.text_rights):
        return ""
    cited = source.passages.filter(
        citations__record_kind=record.ref.kind,
        citations__record_uid=record.uid,
        citations__field=field,
    ).order_by("citations__id")
    return " … ".join(source.text[one.start : one.end] for one in cited if source.has_text)


def _in_language(language: str, text: str) -> Multilingual:
    tag = language.lower() or _UNKNOWN_LANGUAGE
    return Multilingual({tag: text}, tag)
