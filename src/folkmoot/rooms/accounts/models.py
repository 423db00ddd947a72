"""People who sign in, what they are granted, and invitations on their way."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.records import PersonalData, Record
from folkmoot.rooms.accounts.terms import Role, ScopeKind

# A name that can never receive mail (RFC 2606).
CLOSED_DOMAIN = "@closed.invalid"


class UserManager(BaseUserManager["User"]):
    """Makes users with a hashed password or none."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Store a user; without a password only a passkey, OIDC or a reset opens the account."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user by e-mail whatever its case."""
        return self.get(email=(username or "").lower())


class User(Record, AbstractBaseUser):
    """One person with an account."""

    is_portable = False
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=20, default="en")
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    is_active = models.BooleanField(_("active"), default=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    personal_data = PersonalData(
        fields=("email", "name", "language", "time_zone", "last_login"),
        why="Signing in, and naming who is accountable for a published fact.",
        retention="Until the account is closed.",
        export="As JSON from the account page.",
        erasure=(
            "E-mail and name are replaced, sign-in ends, grants are removed; "
            "the audit trail keeps the key."
        ),
    )

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_email")]

    def __str__(self) -> str:
        return gettext("former user") if self.is_closed else self.name or self.email

    @property
    def is_closed(self) -> bool:
        """Whether the account was closed and its owner forgotten."""
        return self.email.endswith(CLOSED_DOMAIN)

    def get_full_name(self) -> str:
        """What screens call the person."""
        return str(self)


class Grant(Record):
    """A role of a user in a scope: a pointer, because series and editions live above."""

    is_portable = False
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    scope_kind = models.CharField(_("scope"), max_length=10, choices=ScopeKind, blank=True)
    scope_uid = models.CharField(max_length=36, blank=True)

    personal_data = PersonalData(
        fields=("user", "role"),
        why="Rights at the desk.",
        retention="Until withdrawn or the account is closed.",
        export="With the account.",
        erasure="Removed.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "scope_kind", "scope_uid"], name="one_grant_per_scope"
            ),
            models.CheckConstraint(
                condition=Q(scope_kind="", scope_uid="") | (~Q(scope_kind="") & ~Q(scope_uid="")),
                name="grant_scope_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class Invitation(Record):
    """An e-mailed offer of an account with a role; only the hash of its token is kept."""

    is_portable = False
    email = models.EmailField(_("e-mail"))
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=20, default="en")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    scope_kind = models.CharField(_("scope"), max_length=10, choices=ScopeKind, blank=True)
    scope_uid = models.CharField(max_length=36, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    # What the invited person is told the role is for: higher rooms know the scope's name.
    scope_label = models.CharField(max_length=300, blank=True)
    # The actor key of whoever invited: names are looked up when shown.
    invited_by = models.CharField(max_length=80, editable=False)
    expires_at = models.DateTimeField(editable=False)
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    personal_data = PersonalData(
        fields=("email", "name"),
        why="Offering an account.",
        retention="Removed 30 days after it was accepted, withdrawn or expired.",
        export="Invitations to the person's address.",
        erasure="Removed.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email", "role", "scope_kind", "scope_uid"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation_per_offer",
            )
        ]

    def __str__(self) -> str:
        return self.email
