"""How outcomes are found."""

from folkmoot.kernel.search import Findable
from folkmoot.rooms.outcomes.models import ReportedOutcome


def describe_outcome(outcome: ReportedOutcome) -> Findable:
    """An outcome with its parties and owner; public with its edition. At most five queries."""
    edition, owner, region = outcome.edition, outcome.owner, outcome.owner_region
    texts = [outcome.parties, outcome.taken_up_by]
    texts += [owner.name] if owner else []
    texts += [region.name] if region else []
    return Findable(
        title=outcome.title,
        excerpt=outcome.parties,
        words=(*(word for text in texts for word in text.texts.values()), outcome.owner_as_written),
        series_uid=str(edition.series.uid),
        edition_uid=str(edition.uid),
        place=region.country.code if region else "",
        language=outcome.title.original,
        year=edition.starts_on.year if edition.starts_on else None,
        is_public=edition.is_public and edition.series.is_public,
        weight=3,
    )
