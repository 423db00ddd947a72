"""One agreement as anyone may see it: found, with the text that was frozen.

How much of it may be shown is the publication's matter; the page asks ``publication``.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from folkmoot.engines import typesetting as engine
from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.outcomes.models import Agreement, Commitment, Rendition
from folkmoot.rooms.outcomes.queries.agreements import published_agreements
from folkmoot.rooms.outcomes.queries.agreements_text import agreement_text
from folkmoot.rooms.outcomes.queries.commitments import published_commitments
from folkmoot.rooms.outcomes.queries.renditions import AgreementFiles, files_of
from folkmoot.rooms.outcomes.queries.standing import Standing
from folkmoot.rooms.outcomes.queries.standing_rows import agreement_standing
from folkmoot.rooms.outcomes.queries.validity import newest_check
from folkmoot.rooms.outcomes.terms.agreements import AgreementState, Publication

_S = AgreementState
# Until all have signed, neither text nor file of an agreement is public.
UNSIGNED = frozenset(
    {
        _S.DRAFT, _S.NEGOTIATING, _S.TEXT_AGREED, _S.OPEN, _S.PARTLY_SIGNED, _S.REFUSED,
        _S.LAPSED, _S.WITHDRAWN,
    }
)  # fmt: skip


def published_agreement(uid: UUID | str) -> Agreement:
    """One public agreement of a public edition. One query.

    Raises:
        NotFound: there is none.
    """
    found = (
        published_agreements()
        .select_related("ceremony", "depositary", "reported_as", "edition__series", "strand")
        .filter(uid=uid)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def is_open_text(agreement: Agreement, standing: Standing) -> bool:
    """Whether its text and its files are for anyone: published in full, and signed by all."""
    return agreement.publication == Publication.FULL and standing.state not in UNSIGNED


def signed_text(agreement: Agreement) -> engine.AgreementText:
    """The text as it was frozen; of a paper without one, what was typed. At most three queries."""
    frozen = agreement.texts.filter(voided_at=None).order_by("-number").first()
    if frozen is not None:
        try:
            return engine.read_canonical(frozen.content.encode())
        except engine.NotCanonical:
            pass
    return agreement_text(agreement)


def commitments_of(agreement: Agreement) -> list[Commitment]:
    """The public commitments of an agreement, by due day. One query."""
    return list(published_commitments().filter(agreement=agreement))


def public_rendition(uid: UUID | str, today: date) -> Rendition:
    """A file that anyone may have, by its identity. At most ten queries.

    Raises:
        NotFound: there is none, or its agreement's text is not open, or it is no file to show.
    """
    asked = Rendition.objects.filter(uid=uid).values_list("agreement__uid", flat=True).first()
    if asked is not None:
        agreement = published_agreement(asked)
        if is_open_text(agreement, agreement_standing(agreement, today)):
            for one in public_files(agreement):
                if str(one.uid) == str(uid):
                    return one
    raise NotFound


def public_validity_report(uid: UUID | str, today: date) -> StoredFile:
    """The newest report on the signatures of an agreement. At most seven queries.

    Raises:
        NotFound: there is none, or the agreement's text is not open.
    """
    agreement = published_agreement(uid)
    if is_open_text(agreement, agreement_standing(agreement, today)):
        check = newest_check(agreement)
        if check is not None and check.report is not None:
            return check.report
    raise NotFound


def public_files(agreement: Agreement) -> list[Rendition]:
    """The files that anyone may have once the text is open, most useful first. Two queries."""
    return public_files_of([agreement])[agreement.pk]


def public_files_of(agreements: Iterable[Agreement]) -> dict[int, list[Rendition]]:
    """The same of many agreements whose text is open, by primary key. Two queries."""
    return {pk: _shown(found) for pk, found in files_of(agreements).items()}


def _shown(found: AgreementFiles) -> list[Rendition]:
    one = [found.reading, found.signed, *found.scans, *found.certified, *found.annexes]
    if found.signed is None:
        one.append(found.original)
    return [each for each in one if each is not None]
