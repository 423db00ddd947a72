"""Every way to an agreement leads to its workbench, and only for those who may know of it."""

from django.test import Client
from django.urls import reverse

from folkmoot.kernel.actors import Scope
from folkmoot.rooms.outcomes.models import Agreement, Clause
from tests.desk.agreements.conftest import party_of
from tests.desk.conftest import Forum, form_data, signed_in
from tests.outcomes.making import make_agreement, make_clause, make_edition


def page(name: str, agreement: Agreement) -> str:
    return reverse(f"desk:{name}", args=[agreement.uid])


def form(verb: str, kind: str, uid: object) -> str:
    return reverse(f"desk:record_{verb}", args=[f"outcomes.{kind}", uid])


def test_search_and_lists_lead_to_the_workbench(secretariat: Client, talks: Agreement) -> None:
    link = f'href="{page("agreement", talks)}"'

    found = secretariat.get(reverse("desk:search"), {"q": "ferry"}).content.decode()
    listed = secretariat.get(reverse("desk:record_list", args=["outcomes.agreement"]))

    assert link in found
    assert link in listed.content.decode()


def test_a_draft_is_not_found_by_who_may_not_know_of_it(forum: Forum) -> None:
    draft = make_agreement(forum.edition, "Secret plan")
    other = make_edition("2040")
    stranger = signed_in("reader", Scope("edition", str(other.uid)))

    asked = stranger.get(reverse("desk:search"), {"q": "secret"}).content.decode()
    listed = stranger.get(reverse("desk:agreements")).content.decode()
    pages = ("agreement", "agreement_parties", "agreement_acceptance", "agreement_propose")

    assert ("Secret plan" in asked, "Secret plan" in listed) == (False, False)
    assert {stranger.get(page(name, draft)).status_code for name in pages} == {404}
    assert stranger.get(form("edit", "agreement", draft.uid)).status_code == 404


def test_the_form_of_a_part_knows_its_agreement_and_leads_back_to_it(
    secretariat: Client, talks: Agreement
) -> None:
    party = party_of(talks, 1)
    address = form("edit", "party", party.uid)

    shown = secretariat.get(address).content.decode()
    saved = secretariat.post(address, form_data(secretariat, address))
    new = reverse("desk:record_new", args=["outcomes.party"]) + f"?agreement={talks.uid}"
    begun = secretariat.get(new).content.decode()

    for told in (shown, begun):
        assert f'href="{page("agreement", talks)}"' in told
        assert f'href="{page("agreement_parties", talks)}"' in told
    assert saved.headers["Location"] == page("agreement_parties", talks)


def test_a_clause_that_is_removed_leads_back_to_the_text(secretariat: Client, forum: Forum) -> None:
    draft = make_agreement(forum.edition)
    clause = make_clause(draft)

    answer = secretariat.post(form("remove", "clause", clause.uid))

    assert answer.headers["Location"] == page("agreement", draft)
    assert Clause.objects.count() == 0
