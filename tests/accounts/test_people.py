"""Roles are given and taken, profiles changed, accounts exported and closed."""

import json
import re
import threading

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client

from folkmoot.kernel import audit
from folkmoot.kernel.actors import EVERYWHERE, SYSTEM, VISITOR
from folkmoot.kernel.models import AuditEntry, OutboxMessage
from folkmoot.kernel.refusals import Invalid, NotAllowed
from folkmoot.rooms.accounts import services
from folkmoot.rooms.accounts.models import Grant, User
from folkmoot.rooms.accounts.queries import actor_of
from folkmoot.rooms.accounts.terms import AlreadyGranted, LastAdministrator, Role, RoleTooHigh
from tests.accounts.conftest import EDITION, PASSWORD, SERIES
from tests.conftest import actor_with

pytestmark = pytest.mark.django_db


def session_of(user: User) -> UserSession:
    store = SessionStore()
    store.create()
    return UserSession.objects.create(
        user=user, ip="192.0.2.7", user_agent="Lantern/1", session_key=store.session_key
    )


def test_a_secretary_gives_and_takes_a_role_in_their_edition(edition_secretary, account, noon):
    ilo = account()

    grant = services.grant_role(
        actor=edition_secretary, user=ilo, role=Role.EDITOR, scope=EDITION, around=[SERIES], at=noon
    )
    assert [(one.role, one.scope) for one in actor_of(ilo).grants] == [(Role.EDITOR, EDITION)]
    services.withdraw_role(actor=edition_secretary, grant=grant, around=[SERIES], at=noon)

    assert actor_of(ilo).grants == ()
    assert [entry.action for entry in audit.history(grant.ref)] == ["removed", "created"]


def test_a_role_is_given_once(edition_secretary, account, noon):
    ilo = account("ilo@forum.example", (Role.EDITOR, EDITION))

    with pytest.raises(AlreadyGranted):
        services.grant_role(
            actor=edition_secretary, user=ilo, role=Role.EDITOR, scope=EDITION,
            around=[SERIES], at=noon,
        )  # fmt: skip


def test_a_secretary_takes_no_role_that_they_could_not_give(edition_secretary, account, noon):
    ada = account("ada@forum.example", (Role.ADMINISTRATOR, EDITION), (Role.READER, EVERYWHERE))
    administrator, reader = ada.grants.order_by("role")

    with pytest.raises(RoleTooHigh):
        services.withdraw_role(
            actor=edition_secretary, grant=administrator, around=[SERIES], at=noon
        )
    with pytest.raises(NotAllowed):
        services.withdraw_role(actor=edition_secretary, grant=reader, around=[SERIES], at=noon)

    assert ada.grants.count() == 2


def test_the_last_administrator_stays_and_one_of_two_may_go(account, noon):
    everything = (Role.ADMINISTRATOR, EVERYWHERE)
    ada, bo = account("ada@forum.example", everything), account("bo@forum.example", everything)

    services.withdraw_role(actor=actor_of(ada), grant=bo.grants.get(), at=noon)
    with pytest.raises(LastAdministrator):
        services.withdraw_role(actor=actor_of(ada), grant=ada.grants.get(), at=noon)
    with pytest.raises(LastAdministrator):
        services.close_account(actor=actor_of(ada), user=ada, at=noon)

    assert [grant.user for grant in Grant.objects.all()] == [ada]


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_two_administrators_who_withdraw_each_other_at_once_cannot_both_succeed(account, noon):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time anyway")
    everything = (Role.ADMINISTRATOR, EVERYWHERE)
    ada, bo = account("ada@forum.example", everything), account("bo@forum.example", everything)
    together, refused = threading.Barrier(2), []

    def withdraw(actor, grant):
        together.wait()
        try:
            services.withdraw_role(actor=actor, grant=grant, at=noon)
        except LastAdministrator as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    pairs = [(actor_of(ada), bo.grants.get()), (actor_of(bo), ada.grants.get())]
    threads = [threading.Thread(target=withdraw, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(refused), Grant.objects.count()) == (1, 1)


def test_people_change_their_own_profile_and_nobody_elses(account, noon):
    ilo, ada = account(), account("ada@forum.example", name="Ada Brook")
    values = {
        "name": "Ilo M.",
        "language": "be",
        "time_zone": "Europe/Minsk",
        "email": "x@y.example",
    }

    services.change_profile(actor=actor_of(ilo), user=ilo, values=values, at=noon)
    with pytest.raises(NotAllowed):
        services.change_profile(actor=actor_of(ilo), user=ada, values=values, at=noon)

    ilo.refresh_from_db()
    assert (ilo.name, ilo.language, ilo.time_zone) == ("Ilo M.", "be", "Europe/Minsk")
    assert ilo.email == "ilo@forum.example"
    ada.refresh_from_db()
    assert ada.name == "Ada Brook"


@pytest.mark.parametrize("values", [{"language": "xx"}, {"time_zone": "Mars/Olympus"}])
def test_a_language_or_zone_that_does_not_exist_is_refused(values, account, noon):
    ilo = account()

    with pytest.raises(Invalid) as refused:
        services.change_profile(actor=actor_of(ilo), user=ilo, values=values, at=noon)

    assert set(refused.value.errors) == set(values)


def test_the_first_administrator_comes_from_the_command_line(noon):
    ada = services.create_admin(
        actor=SYSTEM, email="Ada@Forum.example", name="Ada", password=PASSWORD, at=noon
    )
    again = services.create_admin(
        actor=SYSTEM, email="ada@forum.example", name="", password="something else", at=noon
    )

    assert again == ada
    assert again.check_password(PASSWORD)
    assert [(one.role, one.scope) for one in actor_of(ada).grants] == [
        (Role.ADMINISTRATOR, EVERYWHERE)
    ]


@pytest.mark.parametrize(
    ("actor", "refusal"), [(VISITOR, NotAllowed), (actor_with("secretariat"), RoleTooHigh)]
)
def test_only_the_system_or_an_administrator_makes_administrators(actor, refusal, noon):
    with pytest.raises(refusal):
        services.create_admin(
            actor=actor, email="ada@forum.example", name="", password=PASSWORD, at=noon
        )

    assert User.objects.count() == 0


def test_an_account_needs_a_good_address_and_password(account, noon):
    account("ilo@forum.example")

    refusals = []
    for email, password in (("nowhere", PASSWORD), ("ILO@forum.example", "short")):
        with pytest.raises(Invalid) as refused:
            services.create_account(actor=SYSTEM, email=email, name="", password=password, at=noon)
        refusals.append(set(refused.value.errors))

    assert refusals == [{"email"}, {"email", "password"}]


def test_the_trail_never_holds_a_password_in_any_form(account):
    ilo = account()

    trail = str(list(AuditEntry.objects.values_list("before", "after")))
    assert ilo.password not in trail
    assert PASSWORD not in trail


def test_a_person_signs_out_everywhere_else(account, noon):
    ilo = account()
    here, there = session_of(ilo), session_of(ilo)

    ended = services.end_sessions(
        actor=actor_of(ilo), user=ilo, at=noon, except_key=here.session_key
    )

    assert ended == 1
    assert [one.session_key for one in UserSession.objects.all()] == [here.session_key]
    assert not SessionStore().exists(there.session_key)


def test_only_oneself_or_an_administrator_ends_sessions(account, administrator, noon):
    ilo, ada = account(), account("ada@forum.example")
    session_of(ilo)

    with pytest.raises(NotAllowed):
        services.end_sessions(actor=actor_of(ada), user=ilo, at=noon)
    assert UserSession.objects.count() == 1
    assert services.end_sessions(actor=administrator, user=ilo, at=noon) == 1


def test_a_person_signs_out_in_one_other_place(account, client, noon):
    ilo = account()
    lost, kept = Client(), Client()
    for browser in (client, lost, kept):
        browser.post("/en/accounts/login/", {"login": ilo.email, "password": PASSWORD})
    page = client.get("/en/accounts/sessions/").content.decode()
    ways = re.findall(r'action="(/en/accounts/sessions/\d+/end/)"', page)
    number = UserSession.objects.get(session_key=lost.session.session_key).pk

    answer = client.post(f"/en/accounts/sessions/{number}/end/")

    assert len(ways) == 2  # the one asking has a way of its own: signing out
    assert answer["Location"] == "/en/accounts/sessions/"
    reached = [one.get("/en/accounts/").status_code for one in (client, lost, kept)]
    assert reached == [200, 302, 200]
    assert audit.history(ilo.ref)[0].action == "signed out"


def test_nobody_ends_a_session_of_somebody_else(account, client, noon):
    ilo, ada = account(), account("ada@forum.example")
    hers = session_of(ada)

    with pytest.raises(NotAllowed):
        services.end_session(actor=actor_of(ilo), user=ada, number=hers.pk, at=noon)
    client.force_login(ilo)
    answer = client.post(f"/en/accounts/sessions/{hers.pk}/end/")

    assert answer.status_code == 404
    assert SessionStore().exists(hers.session_key)


def test_an_export_holds_what_is_kept_and_no_secret(account, noon):
    ilo = account("ilo@forum.example", (Role.EDITOR, EDITION))
    session_of(ilo)
    Authenticator.objects.create(user=ilo, type="totp", data={"secret": "S3CR3T"})

    exported = services.export_account(actor=actor_of(ilo), user=ilo, at=noon)

    text = json.dumps(exported)
    assert exported["account"]["email"] == "ilo@forum.example"
    assert [(row["role"], row["scope_kind"]) for row in exported["roles"]] == [
        ("editor", "edition")
    ]
    assert exported["sessions"][0]["ip"] == "192.0.2.7"
    assert exported["second_factors"][0]["type"] == "totp"
    assert "S3CR3T" not in text
    assert ilo.password not in text


def test_nobody_exports_or_closes_somebody_elses_account(account, noon):
    ilo, ada = account(), account("ada@forum.example")

    for service in (services.export_account, services.close_account):
        with pytest.raises(NotAllowed):
            service(actor=actor_of(ada), user=ilo, at=noon)


def test_closing_an_account_forgets_the_person_everywhere_and_keeps_the_key(
    edition_secretary, account, noon
):
    ilo = account("ilo@forum.example", (Role.EDITOR, EDITION))
    services.invite(
        actor=edition_secretary, email=ilo.email, role=Role.READER, scope=EDITION,
        around=[SERIES], name="Ilo Marsh", at=noon,
    )  # fmt: skip
    services.change_profile(actor=actor_of(ilo), user=ilo, values={"name": "Ilo M."}, at=noon)
    session_of(ilo)
    Authenticator.objects.create(user=ilo, type="totp", data={"secret": "S3CR3T"})

    services.close_account(actor=actor_of(ilo), user=ilo, at=noon)

    ilo.refresh_from_db()
    assert (ilo.email, str(ilo), ilo.is_active, ilo.has_usable_password()) == (
        f"{ilo.uid}@closed.invalid", "former user", False, False,
    )  # fmt: skip
    for model in (EmailAddress, Authenticator, UserSession, Grant):
        assert not model.objects.filter(user=ilo).exists()
    assert not OutboxMessage.objects.filter(to="ilo@forum.example").exists()
    trail = AuditEntry.objects.exclude(actor_key=edition_secretary.key)
    kept = str(list(AuditEntry.objects.values()))
    assert "Ilo" not in kept
    assert "ilo@" not in kept
    assert f"user:{ilo.pk}" in set(trail.values_list("actor_key", flat=True))


def test_a_closed_account_stays_closed(account, noon):
    ilo = account()
    first = services.close_account(actor=actor_of(ilo), user=ilo, at=noon)

    again = services.close_account(actor=actor_with("administrator"), user=ilo, at=noon)

    assert (again.email, again.version) == (first.email, first.version)
    assert actor_of(again) == VISITOR
