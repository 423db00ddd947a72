"""A new agreement to negotiate: one form, then its text."""

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.kernel.actors import SYSTEM, Scope
from folkmoot.rooms.outcomes.models import Agreement
from folkmoot.rooms.registry.services import create_region
from tests.desk.conftest import Forum, signed_in
from tests.outcomes.making import NOON, both, make_agreement, make_clause, make_edition, make_party

FERRIES = {
    "title_text_en": "Agreement on ferries",
    "title_text_ru": "Соглашение о паромах",
    "title_original": "en",
    "kind": "protocol",
    "languages": ["en", "ru"],
    "parties": "Harbour Region\n\n Mount Slate \nHarbour Region",
}


def page(forum: Forum) -> str:
    return reverse("desk:agreement_new", args=[forum.edition.uid])


def test_a_negotiation_begins_with_one_form(secretariat: Client, forum: Forum) -> None:
    country = forum.port.country
    values = {"code": "XA-H", "name": both("Harbour Region", "Гавань"), "country": country}
    region = create_region(actor=SYSTEM, values=values, at=NOON)

    answer = secretariat.post(page(forum), FERRIES)

    made = Agreement.objects.get()
    assert answer.headers["Location"] == reverse("desk:agreement", args=[made.uid])
    assert (str(made), made.kind, made.languages, made.authentic_languages) == (
        "Agreement on ferries", "protocol", ["en", "ru"], ["en", "ru"],
    )  # fmt: skip
    one, two = made.parties.order_by("place")
    assert (one.region, dict(one.name.texts)) == (
        region, {"en": "Harbour Region", "ru": "Гавань"},
    )  # fmt: skip
    assert (two.region, dict(two.name.texts)) == (None, {"en": "Mount Slate"})
    told = secretariat.get(answer.headers["Location"]).content.decode()
    assert "Write the first clause" in told


def test_the_clauses_of_an_earlier_agreement_are_copied_with_their_values_open(
    secretariat: Client, forum: Forum
) -> None:
    earlier = make_agreement(forum.edition, "Old accord")
    party = make_party(earlier)
    make_clause(earlier, "One.", heading=both("First", "Первое"), kind="purpose")
    make_clause(
        earlier,
        "{{who}} pays.",
        variables=[{"name": "who", "type": "party", "value": str(party.uid)}],
    )

    asked = secretariat.get(page(forum)).content.decode()
    secretariat.post(page(forum), {**FERRIES, "languages": ["en"], "pattern": earlier.uid})

    made = Agreement.objects.exclude(pk=earlier.pk).get()
    one, two = made.clauses.order_by("position")
    assert "Old accord (Third)" in asked
    assert (dict(one.heading.texts), dict(one.text.texts), one.kind) == (
        {"en": "First"}, {"en": "One."}, "purpose",
    )  # fmt: skip
    assert two.variables == [{"name": "who", "type": "party", "value": ""}]


def test_a_pattern_one_may_not_open_is_neither_offered_nor_taken(forum: Forum) -> None:
    secret = make_agreement(make_edition("2040", forum.series, ordinal=4), "Secret accord")
    make_clause(secret)
    office = signed_in("secretariat", Scope("edition", str(forum.edition.uid)))

    asked = office.get(page(forum)).content.decode()
    answer = office.post(page(forum), {**FERRIES, "pattern": secret.uid})

    assert "Secret accord" not in asked
    assert answer.status_code == 422
    assert list(Agreement.objects.all()) == [secret]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title_text_en": "", "title_text_ru": ""}, "title"),
        ({"kind": "treaty"}, "kind"),
        ({"languages": []}, "languages"),
        ({"parties": "x" * 6001}, "parties"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_written(
    secretariat: Client, forum: Forum, changed: dict[str, object], field: str
) -> None:
    answer = secretariat.post(page(forum), {**FERRIES, **changed})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Agreement.objects.count() == 0
    if field not in ("parties", "title"):
        assert "Соглашение о паромах" in answer.content.decode()


def test_only_who_edits_outcomes_here_begins_an_agreement(reader: Client, forum: Forum) -> None:
    other = signed_in("secretariat", Scope("edition", str(make_edition("2040").uid)))

    assert [reader.get(page(forum)).status_code, reader.post(page(forum)).status_code] == [403, 403]
    assert other.post(page(forum), FERRIES).status_code in (403, 404)
    assert Agreement.objects.count() == 0
