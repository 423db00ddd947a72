"""Set an agreement that stands in a JSON file: ``python -m folkmoot.engines.typesetting``

``render AGREEMENT.json OUT.pdf --at 2026-06-12T12:00:00+00:00`` writes the PDF and tells about it
in one JSON object; ``check AGREEMENT.json`` tells what stands in the way; ``letters`` writes the
table of letters anew after the typesetter was updated. Ends with 1 when a text cannot be set.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from folkmoot.engines.typesetting.agreement import AgreementText
from folkmoot.engines.typesetting.agreements import render_agreement
from folkmoot.engines.typesetting.canonical import plain, read_canonical
from folkmoot.engines.typesetting.checking import problems_of
from folkmoot.engines.typesetting.letters import missing_letters
from folkmoot.engines.typesetting.terms import Layout, NotRendered, Rendition, Standard


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m folkmoot.engines.typesetting", description="Set agreements."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    render = commands.add_parser("render", help="write the PDF")
    render.add_argument("agreement", type=Path)
    render.add_argument("pdf", type=Path)
    render.add_argument("--at", required=True, type=datetime.fromisoformat, help="with offset")
    render.add_argument("--layout", type=Layout, default=Layout.SIDE_BY_SIDE)
    render.add_argument("--standard", type=Standard, default=Standard.SIGNED_ORIGINAL)
    render.add_argument("--lead", default="", help="language that stands first")
    check = commands.add_parser("check", help="tell what stands in the way")
    check.add_argument("agreement", type=Path)
    commands.add_parser("letters", help="write the table of letters")
    asked = parser.parse_args(arguments)
    if asked.command == "letters":
        return _write_letters()
    text = read_canonical(asked.agreement.read_bytes())
    if asked.command == "check":
        return _tell_reasons(NotRendered(problems_of(text), missing_letters(text)))
    return _render(text, asked)


def _render(text: AgreementText, asked: argparse.Namespace) -> int:
    made = render_agreement(
        text, made_at=asked.at, layout=asked.layout, standard=asked.standard, lead=asked.lead
    )
    match made:
        case NotRendered():
            return _tell_reasons(made)
        case Rendition():
            asked.pdf.write_bytes(made.pdf)
            _tell(told_of(made))
    return 0


def told_of(made: Rendition) -> dict[str, Any]:
    """All that is known of a rendition but its bytes, as plain JSON values."""
    told: dict[str, Any] = {
        name: str(getattr(made, name))
        for name in (
            "sha256",
            "input_sha256",
            "attachment",
            "standard",
            "declared",
            "layout",
            "template",
            "template_version",
            "renderer",
        )
    }
    told |= {"page_count": made.page_count, "size_bytes": made.size_bytes}
    told["made_at"] = made.made_at.isoformat()
    told["positions"] = plain(made.positions)
    return told


def _tell_reasons(reasons: NotRendered) -> int:
    told = [str(reason) for reason in (*reasons.problems, *reasons.missing)]
    _tell({"reasons": told})
    return 1 if told else 0


def _write_letters() -> int:
    from folkmoot.engines.typesetting.faces import write_letter_table

    _tell({"faces": write_letter_table()["faces"]})
    return 0


def _tell(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main())
