"""The kinds of record a visitor meets, in words: as groups, and of one record."""

from django.utils.translation import gettext_lazy, pgettext_lazy

KINDS = {
    "programme.series": pgettext_lazy("kinds of record", "Forums"),
    "programme.edition": gettext_lazy("Editions"),
    "programme.session": gettext_lazy("Sessions"),
    "registry.person": gettext_lazy("People"),
    "registry.organisation": gettext_lazy("Organisations"),
    "registry.city": gettext_lazy("Cities"),
    "registry.region": gettext_lazy("Regions"),
    "registry.country": gettext_lazy("Countries"),
    "evidence.source": gettext_lazy("Sources"),
    "evidence.statement": gettext_lazy("Statements"),
    "evidence.claim": gettext_lazy("Figures"),
    "outcomes.reportedoutcome": gettext_lazy("Outcomes"),
    "outcomes.agreement": gettext_lazy("Agreements"),
    "outcomes.commitment": gettext_lazy("Commitments"),
    "outcomes.project": gettext_lazy("Projects"),
    "outcomes.practice": gettext_lazy("Practices"),
}
KIND_OF_ONE = {
    "programme.series": pgettext_lazy("kind of record", "Forum"),
    "programme.edition": pgettext_lazy("kind of record", "Edition"),
    "programme.session": pgettext_lazy("kind of record", "Session"),
    "registry.person": pgettext_lazy("kind of record", "Person"),
    "registry.organisation": pgettext_lazy("kind of record", "Organisation"),
    "registry.city": pgettext_lazy("kind of record", "City"),
    "registry.region": pgettext_lazy("kind of record", "Region"),
    "registry.country": pgettext_lazy("kind of record", "Country"),
    "evidence.source": pgettext_lazy("kind of record", "Source"),
    "evidence.statement": pgettext_lazy("kind of record", "Statement"),
    "evidence.claim": pgettext_lazy("kind of record", "Figure"),
    "outcomes.reportedoutcome": pgettext_lazy("kind of record", "Outcome"),
    "outcomes.agreement": pgettext_lazy("kind of record", "Agreement"),
    "outcomes.commitment": pgettext_lazy("kind of record", "Commitment"),
    "outcomes.project": pgettext_lazy("kind of record", "Project"),
    "outcomes.practice": pgettext_lazy("kind of record", "Practice"),
}
