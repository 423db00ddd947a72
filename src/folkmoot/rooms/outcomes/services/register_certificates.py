"""What the depositary gives out: certificates of registration and certified true copies.

Set by the typesetter and certified with the secretariat's certificate. Jobs, for both are heavy.
"""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from folkmoot.engines import typesetting as engine
from folkmoot.engines.signing.terms import SignaturePlan
from folkmoot.engines.typesetting.certificates import Original
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import files
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.jobs import start
from folkmoot.kernel.models import Job
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import Agreement, RegisterEntry, Rendition
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.rooms.outcomes.queries.register import newest_checkpoint
from folkmoot.rooms.outcomes.queries.standing_rows import agreement_standing
from folkmoot.rooms.outcomes.services.agreements_checks import locked_agreement, today_in
from folkmoot.rooms.outcomes.services.register import document_of
from folkmoot.rooms.outcomes.services.register_files import write_register_files
from folkmoot.rooms.outcomes.services.renditions import made_by, store_file
from folkmoot.rooms.outcomes.services.signing_setup import (
    key_file,
    register_signer,
    setup_lacks,
    timestamp_port,
)
from folkmoot.rooms.outcomes.terms.agreements import AgreementKind
from folkmoot.rooms.outcomes.terms.signing import (
    EntryKind,
    NotPrintable,
    NotRegistered,
    RenditionKind,
)

CERTIFICATE_JOB = "outcomes.certificate"
COPY_JOB = "outcomes.certified_copy"


def request_certificate(*, actor: Actor, agreement: Agreement, at: datetime) -> Job:
    """Let the worker make the certificate of registration.

    Raises:
        NotAllowed: the actor lacks ``outcomes.register``.
        NotRegistered: the agreement has no number.
    """
    require(actor, Permission.OUTCOMES_REGISTER, scope_path(agreement))
    _registration(agreement)
    return _start(CERTIFICATE_JOB, _("Certificate of registration"), actor, agreement, at)


def request_certified_copy(*, actor: Actor, agreement: Agreement, at: datetime) -> Job:
    """Let the worker make the cover of a certified true copy.

    Raises:
        NotAllowed: the actor lacks ``outcomes.register``.
        NotFound: the agreement has neither a signed document nor a scan.
    """
    require(actor, Permission.OUTCOMES_REGISTER, scope_path(agreement))
    if document_of(agreement) is None:
        raise NotFound
    return _start(COPY_JOB, _("Certified true copy"), actor, agreement, at)


def make_certificate(*, agreement: Agreement, by: str, at: datetime) -> Rendition:
    """Set, certify and store the certificate of registration. Worker only.

    Args:
        by: the name of who certifies.

    Raises:
        NotRegistered, RegisterNotReady, NotPrintable, SigningRefused.
    """
    entry = _registration(agreement)
    write_register_files(at=at)
    checkpoint = newest_checkpoint()
    assert checkpoint is not None  # noqa: S101 - the entry was written
    document = document_of(agreement)
    languages = _languages(agreement)
    standing = agreement_standing(agreement, today_in(agreement.edition, at))
    since = standing.in_force_since.isoformat() if standing.in_force_since else "—"
    told = engine.RegistrationCertificate(
        subject=_subject(agreement, languages, str(entry.serial)),
        certifier=_certifier(agreement, languages, by, at),
        registered_on=entry.at.astimezone(ZoneInfo(agreement.edition.time_zone)).date(),
        in_force=engine.Wording.of(dict.fromkeys(languages, since)),
        register_name=register_signer().name,
        text_sha256=_text_sha256(document, entry),
        entry_index=entry.place,
        entry_sha256=entry.leaf_hash,
        checkpoint_size=checkpoint.size,
        checkpoint_root=checkpoint.root,
    )
    made = engine.render_registration_certificate(told, made_at=at.replace(microsecond=0))
    return _kept(agreement, made, "certificate", at)


def make_certified_copy(*, agreement: Agreement, by: str, at: datetime) -> Rendition:
    """Set, certify and store the depositary's word on the agreement's file. Worker only.

    Raises:
        NotFound, NotPrintable, SigningRefused.
    """
    document = document_of(agreement)
    if document is None:
        raise NotFound
    languages = _languages(agreement)
    is_scan = document.kind == RenditionKind.SCAN
    number = agreement.entries.order_by("place").values_list("serial", flat=True).first()
    told = engine.CertifiedCopy(
        subject=_subject(agreement, languages, str(number or "")),
        certifier=_certifier(agreement, languages, by, at),
        original=Original.PAPER if is_scan else Original.ELECTRONIC,
        file_name=document.file.name,
        file_sha256=document.sha256,
        file_size_bytes=document.file.size_bytes,
        file_page_count=document.pages or _page_count(document),
    )
    made = engine.render_certified_copy_cover(told, made_at=at.replace(microsecond=0))
    return _kept(agreement, made, "copy", at)


def _kept(
    agreement: Agreement, made: engine.Rendition | engine.NotRendered, way: str, at: datetime
) -> Rendition:
    if isinstance(made, engine.NotRendered):
        raise NotPrintable(told=str(made)[:500], problems=made.problems, missing=made.missing)
    pdf, is_certified = made.pdf, False
    if not setup_lacks():
        pdf, is_certified = _certified(made.pdf, at), True
    with transaction.atomic():
        locked = locked_agreement(agreement)
        kind = RenditionKind.CERTIFIED
        count = Rendition.objects.filter(agreement=locked, kind=kind).count()
        return store_file(
            agreement=locked,
            kind=kind,
            data=pdf,
            at=at,
            revision=count,
            pages=made.page_count,
            standard=made.declared,
            made_by={**made_by(made), "way": way, "is_certified": is_certified},
        )


def _certified(pdf: bytes, at: datetime) -> bytes:
    from folkmoot.engines.signing.keys import open_key_file
    from folkmoot.engines.signing.preparing import prepare

    file = key_file()
    key = open_key_file(file.data, file.pass_phrase)
    made = prepare(pdf, SignaturePlan(()), key, at=at, timestamps=timestamp_port())
    return made.certified.revision.pdf


def _subject(agreement: Agreement, languages: tuple[str, ...], number: str) -> engine.Subject:
    parties = agreement.parties.order_by("place", "id")
    return engine.Subject(
        languages=languages,
        title=_wording(agreement.title, languages),
        parties=tuple(_wording(one.name, languages) for one in parties),
        authentic=tuple(agreement.authentic_languages or agreement.languages),
        done=_done(agreement, languages),
        kind=_labels(AgreementKind(agreement.kind), languages),
        register_number=number,
    )


def _certifier(
    agreement: Agreement, languages: tuple[str, ...], by: str, at: datetime
) -> engine.Certifier:
    depositary = agreement.depositary
    name = depositary.name if depositary else agreement.edition.series.name
    return engine.Certifier(
        depositary=_wording(name, languages),
        name=engine.Wording.of(dict.fromkeys(languages, engine.tidy(by))),
        office=engine.Wording.of(_in_each(languages, lambda: _("for the depositary"))),
        place=engine.Wording(),
        certified_on=today_in(agreement.edition, at),
    )


def _done(agreement: Agreement, languages: tuple[str, ...]) -> engine.Wording:
    day = agreement.signed_on.isoformat() if agreement.signed_on else ""
    told = {}
    for tag in languages:
        place = agreement.signed_at_place.texts.get(tag, "")
        told[tag] = ", ".join(one for one in (place, day) if one)
    return engine.Wording.of(told)


def _languages(agreement: Agreement) -> tuple[str, ...]:
    """Those of the agreement for which there are words; else the installation's first."""
    known = engine.known_languages()
    found = tuple(tag for tag in agreement.languages if tag.split("-")[0] in known)
    return found or (settings.LANGUAGE_CODE,)


def _wording(text: Multilingual, languages: tuple[str, ...]) -> engine.Wording:
    return engine.Wording.of({tag: engine.tidy(text.pick((tag,))[1]) for tag in languages})


def _labels(kind: AgreementKind, languages: tuple[str, ...]) -> engine.Wording:
    return engine.Wording.of(_in_each(languages, lambda: str(kind.label)))


def _in_each(languages: tuple[str, ...], say: Callable[[], str]) -> dict[str, str]:
    told = {}
    for tag in languages:
        with translation.override(tag):
            told[tag] = say()
    return told


def _text_sha256(document: Rendition | None, entry: RegisterEntry) -> str:
    if document is None:
        return entry.leaf_hash
    return document.text.sha256 if document.text is not None else document.sha256


def _registration(agreement: Agreement) -> RegisterEntry:
    found = RegisterEntry.objects.filter(agreement=agreement, kind=EntryKind.REGISTERED).first()
    if found is None:
        raise NotRegistered
    return found


def _page_count(document: Rendition) -> int:
    """Pages of a scan; an image is one."""
    data = files.read(document.file)
    if not data.startswith(b"%PDF-"):
        return 1
    import pypdfium2

    with pypdfium2.PdfDocument(data) as opened:
        return len(opened)


def _start(name: str, title: str, actor: Actor, agreement: Agreement, at: datetime) -> Job:
    arguments = {"agreement_uid": str(agreement.uid), "by": actor.label}
    return start(actor=actor, name=name, title=title, at=at, arguments=arguments)
