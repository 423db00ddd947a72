"""The demonstration: accounts to sign in with, the real forums of the sources, a fictional one.

Loading it again changes nothing. The dates of the fictional forum are those of the first load.
"""

from collections.abc import Iterator
from datetime import datetime

from folkmoot.project.demo.accounts import hand_out_work, load_accounts
from folkmoot.project.demo.deeds import load_deeds
from folkmoot.project.demo.fiction import load_fiction
from folkmoot.project.demo.forums import load_forums


def load_demonstration(*, at: datetime) -> Iterator[str]:
    """Load everything, yielding a line after each part. Needs the reference data of places.

    Args:
        at: now; the newest fictional edition began the day before.

    Raises:
        PackRefused: the reference data are missing, or the pack of the real forums is damaged.
    """
    yield from load_forums(at=at)
    yield from load_fiction(at=at)
    yield from load_accounts(at=at)
    yield from load_deeds(at=at)
    hand_out_work(at=at)
