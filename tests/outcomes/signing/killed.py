"""Steps of signing in a process of their own, which may be killed at a named point.

``python -m tests.outcomes.signing.killed STEP [NUMBER] [POINT]``, with the settings of a throw-away
installation in the environment. A killed process dies by SIGKILL, as the system kills.
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

HOW_MANY = 3
# Where a process dies: the name that is called there, inside the step's transaction or before.
POINTS = {
    "open": "folkmoot.rooms.outcomes.services.rounds_preparing.append_act",
    "judge": "folkmoot.rooms.outcomes.services.signing_accepting.plan_of",
    "store": "folkmoot.rooms.outcomes.services.signing_accepting.complete_slot",
    "register": "folkmoot.rooms.outcomes.services.register.request_register_files",
    "seal": "folkmoot.rooms.outcomes.services.sealing.add_revision",
    "publish": "folkmoot.engines.translog.register.Register._publish",
}


def main() -> None:
    """Do one step, and die at the point if one is named."""
    step, *more = sys.argv[1:]
    number = int(more[0]) if more else 0
    import django

    django.setup()
    steps = {
        "make": make, "prepare": prepare, "sign": sign, "seal": seal, "files": write,
        "together": together, "all": sign_all,
    }  # fmt: skip
    if step == "state":
        sys.stdout.write(json.dumps(state()))
    elif len(more) > 1:
        with patch(POINTS[more[1]], _die):
            steps[step](number)
    else:
        steps[step](number)


def make(_number: int) -> None:
    """Agreements with rounds that wait to be prepared."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from folkmoot.kernel import clock
    from folkmoot.kernel.actors import SYSTEM
    from folkmoot.rooms.outcomes.models import Signatory
    from folkmoot.rooms.outcomes.services.rounds import open_round
    from tests.outcomes.making import make_edition
    from tests.outcomes.signing.world import agreed

    for number in range(HOW_MANY):
        agreement = agreed(make_edition(str(number)))
        Signatory.objects.update(authority_from=None, authority_until=None)
        open_round(actor=SYSTEM, agreement=agreement, at=clock.now())


def prepare(number: int) -> None:
    """Prepare the document of one round."""
    from folkmoot.kernel import clock
    from folkmoot.rooms.outcomes.services.rounds_preparing import prepare_round

    prepare_round(round_uid=str(_round(number).uid), at=clock.now())


def sign(number: int) -> None:
    """Sign whatever is next in one round."""
    from folkmoot.kernel import clock
    from folkmoot.kernel.actors import SYSTEM
    from folkmoot.rooms.outcomes.services.rounds_locking import next_slot
    from folkmoot.rooms.outcomes.services.signing import sign_with_file
    from tests.outcomes.signing.world import PHRASE

    slot = next_slot(_round(number))
    if slot is None:
        return
    file = Path(os.environ["FOLKMOOT_TEST_PEOPLE"]) / f"{slot.order}.p12"
    sign_with_file(
        actor=SYSTEM, slot=slot, file=file.read_bytes(), pass_phrase=PHRASE, at=clock.now()
    )


def sign_all(_number: int) -> None:
    """Sign whatever is left in every round, in order."""
    for _signature in range(2):
        for number in range(HOW_MANY):
            sign(number)


def together(_number: int) -> None:
    """Sign whatever is next in every round, each twice, all at the same instant."""
    import threading

    from django.db import connections

    from folkmoot.kernel.refusals import Refusal

    barrier = threading.Barrier(2 * HOW_MANY)

    def one(number: int) -> None:
        try:
            barrier.wait(30)
            sign(number)
        except Refusal as refusal:
            if refusal.code not in ("lease_lost", "slot_closed", "not_your_turn"):
                raise
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(number % HOW_MANY,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def seal(number: int) -> None:
    """Seal one round."""
    from folkmoot.kernel import clock
    from folkmoot.rooms.outcomes.services.sealing import seal_round

    seal_round(round_uid=str(_round(number).uid), at=clock.now())


def write(_number: int) -> None:
    """Write the register's files."""
    from folkmoot.kernel import clock
    from folkmoot.rooms.outcomes.services.register_files import write_register_files

    write_register_files(at=clock.now())


def state() -> dict[str, Any]:
    """Everything that could be lost or doubled, as plain values."""
    from folkmoot.engines.translog.stores import FolderStore
    from folkmoot.engines.translog.verdicts import Trust
    from folkmoot.engines.translog.verifying import verify_register
    from folkmoot.kernel import files
    from folkmoot.kernel.models import OutboxMessage
    from folkmoot.rooms.outcomes.models import (
        Act,
        RegisterEntry,
        Rendition,
        SignatureAct,
        SigningRound,
    )
    from folkmoot.rooms.outcomes.services.signing_setup import register_folder, register_keys

    verdict = verify_register(FolderStore(register_folder()), trust=Trust(register_keys()))
    chain = Rendition.objects.filter(kind="revision").select_related("file", "previous__file")
    entries = RegisterEntry.objects.order_by("place")
    return {
        "preparations": list(SigningRound.objects.values_list("preparation", flat=True)),
        "seals": list(SigningRound.objects.values_list("seal", flat=True)),
        "accepted": SignatureAct.objects.filter(is_accepted=True).count(),
        "refused": SignatureAct.objects.filter(is_accepted=False).count(),
        "times": sorted(set(SignatureAct.objects.values_list("stamp", flat=True))),
        "opened": Act.objects.filter(kind="opened").count(),
        "signatures": Act.objects.filter(kind="signature").count(),
        "revisions": chain.count(),
        "grow": all(
            files.read(one.file).startswith(files.read(one.previous.file))
            for one in chain
            if one.previous
        ),
        "numbers": list(entries.filter(kind="registered").values_list("serial", flat=True)),
        "places": list(entries.values_list("place", flat=True)),
        "faults": [fault.code.value for fault in verdict.faults],
        "size": verdict.size,
        "invited": OutboxMessage.objects.filter(subject__startswith="Please sign").count(),
    }


def _round(number: int) -> Any:
    from folkmoot.rooms.outcomes.models import SigningRound

    return SigningRound.objects.order_by("id")[number]


def _die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
