"""What every desk page shares: who may come in, the navigation, messages with undo."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from folkmoot.kernel.actors import Actor
from folkmoot.kernel.models import AuditEntry
from folkmoot.kernel.records import RecordRef
from folkmoot.kernel.refusals import NotAllowed
from folkmoot.rooms.accounts.policies import decide, granted_scopes
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.surfaces.desk.kinds import KINDS
from folkmoot.ui.navigation import Crumb, NavGroup, NavItem

View = Callable[..., HttpResponse]


def desk_view(view: View) -> View:
    """Ask strangers to sign in, and let in only those with a role at the desk.

    Raises:
        NotAllowed: signed in, but without any role.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not granted_scopes(actor_of(request), Permission.DESK_OPEN):
            raise NotAllowed(permission=Permission.DESK_OPEN)
        answer = view(request, *args, **kwargs)
        # Pages of the desk hold drafts and personal data: no cache may keep them.
        answer.headers.setdefault("Cache-Control", "no-store, private")
        return answer

    guarded: View = login_required(checked)
    return guarded


def actor_of(request: HttpRequest) -> Actor:
    """Who acts in this request."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def zone_of(request: HttpRequest) -> ZoneInfo:
    """The time zone the person reads the desk in."""
    try:
        return ZoneInfo(getattr(request.user, "time_zone", "") or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def desk_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    crumbs: tuple[Crumb, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """Render a page inside the desk's frame. No query of its own."""
    actor = actor_of(request)
    frame = {
        "desk_navigation": navigation(actor, request.path),
        "user_label": actor.label,
        "user_menu": _user_menu(),
        "breadcrumbs": (Crumb(_("Desk"), reverse("desk:home")), *crumbs) if crumbs else (),
        "desk_zone": zone_of(request),
    }
    return render(request, template, {**frame, **context}, status=status)


def say_saved(request: HttpRequest, sentence: str, ref: RecordRef) -> None:
    """A message after saving, with the way back. One query."""
    entry = AuditEntry.objects.filter(kind=ref.kind, uid=ref.uid).order_by("-id").first()
    messages.success(request, sentence, extra_tags=str(entry.pk) if entry else "")


def navigation(actor: Actor, path: str) -> tuple[NavGroup, ...]:
    """What the actor may open, grouped as the work is."""

    def may(permission: Permission) -> bool:
        return decide(actor, permission).is_allowed

    def item(label: str, url: str, icon: str) -> NavItem:
        is_current = path == url if url == reverse("desk:home") else path.startswith(url)
        return NavItem(label, url, is_current, icon)

    def lists(*names: str) -> tuple[NavItem, ...]:
        kinds = [KINDS[name] for name in names if KINDS[name].is_readable(actor)]
        return tuple(
            item(str(one.title_many), reverse("desk:record_list", args=[one.name]), one.icon)
            for one in kinds
        )

    work = [item(_("Overview"), reverse("desk:home"), "home")]
    work.append(item(_("Jobs"), reverse("desk:jobs"), "clock"))
    if may(Permission.OUTBOX_MANAGE):
        work.append(item(_("Outbox"), reverse("desk:outbox"), "inbox"))
    if may(Permission.ACCOUNTS_INVITE):
        work.append(item(_("Access"), reverse("desk:access"), "settings"))
    groups = (
        NavGroup("", tuple(work)),
        NavGroup(
            _("Forums"),
            lists(
                "programme.series",
                "programme.edition",
                "programme.session",
                "programme.venue",
                "programme.task",
            ),
        ),
        NavGroup(_("Outcomes"), _outcomes(actor, item, lists)),
        NavGroup(
            _("Evidence"), (*_review(actor, item), *lists("evidence.statement", "evidence.claim"))
        ),
        NavGroup(
            _("Registry"),
            (
                *lists(
                    "registry.person", "registry.organisation", "registry.city", "registry.region"
                ),
                *_duplicates(actor, item),
            ),
        ),
    )
    return tuple(group for group in groups if group.items)


def _outcomes(
    actor: Actor,
    item: Callable[[str, str, str], NavItem],
    lists: Callable[..., tuple[NavItem, ...]],
) -> tuple[NavItem, ...]:
    sees = (Permission.OUTCOMES_READ, Permission.OUTCOMES_NEGOTIATE)
    agreements = any(granted_scopes(actor, one) for one in sees)
    return (
        *((item(_("Agreements"), reverse("desk:agreements"), "document"),) if agreements else ()),
        *((item(_("Commitments"), reverse("desk:commitments"), "check"),) if agreements else ()),
        *_following(actor, item),
        *lists("outcomes.project", "outcomes.practice", "outcomes.adoption"),
        *lists("outcomes.reportedoutcome"),
    )


def _following(actor: Actor, item: Callable[[str, str, str], NavItem]) -> tuple[NavItem, ...]:
    pages = (
        (Permission.OUTCOMES_VERIFY, _("Reports to check"), "verification", "inbox"),
        (Permission.OUTCOMES_ASSESS, _("Assessments"), "assessments", "figure"),
    )
    return tuple(
        item(label, reverse(f"desk:{name}"), icon)
        for permission, label, name, icon in pages
        if granted_scopes(actor, permission)
    )


def _review(actor: Actor, item: Callable[[str, str, str], NavItem]) -> tuple[NavItem, ...]:
    if not granted_scopes(actor, Permission.EVIDENCE_READ):
        return ()
    inbox = decide(actor, Permission.EVIDENCE_REVIEW).is_allowed
    return (
        *((item(_("Inbox"), reverse("desk:inbox"), "inbox"),) if inbox else ()),
        item(_("Sources"), reverse("desk:sources"), "document"),
        item(_("Disagreements"), reverse("desk:disagreements"), "warning"),
    )


def _duplicates(actor: Actor, item: Callable[[str, str, str], NavItem]) -> tuple[NavItem, ...]:
    if not decide(actor, Permission.REGISTRY_MERGE).is_allowed:
        return ()
    return (item(_("Duplicates"), reverse("desk:duplicates"), "copy"),)


def _user_menu() -> tuple[NavItem, ...]:
    items = []
    for label, name, icon in (
        (_("Your account"), "accounts_profile", "user"),
        (_("Sign-in and security"), "mfa_index", "settings"),
        (_("Open sessions"), "usersessions_list", "clock"),
    ):
        try:
            items.append(NavItem(label, reverse(name), icon=icon))
        except NoReverseMatch:  # an installation may leave a part of sign-in out
            continue
    return tuple(items)
