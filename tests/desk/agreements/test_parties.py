"""The parties of an agreement at the desk: order, who signs, who negotiates, earlier agreements."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from folkmoot.kernel.actors import SYSTEM, Scope
from folkmoot.rooms.accounts.models import Grant, Invitation
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Agreement, AgreementLink, Party, Signatory
from tests.desk.agreements.conftest import party_of
from tests.desk.conftest import Forum, signed_in, texts
from tests.outcomes.making import (
    NOON,
    make_agreement,
    make_edition,
    make_negotiation,
    make_party,
    make_signatory,
)

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
MIRA = {
    **texts("name", "Mira Solen"),
    **texts("title", "Governor"),
    "email": "mira@example.org",
    "language": "en",
    "authority": "charter",
    "authority_text": "Charter, article 41",
    "authority_from": "2025-01-01",
    "authority_until": "2099-12-31",
}


def page(agreement: Agreement) -> str:
    return reverse("desk:agreement_parties", args=[agreement.uid])


def do(client: Client, agreement: Agreement, deed: str, target: object = "", **sent: object):
    return client.post(page(agreement), {"do": deed, "target": str(target), **sent})


def naming(party: Party) -> str:
    return reverse("desk:agreement_signatory_new", args=[party.agreement.uid, party.uid])


def changing(signatory: Signatory) -> str:
    agreement = signatory.party.agreement
    return reverse("desk:agreement_signatory", args=[agreement.uid, signatory.uid])


def names(agreement: Agreement) -> list[str]:
    return [str(one) for one in agreement.parties.order_by("place", "id")]


def test_each_copy_names_its_own_party_first(reader: Client, talks: Agreement) -> None:
    answer = reader.get(page(talks))

    assert [(one["language"], one["parties"]) for one in answer.context["orders"]] == [
        ("en", ["Port Amber", "Mount Slate"]),
        ("ru", ["Mount Slate (ru)", "Port Amber (ru)"]),
    ]


def test_the_secretariat_changes_the_order_of_precedence_and_nobody_else(
    secretariat: Client, amber: Client, reader: Client, talks: Agreement
) -> None:
    third = make_party(talks, "Hill Town")

    denied = [do(one, talks, "move", third.uid, way="up").status_code for one in (amber, reader)]
    do(secretariat, talks, "move", third.uid, way="up")
    do(secretariat, talks, "move", third.uid, way="up")
    first = names(talks)
    do(secretariat, talks, "move", third.uid, way="down")

    assert denied == [403, 403]
    assert first == ["Hill Town", "Port Amber", "Mount Slate"]
    assert names(talks) == ["Port Amber", "Hill Town", "Mount Slate"]


def test_a_party_names_who_signs_for_it_with_authority_and_document(
    amber: Client, slate: Client, talks: Agreement
) -> None:
    party = party_of(talks, 1)
    document = SimpleUploadedFile("charter.pdf", PDF, "application/pdf")

    answer = amber.post(naming(party), {**MIRA, "document": document})

    assert answer.headers["Location"] == page(talks)
    one = Signatory.objects.get()
    assert (str(one.name), str(one.title), one.authority, one.authority_until) == (
        "Mira Solen", "Governor", "charter", date(2099, 12, 31),
    )  # fmt: skip
    file = reverse("desk:agreement_signatory_document", args=[talks.uid, one.uid])
    own, other = (client.get(page(talks)).content.decode() for client in (amber, slate))
    assert amber.get(file).content == PDF
    assert ("mira@example.org" in own, file in own) == (True, True)
    assert ("mira@example.org" in other, file in other) == (False, False)
    assert "Charter, article 41" in other
    assert slate.get(file).status_code == 404


def test_nobody_names_who_signs_for_another_party(
    slate: Client, reader: Client, talks: Agreement
) -> None:
    party = party_of(talks, 1)
    one = make_signatory(party)

    for client in (slate, reader):
        assert client.get(naming(party)).status_code == 403
        assert client.post(naming(party), MIRA).status_code == 403
        assert client.post(changing(one), MIRA).status_code == 403
        assert do(client, talks, "unsign", one.uid).status_code == 403
    assert [str(one) for one in Signatory.objects.all()] == ["Mira Solen"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name_text_en": ""}, "name"),
        ({"email": "nobody"}, "email"),
        ({"authority": "gift"}, "authority"),
        ({"authority_until": "2024-12-31"}, "authority_until"),
        ({"authority_until": "soon"}, "authority_until"),
        ({"document": SimpleUploadedFile("a.pdf", b"words", "application/pdf")}, "document"),
        ({"person": "Nobody Known"}, "person"),
    ],
)
def test_what_is_wrong_about_a_signatory_is_told_at_its_field(
    amber: Client, talks: Agreement, changed: dict[str, object], field: str
) -> None:
    answer = amber.post(naming(party_of(talks, 1)), {**MIRA, **changed})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert "Charter, article 41" in answer.content.decode()
    assert Signatory.objects.count() == 0


def test_two_who_change_a_signatory_at_once_are_told_and_lose_nothing(
    amber: Client, secretariat: Client, talks: Agreement
) -> None:
    one = make_signatory(party_of(talks, 1))
    secretariat.post(changing(one), {**MIRA, "authority_text": "Order 7", "version": one.version})

    answer = amber.post(
        changing(one), {**MIRA, "authority_text": "Order 9", "version": one.version}
    )
    one.refresh_from_db()
    kept = one.authority_text
    again = amber.post(changing(one), {**MIRA, "authority_text": "Order 9", "version": one.version})

    assert (answer.status_code, kept, again.status_code) == (409, "Order 7", 302)
    assert "Somebody else changed this meanwhile" in answer.content.decode()
    assert "Order 9" in answer.content.decode()


def test_a_missing_or_ended_authority_is_told(amber: Client, talks: Agreement) -> None:
    party = party_of(talks, 1)
    make_signatory(party, "No Basis", authority="", authority_from=None, authority_until=None)
    make_signatory(party, "Long Ago", authority_from=None, authority_until=date(2020, 1, 1))
    make_signatory(party, "Some Day", authority_from=date(2098, 1, 1), authority_until=None)

    answer = amber.get(page(talks))

    assert [one["fault"] for one in answer.context["parties"][0]["signatories"]] == [
        "no authority is named",
        "the authority has ended",
        "the authority has not begun",
    ]


def test_a_negotiator_is_invited_for_one_party_of_one_agreement(
    secretariat: Client, talks: Agreement
) -> None:
    party = party_of(talks, 2)

    answer = do(secretariat, talks, "invite", party.uid, email="una@example.org", name="Una",
                language="en")  # fmt: skip

    assert answer.status_code == 302
    made = Invitation.objects.get()
    assert (made.role, made.scope_kind, made.scope_uid, made.scope_label) == (
        "negotiator", "party", str(party.uid), "Mount Slate · Ferry accord",
    )  # fmt: skip
    assert "una@example.org" in secretariat.get(page(talks)).content.decode()


def test_nobody_is_invited_to_negotiate_for_a_whole_edition(
    secretariat: Client, forum: Forum
) -> None:
    address = reverse("desk:edition_access", args=[forum.edition.uid])

    answer = secretariat.post(
        address, {"email": "una@example.org", "role": "negotiator", "language": "en"}
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["role"])
    assert Invitation.objects.count() == 0


def test_who_negotiates_is_withdrawn_and_invited_again_from_the_same_page(
    secretariat: Client, amber: Client, talks: Agreement
) -> None:
    grant = Grant.objects.get(scope_uid=str(party_of(talks, 1).uid))
    do(secretariat, talks, "invite", party_of(talks, 2).uid, email="una@example.org",
       language="en")  # fmt: skip
    offer = reverse("desk:invitation", args=[Invitation.objects.get().uid])
    taken = reverse("desk:grant_withdraw", args=[grant.uid])

    denied = amber.post(offer, {"do": "withdraw"}).status_code, amber.post(taken).status_code
    resent = secretariat.post(offer, {"do": "resend"})
    withdrawn = secretariat.post(offer, {"do": "withdraw"})
    gone = secretariat.post(taken)

    assert denied == (403, 403)
    assert {one.headers["Location"] for one in (resent, withdrawn, gone)} == {page(talks)}
    assert amber.get(page(talks)).status_code == 403


def test_only_who_may_invite_invites_and_twice_is_told_at_the_form(
    secretariat: Client, amber: Client, reader: Client, talks: Agreement
) -> None:
    sent = {"email": "una@example.org", "language": "en"}
    party = party_of(talks, 2)

    denied = [do(one, talks, "invite", party.uid, **sent).status_code for one in (amber, reader)]
    wrong = do(secretariat, talks, "invite", party.uid, **{**sent, "email": "una"})
    do(secretariat, talks, "invite", party.uid, **sent)
    again = do(secretariat, talks, "invite", party.uid, **sent)

    forms = [one["negotiators"]["form"] for one in again.context["parties"]]
    assert denied == [403, 403]
    assert wrong.status_code == 422
    assert 'value="una"' in wrong.content.decode()
    assert (again.status_code, [list(one.errors) for one in forms]) == (409, [[], ["email"]])
    assert "Invite a negotiator" not in amber.get(page(talks)).content.decode()
    assert Invitation.objects.count() == 1


def test_an_earlier_agreement_is_found_named_and_taken_back(
    secretariat: Client, reader: Client, amber: Client, talks: Agreement
) -> None:
    earlier = make_agreement(talks.edition, "Bridge treaty")

    found = secretariat.get(page(talks), {"earlier": "bridge"})
    sent = {"earlier": earlier.uid, "relation": "amends"}
    denied = [do(one, talks, "link", **sent).status_code for one in (reader, amber)]
    made = do(secretariat, talks, "link", **sent)
    link = AgreementLink.objects.get()

    assert list(found.context["found"]) == [earlier]
    assert denied == [403, 404]
    assert made.status_code == 302
    assert (link.agreement, link.relation, link.earlier) == (talks, "amends", earlier)
    assert "Amends: " in reader.get(page(talks)).content.decode()
    assert "Amends this one" in reader.get(page(earlier)).content.decode()
    # The negotiator of a party may not know of the other agreement.
    assert "Bridge treaty" not in amber.get(page(talks)).content.decode()
    assert do(reader, talks, "unlink", link.uid).status_code == 403
    assert do(secretariat, talks, "unlink", link.uid).status_code == 302
    assert AgreementLink.objects.count() == 0


@pytest.mark.parametrize("sent", [{}, {"relation": "amends"}, {"relation": "likes"}])
def test_an_incomplete_choice_of_an_earlier_agreement_is_told(
    secretariat: Client, talks: Agreement, sent: dict[str, str]
) -> None:
    assert do(secretariat, talks, "link", **sent).status_code == 422
    assert AgreementLink.objects.count() == 0


def test_an_agreement_one_may_not_open_is_neither_found_nor_named(talks: Agreement) -> None:
    secret = make_agreement(make_edition("2040"), "Bridge treaty")
    office = signed_in("secretariat", Scope("edition", str(talks.edition.uid)), "s@example.org")

    assert office.get(page(talks), {"earlier": "bridge"}).context["found"] == []
    assert do(office, talks, "link", earlier=secret.uid, relation="amends").status_code == 404


def test_an_agreed_text_keeps_its_parties(secretariat: Client, talks: Agreement) -> None:
    text = services.offer_text(actor=SYSTEM, agreement=talks, at=NOON)
    for party in talks.parties.all():
        services.accept_text(actor=SYSTEM, text=text, party=party, hashes=text.hashes, at=NOON)

    told = secretariat.get(page(talks)).content.decode()
    answer = do(secretariat, talks, "move", party_of(talks, 2).uid, way="up")

    assert "Add a party" not in told
    assert answer.status_code == 409
    assert "The text is agreed" in answer.content.decode()
    assert "Say who signs, and by what authority: Port Amber, Mount Slate." in told


@pytest.mark.parametrize("count", [2, 6])
def test_cost_of_the_parties_does_not_grow_with_them(
    secretariat: Client, forum: Forum, django_assert_max_num_queries, count: int
) -> None:
    agreement = make_negotiation(forum.edition)
    for number in range(count):
        party = make_party(agreement, f"Town {number}")
        make_signatory(party)
        do(secretariat, agreement, "invite", party.uid, email=f"n{number}@example.org",
           language="en")  # fmt: skip
        other = make_agreement(forum.edition, f"Other {number}")
        values = {"agreement": agreement, "earlier": other, "relation": "amends"}
        services.create_agreement_link(actor=SYSTEM, values=values, at=NOON)

    with django_assert_max_num_queries(30):
        answer = secretariat.get(page(agreement))

    assert len(answer.context["parties"]) == count + 2
    assert len(answer.context["earlier"]) == count
