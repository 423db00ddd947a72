"""Word lists become expressions that are searched fast and match what the list says."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from folkmoot.engines.extraction.lexicon import alternation

forms = st.lists(st.text("abAB .", min_size=1, max_size=5), max_size=8)


def one_after_the_other(listed: list[str]) -> str:
    ordered = sorted(set(listed), key=lambda form: (-len(form), form))
    escaped = (re.escape(form).replace(r"\ ", r"\s+") for form in ordered)
    return "(?:" + "|".join(escaped) + ")" if ordered else r"(?!)"


@pytest.mark.parametrize("flags", [0, re.IGNORECASE])
@given(listed=forms, text=st.text("abAB .\n", max_size=12))
@example(listed=["Ab", "abab", "Abbbb"], text="abab")
def test_an_alternation_matches_as_its_forms_do_the_longest_first(
    flags: int, listed: list[str], text: str
) -> None:
    tree, flat = (
        re.compile(rf"(?<!\w){made(listed)}(?!\w)", flags)
        for made in (alternation, one_after_the_other)
    )
    assert [one.span() for one in tree.finditer(text)] == [
        one.span() for one in flat.finditer(text)
    ]


def test_no_form_matches_nothing() -> None:
    assert re.search(alternation([]), "") is None
