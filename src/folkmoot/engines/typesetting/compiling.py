"""The only module that touches the typesetter: data and a template in, a PDF out.

User text reaches templates as JSON in `sys.inputs` and is never read as markup. The faces are
those inside the typesetter; neither the machine's fonts nor a substitute are used, so the same
input gives the same bytes everywhere. No template imports a package, so nothing is downloaded.

Time and memory are not bounded here: whoever renders texts of strangers does it in a child
process, for which ``python -m folkmoot.engines.typesetting`` is an entrance.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from folkmoot.engines.typesetting.canonical import canonical_json
from folkmoot.engines.typesetting.letters import kind_of
from folkmoot.engines.typesetting.terms import (
    Missing,
    NotRendered,
    Part,
    Problem,
    ProblemCode,
    Rendition,
    SignaturePosition,
    Standard,
    TypesettingFailed,
    TypesettingLimits,
    Where,
)

if TYPE_CHECKING:
    import typst

TEMPLATES: Final = Path(__file__).with_name("templates")
# Raised by hand when a template changes what people see; the hash tells of every other change.
TEMPLATE_NUMBERS: Final = {"agreement": 1, "certificate": 1, "report": 1, "stamp": 1}
# For how many compilations the typesetter keeps intermediate results, and one more.
_REMEMBERED: Final = 11
_MANY_PAGES: Final = 8
_NOT_SET: Final = re.compile(
    r'(?:the text `"(?P<text>.+?)"` could not be displayed|disallowed codepoint `"(?P<point>.+?)"`)',
    re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\u\{([0-9a-f]+)\}")


@dataclass(frozen=True, slots=True)
class Job:
    """What a document is made from.

    Attributes:
        data: plain values for the template, besides what `render` adds itself.
        source: canonical bytes of the input, hashed; attached when ``attachment`` names them.
        find: where a character stands that the typesetter refuses although we let it pass.
    """

    template: str
    standard: Standard
    made_at: datetime
    data: Mapping[str, Any]
    source: bytes
    limits: TypesettingLimits
    find: Callable[[str], Where]
    attachment: str = ""
    attachment_about: str = ""
    layout: str = ""


def render(job: Job) -> Rendition | NotRendered:
    """Set one document.

    Raises:
        ValueError: ``made_at`` has no offset.
        TypesettingFailed: the template is at fault.
    """
    import typst

    if job.made_at.utcoffset() is None:
        raise ValueError("the moment of a rendition needs an offset")
    compiler = _compiler(job)
    try:
        return _render(compiler, job)
    except typst.TypstError as error:
        return _reasons(error, job)


def _render(compiler: "typst.Compiler", job: Job) -> Rendition | NotRendered:
    pdf = compiler.compile(
        format="pdf",
        pdf_standards=[*job.standard.parts],
        timestamp=int(job.made_at.timestamp()),
    )
    told = json.loads(compiler.query("<told>", field="value"))
    pages = next(row["pages"] for row in told if "pages" in row)
    if pages > _MANY_PAGES:
        _forget()
    if any(row.get("overflow") for row in told):
        return NotRendered((Problem(ProblemCode.DOES_NOT_FIT),))
    if pages > job.limits.pages:
        params = {"count": pages, "limit": job.limits.pages}
        return NotRendered((Problem(ProblemCode.TOO_MANY_PAGES, params=params),))
    assert isinstance(pdf, bytes)  # noqa: S101 - a list is given for pictures only
    return Rendition(
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        page_count=pages,
        input_sha256=hashlib.sha256(job.source).hexdigest(),
        attachment=job.attachment,
        standard=job.standard,
        layout=job.layout,
        template=job.template,
        template_version=template_version(job.template),
        renderer=renderer(),
        made_at=job.made_at,
        positions=tuple(_position(row) for row in told if "slot" in row),
    )


def _forget() -> None:
    """Let the typesetter drop what it remembers of earlier documents.

    It keeps intermediate results for ten further compilations: 350 MB for each document of 140
    pages, so a worker that sets ten of them would hold 3.5 GB. Empty documents are the only
    clock it has.
    """
    import typst

    nothing = typst.Compiler(TEMPLATES / "empty.typ", font_paths=_fonts(), ignore_system_fonts=True)
    for _ in range(_REMEMBERED):
        nothing.compile(format="pdf")


def renderer() -> str:
    """Name and version of the typesetter."""
    return f"typst {version('typst')}"


@cache
def template_version(template: str) -> str:
    """ "1+3f9a0c21b7d4": our number, and the first digits of the hash of what it is made from."""
    sources = [TEMPLATES / "kit.typ", TEMPLATES / f"{template}.typ"]
    digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()
    return f"{TEMPLATE_NUMBERS[template]}+{digest[:12]}"


@cache
def _fonts() -> "typst.Fonts":
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _compiler(job: Job) -> "typst.Compiler":
    import typst

    at = job.made_at.astimezone(UTC)
    data = {
        **job.data,
        "made_at": [at.year, at.month, at.day, at.hour, at.minute, at.second],
        "attachment": job.attachment,
        "attachment_about": job.attachment_about,
        "sha256": hashlib.sha256(job.source).hexdigest(),
        "renderer": f"{renderer()}, {job.template} {template_version(job.template)}",
    }
    return typst.Compiler(
        TEMPLATES / f"{job.template}.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        # No packages: a template that asked for one would find nothing, and download nothing.
        package_path=TEMPLATES / "none",
        package_cache_path=TEMPLATES / "none",
        sys_inputs={
            "data": canonical_json(data).decode(),
            "source": job.source.decode() if job.attachment else "",
        },
    )


def _position(row: Mapping[str, Any]) -> SignaturePosition:
    """From the upper left corner, as templates tell it, to the lower left one, as PDF counts."""
    left, top = row["x"], row["page_height"] - row["y"]
    corners = (left, top - row["height"], left + row["width"], top)
    return SignaturePosition(row["slot"], row["page"], *(round(value, 2) for value in corners))


def _reasons(error: "typst.TypstError", job: Job) -> NotRendered:
    """A character that the typesetter names becomes the same result as one we found ourselves."""
    found = _NOT_SET.search(error.message)
    if not found:
        raise TypesettingFailed(error.message) from error
    named = _ESCAPE.sub(lambda code: chr(int(code[1], 16)), found["text"] or found["point"])
    return NotRendered(
        missing=tuple(
            Missing(character, kind_of(character), job.find(character))
            for character in dict.fromkeys(named)
        )
    )


def finder(places: Callable[[], Any]) -> Callable[[str], Where]:
    """For `Job.find`: the first place whose text holds the character."""

    def find(character: str) -> Where:
        return next((where for where, text in places() if character in text), Where(Part.DOCUMENT))

    return find
