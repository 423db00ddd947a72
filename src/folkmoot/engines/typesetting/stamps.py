"""What is seen where somebody has signed: a PDF of one page that becomes the appearance.

Made by the typesetter because signing libraries draw such text with a face they do not embed,
and Cyrillic names as garbage.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from folkmoot.engines.typesetting.canonical import canonical_json
from folkmoot.engines.typesetting.checking import sizes, untidy, wrong_tags
from folkmoot.engines.typesetting.compiling import Job, finder, render
from folkmoot.engines.typesetting.letters import Place, missing_in
from folkmoot.engines.typesetting.terms import (
    DEFAULT_LIMITS,
    NotRendered,
    Part,
    Problem,
    ProblemCode,
    Rendition,
    Standard,
    Where,
)

MOST_LINES = 12
MOST_CHARACTERS = 1_000


def render_stamp(
    lines: Sequence[str],
    *,
    width_points: float,
    height_points: float,
    made_at: datetime,
    language: str = "en",
) -> Rendition | NotRendered:
    """Set some lines on a page of exactly that size; the first is set stronger.

    Letters become smaller until all lines fit, down to 5 points; below that the answer is
    ``does_not_fit``, because nobody could read it.

    Raises:
        ValueError: the size is not between 20 and 1,000 points, or ``made_at`` has no offset.
    """
    if not (20 <= width_points <= 1_000 and 20 <= height_points <= 1_000):
        raise ValueError("a stamp is between 20 and 1000 points wide and high")
    problems = (*_problems(lines), *wrong_tags((language,)))
    missing = missing_in(_places(lines))
    if problems or missing:
        return NotRendered(problems, missing)
    # In thousandths of a point, because canonical JSON knows no fractions.
    data = {
        "lines": list(lines),
        "language": language,
        "width": round(width_points * 1_000),
        "height": round(height_points * 1_000),
    }
    return render(
        Job(
            template="stamp",
            standard=Standard.STAMP,
            made_at=made_at,
            data=data,
            source=canonical_json(data),
            limits=DEFAULT_LIMITS,
            find=finder(lambda: _places(lines)),
        )
    )


def _places(lines: Sequence[str]) -> Iterator[Place]:
    for number, line in enumerate(lines, 1):
        yield Where(Part.LINE, number=str(number)), line


def _problems(lines: Sequence[str]) -> Iterator[Problem]:
    if not any(line.strip() for line in lines):
        yield Problem(ProblemCode.NO_TEXT)
    characters = sum(len(line) for line in lines)
    yield from sizes(
        (
            (ProblemCode.TOO_MANY_ROWS, len(lines), MOST_LINES),
            (ProblemCode.TOO_MANY_CHARACTERS, characters, MOST_CHARACTERS),
        )
    )
    yield from untidy(_places(lines))
