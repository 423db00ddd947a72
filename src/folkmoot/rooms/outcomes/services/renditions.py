"""Files of an agreement's text: the original that is signed, and the accessible reading copy.

Both are set from the very bytes that the parties accepted, with the places for signatures added;
nothing else is filled in. Rendering loads the typesetter and belongs into the worker; what cannot
be printed is told before, by table look-ups alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.engines import typesetting as engine
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import editing, files
from folkmoot.kernel.actors import SYSTEM, Actor
from folkmoot.kernel.jobs import start
from folkmoot.kernel.models import Job
from folkmoot.rooms.outcomes.models import Agreement, Rendition, Signatory, TextVersion
from folkmoot.rooms.outcomes.policies import require_read
from folkmoot.rooms.outcomes.terms.agreements import Capacity
from folkmoot.rooms.outcomes.terms.signing import NotPrintable, RenditionKind

RENDITIONS_JOB = "outcomes.render_text"
_PDF = "application/pdf"
_STANDARDS = {
    RenditionKind.ORIGINAL: engine.Standard.SIGNED_ORIGINAL,
    RenditionKind.READING: engine.Standard.READING_COPY,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Who signs in which field."""

    field: str
    signatory: Signatory


def field_name(order: int) -> str:
    """The name of the field of a place in the order. Of one length: none begins another."""
    return f"Signature{order:02d}"


def places_of(signatories: Iterable[Signatory]) -> list[Place]:
    """A place for each, in order."""
    return [Place(field_name(at), one) for at, one in enumerate(signatories, start=1)]


def signatories_in_order(agreement: Agreement) -> list[Signatory]:
    """Everybody named to sign, in the order of the parties. One query."""
    rows = Signatory.objects.filter(party__agreement=agreement)
    rows = rows.exclude(party__capacity=Capacity.OBSERVER).select_related("party")
    return list(rows.order_by("party__place", "party_id", "id"))


def text_to_sign(text: TextVersion, places: Sequence[Place]) -> engine.AgreementText:
    """The agreed text with its places for signatures. No query."""
    agreed = engine.read_canonical(text.content.encode())
    blocks = tuple(_block(one, agreed.languages) for one in places)
    return replace(agreed, signatures=blocks)


def agreed_part(text: engine.AgreementText) -> bytes:
    """What the parties accepted of a text that is signed: everything but the signature blocks."""
    return engine.canonical(replace(text, signatures=()))


def require_printable(text: engine.AgreementText, layout: engine.Layout) -> None:
    """Refuse what could not be set.

    Raises:
        NotPrintable: ``problems`` and ``missing`` name each place.
    """
    problems = engine.problems_of(text, layout=layout)
    missing = engine.missing_letters(text)
    if problems or missing:
        told = "; ".join(str(one) for one in (*problems, *missing))
        raise NotPrintable(told=told[:500], problems=problems, missing=missing)


@transaction.atomic
def request_renditions(*, actor: Actor, text: TextVersion, at: datetime) -> Job:
    """Let the worker set the original and the reading copy of a version of the text.

    Raises:
        NotFound: the actor may not read the agreement.
        NotPrintable: a name or an authority cannot be printed; nothing is started.
    """
    require_read(actor, text.agreement)
    places = places_of(signatories_in_order(text.agreement))
    layout = layout_for(text)
    require_printable(text_to_sign(text, places), layout)
    return start(
        actor=actor,
        name=RENDITIONS_JOB,
        title=_("Set the text as PDF"),
        at=at,
        arguments={"text_uid": str(text.uid)},
    )


def render_text(*, text: TextVersion, at: datetime) -> tuple[Rendition, Rendition]:
    """Set and store both files of a text with its present signatories. Worker only."""
    places = places_of(signatories_in_order(text.agreement))
    layout = layout_for(text)
    return (
        rendered(text, places, RenditionKind.ORIGINAL, layout=layout, at=at),
        rendered(text, places, RenditionKind.READING, layout=layout, at=at),
    )


def rendered(
    text: TextVersion,
    places: Sequence[Place],
    kind: RenditionKind,
    *,
    layout: engine.Layout,
    at: datetime,
) -> Rendition:
    """The stored file of this kind; the one that is there already where the input is the same.

    Raises:
        NotPrintable: it cannot be set.
    """
    content = text_to_sign(text, places)
    sha256 = engine.canonical_sha256(content)
    known = Rendition.objects.filter(text=text, kind=kind)
    for one in known:
        made = one.made_by
        if made.get("input_sha256") == sha256 and made.get("layout") == layout.value:
            return one
    require_printable(content, layout)
    moment = at.replace(microsecond=0)
    told = engine.render_agreement(
        content, made_at=moment, layout=layout, standard=_STANDARDS[kind]
    )
    if isinstance(told, engine.NotRendered):
        raise NotPrintable(told=str(told)[:500], problems=told.problems, missing=told.missing)
    return store_file(
        agreement=text.agreement,
        text=text,
        kind=kind,
        data=told.pdf,
        at=at,
        revision=known.count(),
        pages=told.page_count,
        standard=told.declared,
        made_by=made_by(told),
    )


def store_file(
    *,
    agreement: Agreement,
    kind: RenditionKind,
    data: bytes,
    at: datetime,
    text: TextVersion | None = None,
    revision: int = 0,
    pages: int | None = None,
    standard: str = "",
    made_by: dict[str, Any] | None = None,
    previous: Rendition | None = None,
) -> Rendition:
    """Keep a PDF of an agreement for ever, in the caller's transaction."""
    stored = files.store(data=data, name=f"{agreement.uid}-{kind}.pdf", media_type=_PDF)
    values = {
        "agreement": agreement,
        "text": text,
        "kind": kind,
        "revision": revision,
        "file": stored,
        "sha256": stored.sha256,
        "pages": pages,
        "standard": standard,
        "made_by": made_by or {},
        "previous": previous,
    }
    return editing.create(actor=SYSTEM, model=Rendition, values=values, at=at)


def made_by(told: engine.Rendition) -> dict[str, Any]:
    """Everything that is needed to make the same bytes again."""
    return {
        "template": told.template,
        "template_version": told.template_version,
        "renderer": told.renderer,
        "input_sha256": told.input_sha256,
        "attachment": told.attachment,
        "layout": told.layout,
        "made_at": told.made_at.isoformat(),
        "positions": {one.slot: {"page": one.page, "box": list(one.box)} for one in told.positions},
    }


def layout_for(text: TextVersion, wanted: str = "side_by_side") -> engine.Layout:
    """The layout asked for; one after the other where the page has no room beside."""
    languages = engine.read_canonical(text.content.encode()).languages
    if len(languages) > 3 or len(languages) == 1:
        return engine.Layout.SEQUENTIAL
    return engine.Layout(wanted)


def _block(place: Place, languages: Sequence[str]) -> engine.SignatureBlock:
    one = place.signatory
    return engine.SignatureBlock(
        slot=place.field,
        party=str(one.party.uid),
        name=_in_all(one.name, languages),
        office=_in_all(one.title, languages),
        basis=engine.Wording.of(
            dict.fromkeys(languages, engine.tidy(one.authority_text)) if one.authority_text else {}
        ),
    )


def _in_all(text: Multilingual, languages: Sequence[str]) -> engine.Wording:
    """In every language of the text; as written where a language lacks it."""
    told = {tag: text.texts.get(tag) or text.texts.get(text.original, "") for tag in languages}
    return engine.Wording.of({tag: engine.tidy(words) for tag, words in told.items()})
