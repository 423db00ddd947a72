"""What each role may do, where, and how a list obeys the same rule."""

import pytest

from folkmoot.kernel.actors import EVERYWHERE, SYSTEM, VISITOR, Scope
from folkmoot.kernel.refusals import NotAllowed
from folkmoot.rooms.accounts import policies
from folkmoot.rooms.accounts.terms import Permission, Role, RoleTooHigh
from tests.accounts.conftest import EDITION, OTHER_EDITION, SERIES
from tests.conftest import actor_with

P = Permission
READER = {P.DESK_OPEN, P.EVIDENCE_READ, P.PROGRAMME_READ_DRAFT, P.OUTCOMES_READ}
REVIEWER = READER | {P.EVIDENCE_INGEST, P.EVIDENCE_REVIEW, P.REGISTRY_EDIT}
EDITOR = READER | {P.PROGRAMME_SESSIONS}
SECRETARIAT = (
    REVIEWER
    | EDITOR
    | {
        P.ACCOUNTS_INVITE,
        P.PROGRAMME_CREATE,
        P.PROGRAMME_EDIT,
        P.PROGRAMME_RELEASE,
        P.OUTCOMES_EDIT,
        P.OUTCOMES_NEGOTIATE,
        P.OUTCOMES_SIGNING,
        P.OUTCOMES_REGISTER,
        P.OUTCOMES_VERIFY,
        P.OUTCOMES_ASSESS,
        P.OUTBOX_MANAGE,
    }
)
TABLE = {
    Role.READER: READER,
    Role.REVIEWER: REVIEWER,
    Role.EDITOR: EDITOR,
    Role.SECRETARIAT: SECRETARIAT,
    Role.NEGOTIATOR: {P.DESK_OPEN, P.OUTCOMES_NEGOTIATE},
    Role.ASSESSOR: {P.DESK_OPEN, P.OUTCOMES_READ, P.OUTCOMES_ASSESS},
    Role.ADMINISTRATOR: set(Permission),
}
PATH = (EDITION, SERIES)
SHARED = {P.DESK_OPEN, P.REGISTRY_EDIT, P.EVIDENCE_READ, P.EVIDENCE_INGEST, P.EVIDENCE_REVIEW}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_a_role_may_do_in_its_edition_what_the_table_says_and_nothing_elsewhere(role, permission):
    actor = actor_with(role, EDITION)

    decided = [
        policies.decide(actor, permission, path).is_allowed
        for path in (PATH, (OTHER_EDITION, SERIES), (SERIES,))
    ]

    assert decided == [permission in TABLE[role], False, False]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_a_role_in_one_edition_reaches_shared_records_but_nothing_else_without_a_scope(
    role, permission
):
    decided = policies.decide(actor_with(role, EDITION), permission).is_allowed

    assert decided == (permission in TABLE[role] and permission in SHARED)


@pytest.mark.parametrize(
    ("scope", "reached"),
    [
        (EVERYWHERE, [True, True, True]),
        (SERIES, [True, True, True]),
        (EDITION, [True, False, False]),
        (Scope("venue", "v1"), [False, False, False]),
    ],
)
def test_a_grant_reaches_what_lies_inside_its_scope(scope, reached):
    actor = actor_with(Role.SECRETARIAT, scope)
    paths = (PATH, (OTHER_EDITION, SERIES), (SERIES,))

    decided = [policies.decide(actor, P.PROGRAMME_EDIT, path).is_allowed for path in paths]

    assert decided == reached


def test_a_team_of_one_venue_edits_its_sessions_and_no_others():
    actor = actor_with(Role.EDITOR, Scope("venue", "v1"))

    ours = policies.decide(actor, P.PROGRAMME_SESSIONS, (*PATH, Scope("venue", "v1")))
    theirs = policies.decide(actor, P.PROGRAMME_SESSIONS, (*PATH, Scope("venue", "v2")))

    assert (ours.is_allowed, theirs.is_allowed) == (True, False)


@pytest.mark.parametrize("permission", Permission)
def test_a_visitor_may_do_nothing_and_the_system_everything(permission):
    assert not policies.decide(VISITOR, permission, PATH).is_allowed
    assert policies.decide(SYSTEM, permission, PATH).is_allowed


def test_a_path_that_is_an_iterator_does_not_count_as_no_path():
    actor = actor_with(Role.REVIEWER, EDITION)

    decided = policies.decide(actor, P.EVIDENCE_REVIEW, iter((OTHER_EDITION, SERIES)))

    assert not decided.is_allowed


def test_a_decision_tells_the_grant_or_what_is_missing():
    allowed = policies.decide(actor_with(Role.READER, EDITION), P.DESK_OPEN, PATH)
    denied = policies.decide(VISITOR, P.DESK_OPEN, PATH)

    assert allowed == policies.Decision(True, "reader in edition")
    assert denied == policies.Decision(False, "no role of visitor has desk.open here")


def test_a_refusal_names_the_permission(reader):
    with pytest.raises(NotAllowed) as refused:
        policies.require(reader, P.PROGRAMME_EDIT, PATH)

    assert refused.value.fields["permission"] == P.PROGRAMME_EDIT


def test_lists_are_limited_to_the_scopes_in_which_the_role_has_the_permission():
    actor = actor_with(Role.EDITOR, EDITION)

    assert policies.granted_scopes(actor, P.PROGRAMME_SESSIONS) == {EDITION}
    assert policies.granted_scopes(actor, P.PROGRAMME_RELEASE) == frozenset()
    assert policies.granted_scopes(SYSTEM, P.PROGRAMME_RELEASE) == {EVERYWHERE}
    assert policies.granted_scopes(VISITOR, P.DESK_OPEN) == frozenset()


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_a_list_and_a_single_object_obey_the_same_rule(role, permission):
    actor = actor_with(role, EDITION)
    scopes = policies.granted_scopes(actor, permission)

    in_list = EVERYWHERE in scopes or bool(scopes & set(PATH))

    assert in_list == policies.decide(actor, permission, PATH).is_allowed


@pytest.mark.parametrize(
    ("giver", "given", "may"),
    [
        (Role.SECRETARIAT, Role.READER, True),
        (Role.SECRETARIAT, Role.SECRETARIAT, True),
        (Role.SECRETARIAT, Role.ADMINISTRATOR, False),
        (Role.REVIEWER, Role.READER, False),
        (Role.ADMINISTRATOR, Role.ADMINISTRATOR, True),
    ],
)
def test_nobody_gives_more_than_they_have_and_only_inviters_give(giver, given, may):
    assert policies.may_give(actor_with(giver, EDITION), given, EDITION, [SERIES]) is may


def test_giving_too_high_a_role_is_told_apart_from_not_inviting_at_all():
    with pytest.raises(RoleTooHigh):
        policies.require_may_give(
            actor_with(Role.SECRETARIAT, EDITION), Role.ADMINISTRATOR, EDITION, [SERIES]
        )
    with pytest.raises(NotAllowed):
        policies.require_may_give(actor_with(Role.READER, EDITION), Role.READER, EDITION, [SERIES])


@pytest.mark.parametrize("scope", [EVERYWHERE, SERIES, OTHER_EDITION])
def test_a_right_in_one_edition_gives_nothing_outside_it_whatever_path_is_brought(scope):
    actor = actor_with(Role.SECRETARIAT, EDITION)

    assert not policies.may_give(actor, Role.READER, scope, [EDITION, SERIES])


def test_a_path_keeps_only_what_is_wider_than_its_scope():
    venue = Scope("venue", "v1")

    assert policies.path_from(venue, [SERIES, EDITION, venue]) == (venue, SERIES, EDITION)
    assert policies.path_from(SERIES, [EDITION]) == (SERIES,)
    assert policies.path_from(EVERYWHERE, [EDITION]) == ()
