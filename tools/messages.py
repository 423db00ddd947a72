"""Translation catalogues: bring them up to date, or check that nothing is missing.

``python tools/messages.py [LANGUAGE…]`` extracts every marked string of code and templates and
merges it into ``src/folkmoot/locale/*/LC_MESSAGES/django.po``; ``--check`` changes nothing and fails on
a message that is untranslated, fuzzy, or loses a placeholder. Pure Python: no gettext needed.
"""

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parent.parent / "src" / "folkmoot"
LOCALE = SOURCE / "locale"
LANGUAGES = ("ru", "be")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_CALL = re.compile(r"(?<![\w.])(?P<function>npgettext|pgettext|ngettext|gettext|_)\(")
_PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%%")


def main() -> int:
    """Update or check; prints what is missing, language by language."""
    template = extract()
    chosen = [word for word in sys.argv[1:] if word in LANGUAGES] or LANGUAGES
    if "--check" in sys.argv:
        faults = [fault for language in chosen for fault in problems(language, template)]
        print("\n".join(faults[:40]), end="\n" if faults else "")
        if len(faults) > 40:
            print(f"… and {len(faults) - 40} more")
        return 1 if faults else 0
    for language in chosen:
        catalogue = load(language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.header_comment = f"# Folkmoot's interface: {language}"
        catalogue.last_translator = catalogue.language_team = catalogue.msgid_bugs_address = (
            "Folkmoot"
        )
        path = LOCALE / language / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(
                file, catalogue, no_location=True, sort_output=True, omit_header=False, width=100
            )
        open_messages = sum(1 for message in catalogue if message.id and not is_translated(message))
        print(f"{language}: {len(catalogue)} messages, {open_messages} not translated")
    return 0


def extract() -> Catalog:
    """Every marked string of the project."""
    catalogue = Catalog(charset="utf-8")
    for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html"), *SOURCE.rglob("*.txt")]):
        if {"migrations", "static", "data", "documents"} & set(path.parts):
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".py":
            found = extract_python(io.BytesIO(text.encode()), KEYWORDS, (), {"encoding": "utf-8"})
            calls = [(function, message) for _, function, message, _ in found]
        else:
            calls = list(calls_in_template(templatize(text, origin=str(path))))
        for function, message in calls:
            add(catalogue, function, message)
    return catalogue


def calls_in_template(prepared: str) -> Iterator[tuple[str, object]]:
    """The translation calls that Django's own preparation leaves in a template.

    Everything else is blanked by letters, so it is no Python; each call is cut out whole.
    """
    for match in _CALL.finditer(prepared):
        end = match.end()
        while (end := prepared.find(")", end) + 1) > 0:
            try:
                call = ast.parse(prepared[match.start() : end].strip(), mode="eval").body
            except SyntaxError:
                continue
            strings = [part.value for part in call.args if isinstance(part, ast.Constant)]
            yield match["function"], tuple(strings) if len(strings) > 1 else strings[0]
            break


def add(catalogue: Catalog, function: str, message: object) -> None:
    """Put one call's strings into the catalogue."""
    parts = message if isinstance(message, tuple) else (message,)
    context = None
    if "pgettext" in function:
        context, *rest = parts
        parts = tuple(rest)
    wanted = parts[:2] if "ngettext" in function or "npgettext" in function else parts[:1]
    if not wanted or not all(isinstance(part, str) and part for part in wanted):
        return
    identity = wanted if len(wanted) == 2 else wanted[0]
    catalogue.add(
        identity,
        context=context,
        flags=("python-format",) if _PLACEHOLDER.search(str(wanted)) else (),
    )


def load(language: str) -> Catalog:
    """The catalogue of a language, or an empty one with its plural rule."""
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    if path.exists():
        with path.open("rb") as file:
            return read_po(file, locale=language)
    return Catalog(locale=language, charset="utf-8", project="Folkmoot", fuzzy=False)


def is_translated(message: Message) -> bool:
    """Whether every form has text."""
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(forms) and not message.fuzzy


def problems(language: str, template: Catalog) -> list[str]:
    """What keeps a language from being complete."""
    catalogue = load(language)
    faults = []
    for wanted in template:
        if not wanted.id:
            continue
        identity = wanted.id if isinstance(wanted.id, str) else wanted.id[0]
        message = catalogue.get(identity, wanted.context)
        if message is None or not is_translated(message):
            faults.append(f"{language}: not translated: {identity!r}")
            continue
        source = set(
            _PLACEHOLDER.findall(wanted.id if isinstance(wanted.id, str) else wanted.id[1])
        )
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        if any(set(_PLACEHOLDER.findall(form)) - source for form in forms):
            faults.append(f"{language}: unknown placeholder in the translation of {identity!r}")
        if set(_PLACEHOLDER.findall(forms[-1])) != source:
            faults.append(f"{language}: placeholder lost in the translation of {identity!r}")
    return faults


if __name__ == "__main__":
    sys.exit(main())
