"""What a request knows of who asks, and what the daily sweep does."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from folkmoot.kernel.actors import VISITOR
from folkmoot.rooms.accounts.queries import actor_of
from folkmoot.rooms.accounts.terms import Role
from folkmoot.rooms.accounts.web.middleware import ActorMiddleware
from tests.accounts.conftest import EDITION

pytestmark = pytest.mark.django_db


class Nobody:
    is_authenticated = False


def asked_by(user: object) -> tuple[object, str]:
    """The actor and the time zone that a view sees."""
    seen: list[object] = []

    def view(request: object) -> HttpResponse:
        seen.extend((request.actor, timezone.get_current_timezone_name()))
        return HttpResponse()

    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "some session"
    request.user = user
    ActorMiddleware(view)(request)
    return seen[0], str(seen[1])


def test_a_signed_in_person_acts_with_their_roles_and_sees_times_in_their_zone(account):
    ilo = account("ilo@forum.example", (Role.READER, EDITION), time_zone="Asia/Vladivostok")

    actor, zone = asked_by(ilo)

    assert (actor, zone) == (actor_of(ilo), "Asia/Vladivostok")
    assert timezone.get_current_timezone_name() == "UTC"


def test_anybody_else_is_a_visitor_in_utc():
    assert asked_by(Nobody()) == (VISITOR, "UTC")


def test_a_visitor_without_a_session_costs_no_query(django_assert_num_queries):
    request = RequestFactory().get("/")

    with django_assert_num_queries(0):
        ActorMiddleware(lambda _request: HttpResponse())(request)
