"""The use cases of the accounts room."""

from folkmoot.rooms.accounts.services.closing import close_account
from folkmoot.rooms.accounts.services.export import export_account
from folkmoot.rooms.accounts.services.grants import grant_role, withdraw_role
from folkmoot.rooms.accounts.services.invitations import (
    accept_invitation,
    invite,
    resend_invitation,
    sweep_invitations,
    withdraw_invitation,
)
from folkmoot.rooms.accounts.services.people import (
    PROFILE,
    change_profile,
    create_account,
    create_admin,
    end_session,
    end_sessions,
    sweep_sessions,
)

__all__ = [
    "PROFILE",
    "accept_invitation",
    "change_profile",
    "close_account",
    "create_account",
    "create_admin",
    "end_session",
    "end_sessions",
    "export_account",
    "grant_role",
    "invite",
    "resend_invitation",
    "sweep_invitations",
    "sweep_sessions",
    "withdraw_invitation",
    "withdraw_role",
]
