"""Which part of the public record an export is about: all of it, a series, or an edition."""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import QuerySet

from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.programme.models import Edition, Series
from folkmoot.rooms.programme.queries.published import published_edition

Rows = TypeVar("Rows", bound=QuerySet[Any])


@dataclass(frozen=True, slots=True)
class Part:
    """A public series, a public edition, or with neither everything that is public."""

    series: Series | None = None
    edition: Edition | None = None

    def of(self, rows: Rows) -> Rows:
        """Those records of this part that belong to an edition. No query."""
        if self.edition is not None:
            return rows.filter(edition=self.edition)
        return rows.filter(edition__series=self.series) if self.series is not None else rows

    def editions(self) -> QuerySet[Edition]:
        """Its public editions with their series, by series and time. One query."""
        rows = Edition.objects.filter(is_public=True, series__is_public=True)
        if self.edition is not None:
            rows = rows.filter(pk=self.edition.pk)
        elif self.series is not None:
            rows = rows.filter(series=self.series)
        return rows.select_related("series").order_by("series__slug", "starts_on", "ordinal", "pk")


def published_part(*, series: str = "", edition: str = "") -> Part:
    """The part by its address names; the edition counts where both are given. At most one query.

    Args:
        edition: as ``series-slug/slug``.

    Raises:
        NotFound: there is none such, or it is not public.
    """
    if edition:
        series_slug, _slash, slug = edition.partition("/")
        return Part(edition=published_edition(series_slug, slug))
    if not series:
        return Part()
    found = Series.objects.filter(is_public=True, slug=series).first()
    if found is None:
        raise NotFound
    return Part(series=found)
