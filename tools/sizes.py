"""Modules stay under 500 lines and functions under 60, docstrings not counted for functions."""

import ast
import sys
from pathlib import Path

MODULE_LINES = 500
FUNCTION_LINES = 60
ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Print every place over the bound; 1 if there is one."""
    faults = []
    for folder in ("src", "tests", "tools", "bench"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            faults += _faults(path)
    print("\n".join(faults), end="\n" if faults else "")
    return 1 if faults else 0


def _faults(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(ROOT)
    faults = []
    tree = ast.parse(text)
    lines = text.count("\n")
    if lines > MODULE_LINES:
        faults.append(f"{name}: {lines} lines, at most {MODULE_LINES}")
    if "src" in name.parts and not ast.get_docstring(tree):
        faults.append(f"{name}: a module docstring is missing")
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = _length(node)
            if length > FUNCTION_LINES:
                faults.append(
                    f"{name}:{node.lineno}: {node.name} has {length} lines, at most {FUNCTION_LINES}"
                )
    return faults


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    if len(node.body) > 1 and ast.get_docstring(node):
        first = node.body[1]
    return (node.end_lineno or first.lineno) - first.lineno + 1


if __name__ == "__main__":
    sys.exit(main())
