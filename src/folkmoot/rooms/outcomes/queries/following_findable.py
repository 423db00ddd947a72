"""How commitments, projects and practices are found: by title, what they say, who has a part."""

from collections.abc import Iterable
from typing import Any

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.search import Findable
from folkmoot.rooms.outcomes.models import Commitment, Practice, Project
from folkmoot.rooms.outcomes.terms.commitments import CommitmentState


def describe_commitment(commitment: Commitment) -> Findable:
    """A commitment with its bodies; public once it is confirmed. At most three queries.

    Its words are not found here: whether they may be read is told page by page.
    """
    parts = commitment.responsibilities.select_related("region", "organisation").order_by("id")
    bodies = [body for one in parts if (body := one.organisation or one.region) is not None]
    is_proposed = commitment.state == CommitmentState.PROPOSED
    return _findable(
        commitment,
        commitment.target or (bodies[0].name if bodies else commitment.title),
        [body.name for body in bodies],
        commitment.due_on.year,
        is_public=commitment.is_public and not is_proposed,
    )


def describe_project(project: Project) -> Findable:
    """A project or programme with its partners. At most three queries."""
    rows = project.partners.select_related("region", "organisation").order_by("id")
    partners = [body.name for one in rows if (body := one.organisation or one.region) is not None]
    return _findable(
        project, project.summary or project.title, partners, None, is_public=project.is_public
    )


def describe_practice(practice: Practice) -> Findable:
    """A practice with its owner. At most three queries."""
    owner = practice.owner or practice.owner_region
    return _findable(
        practice,
        practice.problem or practice.title,
        [practice.what_was_done, *([owner.name] if owner else [])],
        None,
        is_public=practice.is_public,
    )


def _findable(
    one: Any, excerpt: Multilingual, further: Iterable[Multilingual], year: int | None, *,
    is_public: bool,
) -> Findable:  # fmt: skip
    edition = one.edition
    begins = edition.starts_on
    return Findable(
        title=one.title,
        excerpt=excerpt,
        words=tuple(words for text in further for words in text.texts.values()),
        series_uid=str(edition.series.uid),
        edition_uid=str(edition.uid),
        language=one.title.original,
        year=year or (begins.year if begins else None),
        is_public=is_public and edition.is_public and edition.series.is_public,
        weight=3,
    )
