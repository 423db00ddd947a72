"""The typefaces inside the installed typesetter, read by themselves.

The typesetter carries its faces inside its library and gives no file names. They are OpenType
fonts with a table directory, so they can be found there. Used to make and to check the table of
`letters`; never while a document is made.
"""

import hashlib
import io
import json
import mmap
import struct
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

FAMILY: Final = "Libertinus Serif"
# Regular and semibold are all that our templates use.
WEIGHTS: Final = (400, 600)
_MOST_BYTES: Final = 5_000_000


def faces_inside(library: Path) -> Iterator[bytes]:
    """The OpenType fonts (CFF flavour) inside a file, in order, each once."""
    seen = set()
    with (
        library.open("rb") as opened,
        mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as held,
    ):
        start = held.find(b"OTTO")
        while start >= 0:
            face = _face(held, start)
            if face and (digest := hashlib.sha256(face).digest()) not in seen:
                seen.add(digest)
                yield face
            start = held.find(b"OTTO", start + 4)


def _face(held: mmap.mmap, start: int) -> bytes | None:
    (tables,) = struct.unpack(">H", held[start + 4 : start + 6])
    directory = held[start + 12 : start + 12 + 16 * tables]
    if not 5 < tables < 40 or len(directory) < 16 * tables:
        return None
    end = 0
    for place in range(0, len(directory), 16):
        tag, _, offset, length = struct.unpack(">4sIII", directory[place : place + 16])
        if not tag.strip().replace(b"/", b"").isalnum():
            return None
        end = max(end, offset + length)
    return held[start : start + end] if end < _MOST_BYTES else None


def typesetter_library() -> Path:
    """The library file of the installed typesetter."""
    import typst

    return next(Path(typst.__file__).parent.glob("_typst*"))


def letter_table() -> dict[str, Any]:
    """The code points that all faces we use have in common, as `letters.json` holds them."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    common: set[int] | None = None
    names = {}
    for face in faces_inside(typesetter_library()):
        font = TTFont(io.BytesIO(face), lazy=True)
        name = font["name"].getBestFullName() or ""
        # By name: the semibold italic does not say in its OS/2 table that it is italic.
        upright = name.startswith(FAMILY) and "Italic" not in name
        if not upright or font["OS/2"].usWeightClass not in WEIGHTS:
            continue
        points = set(font.getBestCmap())
        common = points if common is None else common & points
        names[name] = hashlib.sha256(face).hexdigest()
    return {
        "renderer": f"typst {version('typst')}",
        "faces": dict(sorted(names.items())),
        "ranges": _ranges(sorted(common or ())),
    }


def _ranges(points: list[int]) -> list[list[int]]:
    ranges: list[list[int]] = []
    for point in points:
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return ranges


def write_letter_table() -> dict[str, Any]:
    """Make `letters.json` anew, for a new version of the typesetter."""
    table = letter_table()
    lines = [f'"{name}":{json.dumps(held, separators=(",", ":"))}' for name, held in table.items()]
    path = Path(__file__).with_name("letters.json")
    path.write_text("{" + ",\n".join(lines) + "}\n", "utf-8")
    return table
