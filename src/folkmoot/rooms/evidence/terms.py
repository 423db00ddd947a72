"""Closed sets, spans and refusals of the evidence room."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.engines.values.figures import ClaimKind, Comparator
from folkmoot.kernel.refusals import Refusal


class SourceKind(TextChoices):
    """What sort of document a source is."""

    NEWS_ARTICLE = "news_article", _("news article")
    PRESS_RELEASE = "press_release", _("press release")
    SPEECH = "speech", _("speech")
    TRANSCRIPT = "transcript", _("transcript")
    INTERVIEW = "interview", _("interview")
    DECLARATION = "declaration", _("declaration")
    PROGRAMME = "programme", _("programme")
    REPORT = "report", _("report")
    AGREEMENT = "agreement", _("agreement")
    LETTER = "letter", _("letter")
    WEB_PAGE = "web_page", _("web page")
    OTHER = "other", _("other")


class Stance(TextChoices):
    """When it was written, seen from the event it speaks of."""

    ANNOUNCEMENT = "announcement", _("before the event")
    DURING = "during", _("at the event")
    REPORT = "report", _("after the event")
    UNKNOWN = "", _("not known")


class BlockKind(TextChoices):
    """What a stretch of text is. Furniture is menus, share lists and view settings."""

    TITLE = "title", _("title")
    HEADING = "heading", _("heading")
    PARAGRAPH = "paragraph", _("paragraph")
    LIST_ITEM = "list_item", _("list item")
    TABLE_CELL = "table_cell", _("table cell")
    CAPTION = "caption", _("caption")
    DATELINE = "dateline", _("date line")
    FURNITURE = "furniture", _("page furniture")


class Mode(TextChoices):
    """How words are given: in quotation marks, reported, or as a transcript."""

    DIRECT = "direct", _("direct speech")
    INDIRECT = "indirect", _("reported speech")
    TRANSCRIPT = "transcript", _("transcript")


class ProposedKind(TextChoices):
    """What a document can suggest to record; the values are those of the extraction engine."""

    EDITION = "edition", _("edition")
    SERIES = "series", _("series")
    SESSION = "session", _("session")
    SIDE_EVENT = "side_event", _("side event")
    PERSON = "person", _("person")
    ORGANISATION = "organisation", _("organisation")
    QUOTE = "quote", _("statement")
    CLAIM = "claim", _("figure")
    AGREEMENT = "agreement", _("agreement")
    PROJECT = "project", _("project")
    PROGRAMME = "programme", _("programme")
    PRACTICE = "practice", _("practice")
    NEXT_HOST = "next_host", _("next host")


class ProposalState(TextChoices):
    """Where a proposal stands. Stale: the engine of today does not propose it any more."""

    WAITING = "waiting", _("waiting")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
    MERGED = "merged", _("merged into another")
    STALE = "stale", _("no longer proposed")


class Verdict(TextChoices):
    """What was decided on a proposal."""

    ACCEPTED = "accepted", _("accepted")
    EDITED = "edited", _("accepted with changes")
    REFUSED = "refused", _("refused")
    MERGED = "merged", _("merged into another")
    UNDONE = "undone", _("taken back")


class RunState(TextChoices):
    """How far proposing from a source has come."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("under way")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


COMPARATORS = (
    (Comparator.EXACTLY.value, _("exactly")),
    (Comparator.ABOUT.value, _("about")),
    (Comparator.OVER.value, _("over")),
    (Comparator.NEARLY.value, _("nearly")),
    (Comparator.AT_LEAST.value, _("at least")),
    (Comparator.AT_MOST.value, _("at most")),
    (Comparator.UNDER.value, _("under")),
)
CLAIM_KINDS = (
    (ClaimKind.COUNT.value, _("number of things")),
    (ClaimKind.MONEY.value, _("money")),
    (ClaimKind.GROWTH.value, _("growth in per cent")),
    (ClaimKind.ABSOLUTE_GROWTH.value, _("growth by an amount")),
    (ClaimKind.RANK.value, _("rank")),
    (ClaimKind.SHARE.value, _("share")),
    (ClaimKind.DURATION.value, _("duration")),
)


class Visibility(TextChoices):
    """Who sees a source."""

    PUBLIC = "public", _("public")
    DESK = "desk", _("desk only")


class TextRights(TextChoices):
    """How much of a source's text may be shown to the public."""

    FULL = "full", _("whole text")
    QUOTATIONS = "quotations", _("quoted passages only")
    NONE = "none", _("catalogue entry only")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` of a source's text, half-open, counted in code points.

    ``words_sha256`` is needed where the text is not attached, and checked where it is.
    """

    start: int
    end: int
    words_sha256: str = ""


class EmptySpan(Refusal):
    """The end is not after the start."""

    code = "empty_span"
    status = 422
    message = _("Nothing is chosen. Choose some words of the text.")


class BlankSpan(Refusal):
    """There is only white space."""

    code = "blank_span"
    status = 422
    message = _("Only white space is chosen. Choose some words of the text.")


class SpanOutOfRange(Refusal):
    """The text is shorter, or the span starts before it."""

    code = "span_out_of_range"
    status = 422
    message = _("The text has %(length)s characters; %(start)s to %(end)s lie outside it.")


class WordsHashNeeded(Refusal):
    """The text is not attached, so only a hash can tell which words are meant."""

    code = "words_hash_needed"
    status = 422
    message = _("The text is not here yet. Attach it, or give the SHA-256 of the words.")


class WordsDiffer(Refusal):
    """The hash given is not the hash of the words that stand there."""

    code = "words_differ"
    message = _("The words at %(start)s to %(end)s are not the ones that were cited.")


class NoWords(Refusal):
    """A statement or claim without a passage."""

    code = "no_words"
    status = 422
    message = _("Choose the words in the source first.")


class OtherSource(Refusal):
    """The words of a statement or claim stand in its own source."""

    code = "other_source"
    status = 422
    message = _("The cited words stand in another source. Remove their citation first.")


class OfficeOfAnother(Refusal):
    """Nobody speaks in the office of somebody else."""

    code = "office_of_another"
    status = 422
    message = _("This office was held by somebody else. Choose an office of the speaker.")


class TextIsFixed(Refusal):
    """A stored text never changes, so neither do its hash and length."""

    code = "text_is_fixed"
    message = _("The text of this source is stored and cannot be changed.")


class TextDiffers(Refusal):
    """The file holds another text than the catalogued one. ``passages``: spans that differ."""

    code = "text_differs"
    message = _("This file holds another text than the catalogued one. Nothing was stored.")


class PassagesDiffer(Refusal):
    """The text fits the catalogue, but not the passages. ``passages``: spans that differ."""

    code = "passages_differ"
    message = _("Nothing was stored: other words than the cited ones stand at %(spans)s.")


class SameTextElsewhere(Refusal):
    """One text is one source."""

    code = "same_text_elsewhere"
    message = _("This text is already here as “%(title)s”.")


class PathNotAllowed(Refusal):
    """People bring in from the server's disk only what lies in the inbox folder."""

    code = "path_not_allowed"
    status = 403
    message = _("Put the files into %(inbox)s on the server first.")


class DocumentUnreadable(Refusal):
    """A file that should be attached gives no text. ``reason`` is the sentence that says why."""

    code = "document_unreadable"
    status = 422
    message = _("%(name)s: %(reason)s")


class ProposalDecided(Refusal):
    """Somebody decided on the proposal meanwhile; nothing was written."""

    code = "proposal_decided"
    message = _("%(reviewer)s has decided on this already (%(verdict)s, %(at)s).")


class ProposalChanged(Refusal):
    """The proposal is not as the reviewer saw it; nothing was written."""

    code = "proposal_changed"
    message = _("This proposal was made anew meanwhile. Look at it again before deciding.")


class AboutNeeded(Refusal):
    """A session or an agreement belongs to an edition, and none is known for this source."""

    code = "about_needed"
    status = 422
    message = _("Say which edition this belongs to, or accept the edition of this source first.")


class NotTakenIn(Refusal):
    """No room takes in proposals of this kind."""

    code = "not_taken_in"
    status = 422
    message = _("Proposals of this kind cannot be accepted here.")


class CannotMerge(Refusal):
    """The two proposals are of different kinds, or are one, or the other one was refused."""

    code = "cannot_merge"
    message = _("These two cannot be one record. Choose another proposal of the same kind.")


class Doubtful(Refusal):
    """A proposal that is not accepted among many: a person should look at it."""

    code = "doubtful"
    message = _("This needs a look: there is a doubt, or a record that it may mean.")


class NothingToUndo(Refusal):
    """The proposal is waiting; there is no decision to take back."""

    code = "nothing_to_undo"
    message = _("Nothing has been decided on this proposal.")


# Why a file did not become a source; the first ten are the codes of the reading engine.
READING_REFUSALS: Mapping[str, str | Promise] = {
    "empty": _("The file is empty."),
    "too_large": _("The file is too large: %(found)s, and the limit is %(limit)s."),
    "unknown_type": _("Files of this type (%(is)s) cannot be read. Use text, HTML, PDF or DOCX."),
    "mislabelled": _("The name says %(named)s, but the content is %(is)s. Rename the file."),
    "encrypted": _("The file is protected by a password. Remove the password first."),
    "damaged": _("The file is damaged and cannot be opened."),
    "no_text": _("There is no text in the file. Scanned pages need text recognition first."),
    "too_many_pages": _("The file has too many pages: %(found)s, and the limit is %(limit)s."),
    "bomb": _("The file unpacks to far more than its size and was not opened."),
    "wrong_encoding": _("The letters of the file cannot be told. Save it as UTF-8."),
    "too_costly": _("Reading the file takes more time or memory than is allowed. Save it anew."),
    "not_opened": _("The file cannot be opened: %(detail)s"),
    "not_found": _("There is no such file or folder on this server."),
    "not_a_file": _("This is neither a file nor a folder."),
    "not_local": _("Only files on this server can be brought in. Download the file first."),
    "not_permitted": _("The server may not open this file. Check its permissions."),
    "outside_folder": _("This link leads out of the folder and was not followed."),
    "too_many_files": _("The folder holds more than %(limit)s files; the rest was left out."),
    **{
        refusal.code: refusal.message
        for refusal in (
            TextDiffers,
            PassagesDiffer,
            SameTextElsewhere,
            TextIsFixed,
            DocumentUnreadable,
        )
    },
    SameTextElsewhere.code: SameTextElsewhere.message,
    TextIsFixed.code: TextIsFixed.message,
    DocumentUnreadable.code: DocumentUnreadable.message,
}

READING_WARNINGS: Mapping[str, str | Promise] = {
    "guessed_encoding": _("The encoding was not stated; %(encoding)s was assumed."),
    "control_characters": _("The text holds invisible control characters (%(names)s)."),
    "replaced_characters": _("Some characters cannot be stored and were replaced (%(count)s)."),
    "ambiguous_date": _("The date %(written)s can be read in two ways; %(read_as)s was taken."),
    "pages_without_text": _("Some pages hold no text: %(pages)s."),
    "recognised": _("Read from images: pages %(pages)s. Check the words against the pages."),
    "doubtful_order": _("Columns may be mixed: pages %(pages)s. Check the order of the words."),
}


def reading_sentence(code: str, params: Mapping[str, Any]) -> str:
    """The sentence for a code of either table, in the language in force."""
    message = READING_REFUSALS.get(code) or READING_WARNINGS.get(code)
    if message is None:
        return code
    try:
        return str(message) % params
    except KeyError:  # an older record with fewer parameters still says which code it was
        return str(message).replace("%%", "%")


# Fields of proposals, as screens call them.
FIELD_LABELS: Mapping[str, Promise] = {
    "series": _("series"),
    "name": _("name"),
    "alias": _("also known as"),
    "ordinal": _("ordinal"),
    "dates": _("dates"),
    "date": _("date"),
    "start": _("first day"),
    "end": _("last day"),
    "place": _("place"),
    "city": _("city"),
    "region": _("region"),
    "country": _("country"),
    "organiser": _("organiser"),
    "topic": _("topic"),
    "status": _("status"),
    "participants": _("participants"),
    "format": _("format"),
    "kind": _("kind"),
    "count": _("how many"),
    "office": _("office"),
    "organisation": _("organisation"),
    "words": _("words"),
    "speaker": _("speaker"),
    "mode": _("mode"),
    "cue": _("words that introduce it"),
    "reported_by": _("quoted by"),
    "value": _("value"),
    "comparator": _("comparator"),
    "unit": _("unit"),
    "currency": _("currency"),
    "subject": _("what is counted"),
    "scope": _("within what"),
    "period": _("period"),
    "claimant": _("who says so"),
    "parties": _("parties"),
    "owner": _("owner"),
    "taken_up_by": _("taken up by"),
}

# How far things have come, as the extraction engine says it.
STATUSES = (
    ("planned", _("planned")),
    ("expected", _("expected")),
    ("proposed", _("proposed")),
    ("under discussion", _("under discussion")),
    ("under way", _("under way")),
    ("held", _("held")),
    ("postponed", _("postponed")),
    ("cancelled", _("cancelled")),
    ("signed", _("signed")),
    ("adopted", _("adopted")),
    ("in force", _("in force")),
    ("launched", _("launched")),
    ("implemented", _("implemented")),
    ("decided", _("decided")),
    ("offered", _("offered")),
)

# Why a proposal may, or may not, mean a record; the keys are codes of the linking engine.
LINK_REASONS: Mapping[str, Promise] = {
    "same_series": _("same name of the series"),
    "part_of_name": _("one name is part of the other"),
    "similar_series": _("similar name of the series"),
    "same_name": _("same name"),
    "similar_name": _("similar name"),
    "other_spelling": _("same name in another spelling"),
    "initials": _("same name with initials"),
    "surname_only": _("same surname only"),
    "same_ordinal": _("same ordinal (%(ordinal)s)"),
    "no_ordinal": _("only one of them has an ordinal"),
    "same_year": _("same year (%(year)s)"),
    "next_year": _("years differ: %(here)s here, %(there)s there"),
    "dates_meet": _("the dates meet"),
    "dates_differ": _("dates differ: %(here)s here, %(there)s there"),
    "same_place": _("same place"),
    "place_differs": _("place differs: %(here)s here, %(there)s there"),
    "same_office": _("same office"),
    "office_differs": _("office differs: %(here)s here, %(there)s there"),
    "same_country": _("same country"),
    "country_differs": _("country differs: %(here)s here, %(there)s there"),
    "same_parent": _("of the same edition"),
    "announced_and_reported": _("announced by one, reported by the other"),
    "status_differs": _("status differs: %(here)s here, %(there)s there"),
    "count_differs": _("numbers differ: %(here)s here, %(there)s there"),
}
