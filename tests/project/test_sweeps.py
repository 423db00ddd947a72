"""Once a day, what is kept only for a while is removed."""

import uuid
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django_tasks_db.models import DBTaskResult

from folkmoot.kernel import clock
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.models import Job, OutboxMessage
from folkmoot.kernel.outbox import post_mail
from folkmoot.kernel.retention import sweep_kernel
from folkmoot.project.sweeps import sweep_rooms
from folkmoot.rooms.accounts import services
from folkmoot.rooms.accounts.models import Invitation, User
from folkmoot.rooms.accounts.terms import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("days", "kept"), [(10, True), (60, False)])
def test_an_invitation_goes_thirty_days_after_it_ended(days, kept):
    at = clock.now() - timedelta(days=days)
    services.invite(actor=SYSTEM, email="runa@forum.example", role=Role.READER, at=at)

    sweep_rooms(at=clock.now())

    assert Invitation.objects.exists() is kept


@pytest.mark.parametrize(("days", "body"), [(89, "Welcome."), (91, "")])
def test_a_sent_mail_is_emptied_after_ninety_days(days, body, noon):
    post_mail(to="runa@forum.example", subject="Hello", body="Welcome.", language="en", at=noon)

    sweep_kernel(at=noon + timedelta(days=days))

    assert OutboxMessage.objects.get().body == body


@pytest.mark.parametrize(("days", "kept"), [(29, True), (31, False)])
def test_a_job_goes_thirty_days_after_it_ended(days, kept, noon):
    Job.objects.create(
        uid=uuid.uuid4(), name="x", title="x", actor_key="user:1", created_at=noon, ended_at=noon
    )

    sweep_kernel(at=noon + timedelta(days=days))

    assert Job.objects.exists() is kept


@pytest.mark.parametrize(("days", "kept"), [(13, True), (15, False)])
def test_a_session_goes_with_the_address_it_came_from_when_it_has_run_out(days, kept):
    browser = Client()
    runa = User.objects.create_user("runa@forum.example", None, name="Runa")
    browser.force_login(runa)
    UserSession.objects.create(
        user=runa, session_key=browser.session.session_key, ip="192.0.2.1", user_agent="-"
    )

    sweep_rooms(at=clock.now() + timedelta(days=days))

    assert (UserSession.objects.exists(), Session.objects.exists()) == (kept, kept)


@pytest.mark.parametrize(("days", "kept"), [(29, True), (31, False)])
def test_a_task_goes_thirty_days_after_it_ended(days, kept, noon):
    values = {"args_kwargs": {}, "task_path": "x", "backend_name": "default", "run_after": noon}
    DBTaskResult.objects.create(status="SUCCESSFUL", finished_at=noon, **values)
    waiting = DBTaskResult.objects.create(status="READY", **values)

    sweep_kernel(at=noon + timedelta(days=days))

    rest = DBTaskResult.objects.exclude(pk=waiting.pk)
    assert (rest.exists(), DBTaskResult.objects.filter(pk=waiting.pk).exists()) == (kept, True)
