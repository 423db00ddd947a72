"""Background jobs of the accounts room."""

from typing import Any

from folkmoot.kernel import clock
from folkmoot.kernel.jobs import Progress, job
from folkmoot.rooms.accounts.services import sweep_invitations


@job("accounts.sweep")
def sweep(progress: Progress) -> dict[str, Any]:
    """Remove what is kept only for a while. Running it twice changes nothing more."""
    return {"invitations": sweep_invitations(at=clock.now())}
