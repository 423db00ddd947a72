"""The two verifiers that anybody can download, each as one file.

Both are by design not part of any page of the site: a strict content security policy would block
inline script, and a verifier that the server under suspicion serves afresh each time proves less
than one that was kept. Serve them as attachments.

``python_verifier`` joins the modules of ``standalone``; ``browser_verifier`` joins page, style,
script and texts of ``data``.
"""

import ast
import json
from collections.abc import Sequence
from importlib import resources

from folkmoot.engines.translog.keys import VerifierKey

PYTHON_NAME = "verify_register.py"
BROWSER_NAME = "verify.html"
_MODULES = ("arithmetic", "signing", "contents", "checks", "command")
_FUTURE = "from __future__ import annotations"


def python_verifier() -> bytes:
    """``verify_register.py``: standard library only, Python 3.9 or later."""
    folder = resources.files("folkmoot.engines.translog") / "standalone"
    imports: set[str] = set()
    bodies, told = [], ""
    for name in _MODULES:
        source = (folder / f"{name}.py").read_text("utf-8")
        head, body = _imports_of(source)
        imports |= head
        bodies.append(body)
        # The last module is the command; what it says of itself is what the file says.
        told = ast.get_docstring(ast.parse(source), clean=False) or ""
    imports.discard(_FUTURE)
    first = f'#!/usr/bin/env python3\n"""{told}"""\n\n{_FUTURE}\n\n'
    joined = "\n".join(sorted(imports)) + "\n\n" + "\n\n\n".join(bodies)
    return f'{first}{joined}\n\n\nif __name__ == "__main__":\n    sys.exit(main())\n'.encode()


def browser_verifier(keys: Sequence[VerifierKey] = ()) -> bytes:
    """``verify.html``: one page that works from a disk and asks no host.

    Args:
        keys: of the register, put into the page as those it trusts. Without any, the page asks
            for one, or says that it used the key that the bundle states for itself.
    """
    folder = resources.files("folkmoot.engines.translog") / "data"
    page = (folder / "verify.page").read_text("utf-8")
    parts = {
        "{{ style }}": (folder / "verify.css").read_text("utf-8"),
        "{{ texts }}": _data((folder / "verify.texts.json").read_text("utf-8")),
        "{{ keys }}": _data(json.dumps([key.text for key in keys])),
        "{{ script }}": (folder / "verify.js").read_text("utf-8"),
    }
    for mark, part in parts.items():
        page = page.replace(mark, part)
    return page.encode()


def _imports_of(source: str) -> tuple[set[str], str]:
    """What a module imports from the standard library, and what follows its imports."""
    imports, end = set(), 0
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            if not (isinstance(node, ast.ImportFrom) and "folkmoot" in (node.module or "")):
                imports.add(ast.unparse(node))
        elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            break
        end = node.end_lineno or end
    body = "\n".join(source.splitlines()[end:])
    return imports, body.partition('\n\nif __name__ == "__main__":')[0].strip()


def _data(text: str) -> str:
    """JSON that cannot end the script element it stands in."""
    return text.replace("<", "\\u003c")
