"""How agreements are found: by title, number, parties and place."""

from folkmoot.kernel.search import Findable
from folkmoot.rooms.outcomes.models import Agreement
from folkmoot.rooms.outcomes.terms.agreements import Publication


def describe_agreement(agreement: Agreement) -> Findable:
    """An agreement with its parties; public when it and its edition are. At most four queries.

    Clauses are not found here: how much of the text is public is told page by page.
    """
    edition = agreement.edition
    parties = list(agreement.parties.select_related("region__country").order_by("place", "id"))
    named = [*(one.name for one in parties), agreement.signed_at_place]
    named += [one.region.name for one in parties if one.region]
    year = agreement.signed_on or edition.starts_on
    # What is only published by its title is not summed up in the results of a search either.
    told = agreement.summary if agreement.publication != Publication.TITLE else None
    return Findable(
        title=agreement.title,
        excerpt=told or (parties[0].name if parties else agreement.title),
        words=(*(words for text in named for words in text.texts.values()), agreement.number),
        series_uid=str(edition.series.uid),
        edition_uid=str(edition.uid),
        language=agreement.title.original,
        year=year.year if year else None,
        is_public=agreement.is_public and edition.is_public and edition.series.is_public,
        weight=4,
    )
