"""The register: numbers without gaps, entries that nobody can change, redaction that still verifies.

Rows are the truth. An entry is written in the transaction of the fact it tells, under the lock of
the one row of the head; the public files are made from the rows afterwards (``register_files``).
A leaf holds hashes of salted objects and nothing of people.
"""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.engines.translog.canonical import canonical_json
from folkmoot.engines.translog.commitments import SALT_BYTES, commit
from folkmoot.engines.translog.entries import Entry
from folkmoot.engines.translog.hashing import leaf_hash
from folkmoot.kernel import audit, editing
from folkmoot.kernel.actors import SYSTEM, Actor
from folkmoot.kernel.editing import RecordWritten
from folkmoot.kernel.events import announce
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import (
    Act,
    Agreement,
    RegisterEntry,
    RegisterHead,
    Rendition,
    SignatureAct,
    SigningRound,
)
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.rooms.outcomes.queries.standing_rows import agreement_standing
from folkmoot.rooms.outcomes.services.agreements_checks import invalid, locked_agreement, today_in
from folkmoot.rooms.outcomes.services.register_files import request_register_files
from folkmoot.rooms.outcomes.terms.agreements import (
    STEPS,
    ActKind,
    ActRecorded,
    AgreementRegistered,
    Publication,
)
from folkmoot.rooms.outcomes.terms.signing import (
    EntryKind,
    NotRegistered,
    NotRegistrable,
    RenditionKind,
)

_HEAD = 1
# The kinds of entry as the leaf names them.
_TYPES = {
    EntryKind.REGISTERED: "registered",
    EntryKind.ACT: "act",
    EntryKind.PUBLISHED: "published",
    EntryKind.CORRECTED: "correction",
    EntryKind.REVISION: "archived",
}


@transaction.atomic
def register_agreement(*, actor: Actor, agreement: Agreement, at: datetime) -> RegisterEntry:
    """Give an agreement its number, such as one that was signed on paper. Twice changes nothing.

    Raises:
        NotAllowed: the actor lacks ``outcomes.register``.
        NotRegistrable: not all parties have signed.
    """
    require(actor, Permission.OUTCOMES_REGISTER, scope_path(agreement))
    return add_registration(actor=actor, agreement=locked_agreement(agreement), at=at)


def add_registration(*, actor: Actor, agreement: Agreement, at: datetime) -> RegisterEntry:
    """Register a locked agreement, in the transaction of its last signature.

    Raises:
        NotRegistrable: not all parties have signed.
    """
    known = _registration(agreement)
    if known is not None:
        return known
    today = today_in(agreement.edition, at)
    if agreement_standing(agreement, today).signed_on is None:
        raise NotRegistrable
    objects = stated(agreement, at)
    entry = _append(actor, agreement, EntryKind.REGISTERED, objects, at)
    announce(AgreementRegistered(str(agreement.uid), entry.serial))
    return entry


@transaction.atomic
def publish_agreement(
    *, actor: Actor, agreement: Agreement, publication: Publication, at: datetime
) -> RegisterEntry | None:
    """Make an agreement public to an extent, and say so in the register where it has a number.

    Raises:
        NotAllowed: the actor lacks ``outcomes.register``.
    """
    require(actor, Permission.OUTCOMES_REGISTER, scope_path(agreement))
    locked = locked_agreement(agreement)
    values = {"publication": publication, "is_public": True}
    was = (locked.publication, locked.is_public)
    changed = editing.change(actor=actor, record=locked, values=values, at=at)
    if _registration(changed) is None or was == (publication, True):
        return None
    told = {"publication": {"extent": Publication(publication).value}}
    return _append(actor, changed, EntryKind.PUBLISHED, told, at)


@transaction.atomic
def correct_entry(
    *, actor: Actor, entry: RegisterEntry, reason: str, at: datetime
) -> RegisterEntry:
    """State anew what is on record today, by a new entry that points back at the wrong one.

    Raises:
        NotAllowed: the actor lacks ``outcomes.register``.
        Invalid: no reason is given.
    """
    require(actor, Permission.OUTCOMES_REGISTER, scope_path(entry))
    if not reason.strip():
        raise invalid("reason", _("Say what was wrong."))
    locked = locked_agreement(entry.agreement)
    objects = {**stated(locked, at), "reason": {"text": reason.strip()[:1000]}}
    return _append(actor, locked, EntryKind.CORRECTED, objects, at, corrects=entry)


@transaction.atomic
def redact_entry(
    *, actor: Actor, entry: RegisterEntry, names: Iterable[str], reason: str, at: datetime
) -> RegisterEntry:
    """Forget objects of an entry with their salts for good. The register still verifies.

    Args:
        names: of the objects, such as ``signatories``.

    Raises:
        NotAllowed: the actor lacks ``outcomes.register``.
        Invalid: no such object, or no reason.
    """
    require(actor, Permission.OUTCOMES_REGISTER, scope_path(entry))
    if not reason.strip():
        raise invalid("reason", _("Say why this is forgotten."))
    wanted = set(names)
    locked = RegisterEntry.objects.select_for_update().get(pk=entry.pk)
    if not wanted or not wanted <= {one["name"] for one in locked.disclosures}:
        raise invalid("names", _("There is no such part of this entry."))
    kept = [one for one in locked.disclosures if one["name"] not in wanted]
    RegisterEntry.objects.filter(pk=locked.pk).update(disclosures=kept)
    locked.disclosures = kept
    after = {"place": locked.place, "forgotten": sorted(wanted)}
    audit.note(
        actor=actor, action="redacted", record=locked.agreement, at=at, after=after, reason=reason
    )
    announce(RecordWritten(locked.agreement.ref))
    return locked


def add_revision(
    *, actor: Actor, agreement: Agreement, rendition: Rendition, at: datetime
) -> RegisterEntry | None:
    """Say in the register that a document got an archive revision; nothing without a number."""
    if _registration(agreement) is None:
        return None
    objects = {"document": _document(rendition)}
    return _append(actor, agreement, EntryKind.REVISION, objects, at)


def note_act(event: ActRecorded) -> None:
    """Enter a later act on a registered agreement; hears every act, in its transaction."""
    if event.kind in STEPS - {ActKind.ACCESSION}:
        return
    agreement = Agreement.objects.select_related("edition").get(uid=event.agreement_uid)
    if _registration(agreement) is None:
        return
    act = Act.objects.filter(agreement=agreement).select_related("party").latest("id")
    told: dict[str, Any] = {
        "act": act.kind,
        "done_on": act.done_as_stated or act.done_on.isoformat(),
        "effective_on": act.effective_on.isoformat() if act.effective_on else None,
        "party": str(act.party.uid) if act.party else None,
        "note": act.note,
    }
    _append(SYSTEM, agreement, EntryKind.ACT, {"act": told}, act.at)


def stated(agreement: Agreement, at: datetime) -> dict[str, Mapping[str, Any]]:
    """What is registered of an agreement: each part can be forgotten by itself."""
    standing = agreement_standing(agreement, today_in(agreement.edition, at))
    parties = list(agreement.parties.order_by("place", "id"))
    objects: dict[str, Mapping[str, Any]] = {
        "statement": {
            "title": dict(agreement.title.texts),
            "kind": agreement.kind,
            "languages": list(agreement.languages),
            "authentic": list(agreement.authentic_languages),
            "parties": [
                {"uid": str(one.uid), "name": dict(one.name.texts), "capacity": one.capacity}
                for one in parties
            ],
            "signed_on": standing.signed_as_stated,
            "origin": agreement.origin,
            "edition": str(agreement.edition.uid),
        }
    }
    signed = _signed(agreement)
    if signed:
        objects["signatories"] = {"signed": signed}
    document = document_of(agreement)
    if document is not None:
        objects["document"] = _document(document)
    return objects


def document_of(agreement: Agreement) -> Rendition | None:
    """The file that an agreement is: the newest signed revision, else the scan of the paper."""
    ended = SigningRound.objects.filter(agreement=agreement, current__isnull=False)
    newest = ended.select_related("current__file").order_by("-id").first()
    current = newest.current if newest is not None else None
    if current is not None and current.kind == RenditionKind.REVISION:
        return current
    scans = Rendition.objects.filter(agreement=agreement, kind=RenditionKind.SCAN)
    return scans.select_related("file").order_by("-id").first()


def _signed(agreement: Agreement) -> list[dict[str, Any]]:
    rows = SignatureAct.objects.filter(slot__round__agreement=agreement, is_accepted=True)
    return [
        {
            "party": str(act.slot.party.uid),
            "name": dict(act.slot.signatory.name.texts),
            "office": dict(act.slot.signatory.title.texts),
            "way": act.way,
            "certificate": act.certificate.get("fingerprint", ""),
        }
        for act in rows.select_related("slot__party", "slot__signatory").order_by("id")
    ]


def _document(rendition: Rendition) -> dict[str, Any]:
    told = {"sha256": rendition.sha256, "size": rendition.file.size_bytes, "kind": rendition.kind}
    if rendition.text is not None:
        told["text_sha256"] = rendition.text.sha256
    return told


def _registration(agreement: Agreement) -> RegisterEntry | None:
    return RegisterEntry.objects.filter(agreement=agreement, kind=EntryKind.REGISTERED).first()


def _append(
    actor: Actor,
    agreement: Agreement,
    kind: EntryKind,
    objects: Mapping[str, Mapping[str, Any]],
    at: datetime,
    corrects: RegisterEntry | None = None,
) -> RegisterEntry:
    """One entry under the lock of the head; the place and the number are taken with it or not."""
    RegisterHead.objects.get_or_create(pk=_HEAD)
    head = RegisterHead.objects.select_for_update().get(pk=_HEAD)
    first = _registration(agreement)
    if first is None and kind != EntryKind.REGISTERED:
        raise NotRegistered
    if first is not None and kind == EntryKind.REGISTERED:
        return first
    number = first.serial if first else head.last_serial + 1
    told: dict[str, Mapping[str, Any]] = dict(objects)
    told["number"] = {"number": number}
    salts = {name: secrets.token_bytes(SALT_BYTES) for name in told}
    previous = RegisterEntry.objects.filter(agreement=agreement).order_by("-place").first()
    leaf = Entry(
        serial=head.size + 1,
        type=_TYPES[kind],
        subject=str(agreement.uid),
        at=at,
        objects={name: commit(name, value, salt=salts[name]) for name, value in told.items()},
        previous=previous.place + 1 if previous else None,
        corrects=corrects.place + 1 if corrects else None,
    ).payload()
    entry = RegisterEntry.objects.create(
        place=head.size,
        kind=kind,
        serial=number,
        agreement=agreement,
        corrects=corrects,
        leaf=leaf.decode(),
        leaf_hash=leaf_hash(leaf).hex(),
        disclosures=[
            {"name": name, "salt": salts[name].hex(), "value": canonical_json(value).decode()}
            for name, value in told.items()
        ],
        at=at,
    )
    head.size += 1
    head.last_serial = max(head.last_serial, number)
    head.save()
    after = {"place": entry.place, "number": number, "entry": kind.value}
    audit.note(actor=actor, action="registered", record=agreement, at=at, after=after)
    announce(RecordWritten(agreement.ref))
    request_register_files(at=at)
    return entry
