"""Words in the picture of a page, through the program tesseract where it is installed.

Only pages without a text layer are given to it, within bounds of number and time; what it
gives is marked, because it guesses. The program is somebody else's and runs as a process of
its own: it gets the picture on its standard input and our environment without anything else.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from folkmoot.engines.reading.terms import ReadingLimits

PROGRAM: Final = "tesseract"

# Those in use where these forums meet; every further one makes each page slower and less sure.
_WANTED_LANGUAGES: Final = ("eng", "rus", "bel")
_DOTS_PER_INCH: Final = 200
_POINTS_PER_INCH: Final = 72
# An A3 page at that density; larger ones are drawn more coarsely.
_MOST_PIXELS: Final = 8_000_000
_PAGE_SECONDS: Final = 60.0
_LISTING_SECONDS: Final = 10.0
_FORM_FEED: Final = "\f"


def is_available() -> bool:
    """Whether the program and one of our languages are installed."""
    return bool(_languages())


def recognise_pages(document: Any, numbers: Sequence[int], limits: ReadingLimits) -> dict[int, str]:
    """The words of pages, by their number from 1; a page without any is left out.

    Ends when the allowed number of pages or the allowed time is used up.

    Args:
        document: of pypdfium2, whose lock the caller holds.
    """
    languages = _languages()
    if not languages:
        return {}
    until = time.monotonic() + limits.recognition_seconds
    found: dict[int, str] = {}
    for number in numbers[: limits.recognised_pages]:
        left = until - time.monotonic()
        if left <= 0:
            break
        words = _recognise(_picture(document, number), languages, min(left, _PAGE_SECONDS))
        if words.strip():
            found[number] = words
    return found


def _picture(document: Any, number: int) -> bytes:
    """The page in shades of grey, as a PGM file: no library for pictures is needed."""
    page = document[number - 1]
    try:
        width, height = page.get_size()
        area = max(1.0, width * height)
        scale = min(_DOTS_PER_INCH / _POINTS_PER_INCH, (_MOST_PIXELS / area) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        try:
            raw, stride = bytes(bitmap.buffer), bitmap.stride
            rows = (raw[at * stride :][: bitmap.width] for at in range(bitmap.height))
            return b"P5\n%d %d\n255\n" % (bitmap.width, bitmap.height) + b"".join(rows)
        finally:
            bitmap.close()
    finally:
        page.close()


def _recognise(picture: bytes, languages: str, seconds: float) -> str:
    command = [PROGRAM, "stdin", "stdout", "-l", languages, "--dpi", str(_DOTS_PER_INCH)]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, the picture is data
            command, input=picture, capture_output=True, timeout=seconds, env=_environment()
        )
    except (subprocess.TimeoutExpired, OSError):
        return ""
    if done.returncode:
        return ""
    return done.stdout.decode("utf-8", "replace").replace(_FORM_FEED, "").strip("\n")


@cache
def _languages() -> str:
    """Those of ours that are installed, as the program wants them; empty without the program."""
    if shutil.which(PROGRAM) is None:
        return ""
    try:
        listed = subprocess.run(  # noqa: S603 - a fixed command
            [PROGRAM, "--list-langs"],
            capture_output=True,
            timeout=_LISTING_SECONDS,
            env=_environment(),
        )
    except (subprocess.TimeoutExpired, OSError):
        return ""
    installed = listed.stdout.decode("utf-8", "replace").split()
    return "+".join(one for one in _WANTED_LANGUAGES if one in installed)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "TESSDATA_PREFIX") if name in os.environ}
    # One thread: several workers share the machine.
    return {**kept, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
