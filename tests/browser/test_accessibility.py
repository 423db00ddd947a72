"""WCAG 2.2 AA, measured by axe on every page, by day and by night, on a desk and on a phone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import clock
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.records import Record, model_of
from folkmoot.rooms.accounts import services
from folkmoot.rooms.accounts.terms import Role
from folkmoot.rooms.programme.services import create_task
from folkmoot.surfaces.desk.kinds import KINDS
from tests.accounts.conftest import PASSWORD
from tests.public import outcome_records
from tests.public.forum import Forum, make_forum

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# "target-size" is the rule of 2.2 AA that axe leaves off unless its tag is asked for.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
LOOKS = {
    "by day": ("light", 1280),
    "by night": ("dark", 1280),
    "by day on a phone": ("light", 390),
    "by night on a phone": ("dark", 390),
}


@dataclass(slots=True)
class Inspector:
    """Opens pages in one look and keeps what axe finds there."""

    page: Any
    address: str
    axe: Axe

    def meets_none(self, paths: list[str]) -> None:
        """Fail with every fault of every page: rule, where, and what axe says of it."""
        faults = [fault for path in paths for fault in self._faults_of(path)]
        assert not faults, "\n" + "\n".join(faults)

    def _faults_of(self, path: str) -> list[str]:
        answer = self.page.goto(self.address + path)
        if answer.status != 200:
            return [f"{path} answered {answer.status}"]
        self._open_everything()
        return [
            f"{path} {rule['id']} {node['target']}: {node['failureSummary']}\n  {node['html']}"
            for rule in self.axe.run(self.page, options=OPTIONS).response["violations"]
            for node in rule["nodes"]
        ]

    def _open_everything(self) -> None:
        """What is folded away is measured too; transitions are over before colours are read."""
        self.page.evaluate(
            "document.querySelectorAll('main details').forEach((one) => { one.open = true })"
        )
        self.page.wait_for_function(
            "document.getAnimations().every((one) => one.playState !== 'running')"
        )

    def sign_in(self, email: str) -> None:
        self.page.goto(self.address + reverse("account_login"))
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url("**/en/desk/")


@pytest.fixture(params=LOOKS, ids=[name.replace(" ", "-") for name in LOOKS])
def inspector(request: Any, browser: Any, live_server: Any) -> Iterator[Inspector]:
    scheme, width = LOOKS[request.param]
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 900}, locale="en-GB"
    )
    yield Inspector(context.new_page(), live_server.url, Axe())
    context.close()


@pytest.fixture
def forum(transactional_db: None) -> Forum:
    return make_forum()


@pytest.fixture
def secretary(transactional_db: None) -> str:
    """The e-mail address of somebody who may open every screen."""
    at = clock.now()
    user = services.create_account(
        actor=SYSTEM, email="vesna@forum.example", name="Vesna Holt", password=PASSWORD, at=at
    )
    for role in (Role.SECRETARIAT, Role.ADMINISTRATOR):
        services.grant_role(actor=SYSTEM, user=user, role=role, at=at)
    return user.email


def test_visitors_meet_no_barrier(inspector: Inspector, forum: Forum) -> None:
    inspector.meets_none(public_pages(forum))


def test_visitors_meet_no_barrier_on_the_pages_of_outcomes(
    inspector: Inspector, transactional_db: None
) -> None:
    inspector.meets_none(outcome_pages(outcome_records.make_record()))


def test_organisers_meet_no_barrier_at_the_desk(
    inspector: Inspector, forum: Forum, secretary: str
) -> None:
    create_task(
        actor=SYSTEM,
        values={"edition": forum.second, "title": Multilingual.of("en", en="Light the lamps")},
        at=clock.now(),
    )
    inspector.sign_in(secretary)
    inspector.meets_none(desk_pages(forum))


def test_organisers_meet_no_barrier_in_the_forms_of_records(
    inspector: Inspector, forum: Forum, secretary: str
) -> None:
    inspector.sign_in(secretary)
    inspector.meets_none(record_pages(forum))


def test_people_meet_no_barrier_around_their_account(inspector: Inspector, secretary: str) -> None:
    before = ["account_login", "account_reset_password"]
    within = [
        "accounts_profile", "account_email", "account_change_password", "accounts_close",
        "mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn",
        "usersessions_list", "account_logout",
    ]  # fmt: skip
    inspector.meets_none([reverse(name) for name in before])
    inspector.sign_in(secretary)
    inspector.meets_none([reverse(name) for name in within])


def test_no_component_is_a_barrier_in_any_state(inspector: Inspector) -> None:
    inspector.meets_none([reverse("patterns")])


def public_pages(forum: Forum) -> list[str]:
    edition = ["lantern-coast", "2"]
    programme = reverse("public:programme", args=edition)
    parts = ("edition", "now", "edition_people", "edition_sources", "edition_figures")
    return [
        reverse("public:home"),
        reverse("public:series", args=["lantern-coast"]),
        *(reverse(f"public:{name}", args=edition) for name in (*parts, "edition_outcomes")),
        programme,
        f"{programme}?view=city",
        f"{programme}?view=grid",
        reverse("public:programme_data", args=edition),
        reverse("public:programme_data", args=edition) + f"?choose={forum.sessions['plenary'].uid}",
        reverse("public:session", args=[forum.sessions["plenary"].uid]),
        reverse("public:person", args=[forum.mayor.uid]),
        reverse("public:organisation", args=[forum.chamber.uid]),
        reverse("public:region", args=[forum.region.code]),
        reverse("public:source", args=[forum.article.uid]),
        reverse("public:source", args=[forum.bulletin.uid]),
        reverse("public:figures"),
        reverse("public:search"),
        reverse("public:search") + "?q=lantern",
        reverse("public:search") + "?q=nothingofthekind",
        reverse("public:home").replace("/en/", "/ru/"),
    ]


def outcome_pages(record: outcome_records.Record) -> list[str]:
    edition = [record.edition.series.slug, "2031"]
    parts = ("edition", "edition_agreements", "edition_results", "edition_projects")
    records = (
        ("agreement", record.contract), ("agreement", record.accord), ("agreement", record.secret),
        ("commitment", record.berths), ("project", record.project), ("practice", record.practice),
    )  # fmt: skip
    return [
        *(reverse(f"public:{name}") for name in ("register", "commitments", "verify")),
        reverse("public:register") + "?party=nobody",
        reverse("public:series_results", args=edition[:1]),
        *(reverse(f"public:{name}", args=edition) for name in parts),
        *(reverse(f"public:{name}", args=[one.uid]) for name, one in records),
    ]


def desk_pages(forum: Forum) -> list[str]:
    alone = (
        "home", "search", "jobs", "outbox", "access", "sources", "source_upload",
        "source_catalogue", "disagreements", "duplicates", "runs", "run_new",
    )  # fmt: skip
    parts = ("", "_tasks", "_places", "_release", "_access", "_copy")
    listed = [name for name, kind in KINDS.items() if not kind.is_part]
    return [
        *(reverse(f"desk:{name}") for name in alone),
        *(reverse(f"desk:edition{part}", args=[forum.second.uid]) for part in parts),
        *(reverse(f"desk:timetable{part}", args=[forum.second.uid]) for part in ("", "_add")),
        reverse("desk:timetable_session", args=[forum.second.uid, forum.sessions["plenary"].uid]),
        reverse("desk:source_review", args=[forum.article.uid]),
        *(reverse("desk:record_list", args=[name]) for name in listed),
    ]


def record_pages(forum: Forum) -> list[str]:
    """The form of one record of each kind, and for one the history and the way to remove it."""
    pages = [
        reverse("desk:record_edit", args=[name, one.uid])
        for name, kind in KINDS.items()
        if not kind.is_part and (one := any_of(name)) is not None
    ]
    edition = ["programme.edition", forum.second.uid]
    pages += [reverse(f"desk:record_{page}", args=edition) for page in ("history", "remove")]
    parent = f"?edition={forum.second.uid}"
    return [*pages, reverse("desk:record_new", args=["programme.session"]) + parent]


def any_of(kind: str) -> Record | None:
    return model_of(kind)._default_manager.order_by("pk").first()
