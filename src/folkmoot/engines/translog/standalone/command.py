"""Check a register of agreements, or one entry of it, on your own computer.

Needs Python 3.9 or later and nothing else; shares no code with the server that made the register.

    python3 verify_register.py FOLDER                  a register that was downloaded
    python3 verify_register.py https://…/register      a register on a site (asks only that site)
    python3 verify_register.py entry.json              the bundle of one entry
    python3 verify_register.py entry.json --document agreement.pdf

Give the register's key with --key, as printed in the programme or told by a partner; else the key
that the register states for itself is used, and that is said. --earlier takes checkpoints or
bundles that you kept: only they show that nothing was rewritten since.

Ends with 0 when everything holds, 1 when something does not, 2 when nothing could be checked.
Formats: C2SP tlog-tiles, tlog-checkpoint, signed-note, tlog-cosignature; RFC 9162; RFC 8032.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from folkmoot.engines.translog.standalone.checks import (
    Report,
    Source,
    verify_bundle,
    verify_register,
)
from folkmoot.engines.translog.standalone.signing import Bad, read_key

BUNDLE = "folkmoot-register-bundle/1"
HOLDS = {"format", "index", "entry", "proof", "checkpoint", "keys", "disclosed"}


def main(arguments: list[str] | None = None) -> int:
    """Check, tell, and return the exit code."""
    asked = _asked(arguments)
    report = Report()
    try:
        _verify(asked, report)
    except (Bad, OSError) as error:
        report.fault(str(error))
        code = 2
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        report.fault(f"this is neither a register nor a bundle: {error}")
        code = 2
    else:
        code = 1 if report.faults else 0
    _tell(report, code, asked.as_json)
    return code


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("where", help="folder, https address, or bundle of one entry")
    add("--key", action="append", default=[], help="name+identity+key, or a file of such lines")
    add("--witness", action="append", default=[], help="the same for witnesses")
    add("--quorum", type=int, default=0, help="how many witnesses must have cosigned")
    add("--earlier", action="append", default=[], help="a checkpoint or bundle that you kept")
    add("--document", help="the file that the entry is about")
    add("--json", action="store_true", dest="as_json")
    return parser.parse_args(arguments)


def _verify(asked: argparse.Namespace, report: Report) -> None:
    source = Source(asked.where)
    bundle = None
    if not source.is_site and Path(asked.where).is_file():
        bundle = json.loads(Path(asked.where).read_bytes().decode())
        if not isinstance(bundle, dict) or set(bundle) != HOLDS or bundle["format"] != BUNDLE:
            raise Bad(f"not a bundle of {BUNDLE}")
    lines = _lines(asked.key)
    if not lines:
        lines = bundle["keys"] if bundle else (source.read("keys") or b"").decode().splitlines()
        report.cautions.append(
            "The key is the one that the register states for itself. Compare it with one from "
            "elsewhere: " + ", ".join(lines)
        )
    keys = [read_key(line) for line in [*lines, *_lines(asked.witness)]]
    if bundle:
        document = Path(asked.document).read_bytes() if asked.document else None
        verify_bundle(bundle, keys, asked.quorum, document, report)
        return
    earlier = [(path, _note_in(Path(path).read_text("utf-8"))) for path in asked.earlier]
    if not earlier:
        report.cautions.append(
            "No earlier checkpoint of yours was compared (--earlier): that the register was never "
            "rewritten is shown only against checkpoints that somebody kept."
        )
    verify_register(source, keys, earlier, asked.quorum, report)


def _lines(given: list[str]) -> list[str]:
    found = []
    for one in given:
        text = Path(one).read_text("utf-8") if Path(one).is_file() else one
        found += [line for line in text.splitlines() if line.strip()]
    return found


def _note_in(text: str) -> str:
    return json.loads(text)["checkpoint"] if text.lstrip().startswith("{") else text


def _tell(report: Report, code: int, as_json: bool) -> None:
    if as_json:
        value = {"holds": code == 0, "facts": report.facts, "faults": report.faults}
        sys.stdout.write(json.dumps({**value, "cautions": report.cautions}) + "\n")
        return
    lines = [f"{name:28} {value if value else '-'}" for name, value in report.facts.items()]
    lines += [f"! {text}" for text in report.cautions] + [f"FAULT {one}" for one in report.faults]
    words = (
        "IT HOLDS: whole, signed, unchanged.",
        "IT DOES NOT HOLD.",
        "NOTHING COULD BE CHECKED.",
    )
    note = "This says nothing about whether a text is lawful or a signer was entitled to sign."
    sys.stdout.write("\n".join([*lines, words[code], note, ""]))


if __name__ == "__main__":
    sys.exit(main())
