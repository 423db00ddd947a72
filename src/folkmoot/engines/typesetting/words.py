"""The few words that templates add of themselves; see `words.toml`."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))


def word(key: str, language: str, **params: str) -> str:
    """A word of ours in that language, or "" where we have none; never in another language."""
    table = _tables().get(language) or _tables().get(language.split("-")[0], {})
    return table.get(key, "").format(**params)


def known_languages() -> tuple[str, ...]:
    """The languages that have these words."""
    return tuple(_tables())
