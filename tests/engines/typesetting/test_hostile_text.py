"""Whatever people write is shown as written: never read as markup, never lost, never changed."""

import string
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from folkmoot.engines.typesetting import (
    Clause,
    Layout,
    LetterKind,
    NotRendered,
    SignatureBlock,
    Standard,
    Variable,
    VariableKind,
    Wording,
    canonical,
    render_agreement,
    render_report,
    render_stamp,
    said,
    tidy,
)
from folkmoot.engines.typesetting.letters import can_be_set
from tests.engines.typesetting.reading_back import attachments, pages, rendered, squeezed
from tests.engines.typesetting.samples import MADE_AT, agreement, report

MARKUP = (
    '#read("/etc/passwd")',
    "#panic()",
    "#sys.inputs",
    '#import "@preview/x:0.1.0"',
    "#(1+1)",
    "#let x = 1",
    "$ x^2 $",
    "@ref",
    "<told>",
    "*strong*",
    "_weak_",
    "= Heading",
    "- point",
    "+ point",
    "/ term: x",
    "`raw`",
    "```typ #panic() ```",
    "// comment",
    "/* comment */",
    "\\",
    "\\u{41}",
    "\\n",
    "~",
    "--",
    "---",
    "...",
    '"quoted"',
    "'single'",
    "[content]",
    "{code}",
    "}}",
    "{{",
    "]]",
    ";",
    "#",
    "&amp;",
    "<b>",
    "%d",
    "\x24",
    "https://example.test/#x",
)
PLAIN = string.ascii_letters + string.digits + "АБВабвЎўІіЁё№«»—ΑΩλ\u0301 "
HOSTILE = "\0\x07\t\r\x1b\u202e\u2066\u200b\u00ad\ufeff\U0001f600中あ\ue000\u0378\U0010ffff"

harmless = st.lists(
    st.one_of(st.sampled_from(MARKUP), st.text(PLAIN, min_size=1, max_size=20)),
    min_size=1,
    max_size=8,
).map(lambda pieces: tidy(" ".join(pieces)))
any_text = st.text(st.one_of(st.sampled_from(HOSTILE), st.characters()), min_size=1, max_size=30)
few = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def visible(text: str) -> bool:
    return bool(text.strip("\u0301 \n")) and not text.startswith("\u0301")


@few
@given(harmless.filter(visible), st.sampled_from(Layout))
def test_markup_in_any_field_is_shown_as_it_was_written(words, layout):
    wording = Wording.of(en=words, ru=words)
    text = agreement(
        title=wording,
        preamble=wording,
        clauses=(Clause("one", "1", wording, heading=wording),),
        signatures=(SignatureBlock("one", "coast", wording, wording, wording),),
        divergence=wording,
        place=wording,
        reference=words,
    )

    made = render_agreement(text, made_at=MADE_AT, layout=layout)

    if isinstance(made, NotRendered):
        # Chance may pile up marks; nothing else of these may be refused.
        assert "too many marks" in str(made) or "{{" in words
        return
    found = squeezed("".join(pages(made.pdf)))
    # Title, preamble, heading, clause, divergence and place in two languages; name, office and
    # authority in two; the reference at least once.
    assert found.count(squeezed(words)) >= 2 * 6 + 2 * 3 + 1
    assert attachments(made.pdf) == {"agreement.json": canonical(text)}


@few
@given(harmless.filter(visible))
def test_a_report_shows_markup_as_it_was_written(words):
    text = replace(report(), title=words, pieces=(said(words),), has_contents=False)

    made = render_report(text, made_at=MADE_AT)

    if isinstance(made, NotRendered):
        assert "too many marks" in str(made)
        return
    assert squeezed("".join(pages(made.pdf))).count(squeezed(words)) >= 2


@few
@given(any_text)
def test_any_text_is_either_shown_whole_or_refused_with_reasons(words):
    wording = Wording.of(en=f"({words})", ru="Да")
    text = agreement(clauses=(Clause("one", "1", wording),))

    made = render_agreement(text, made_at=MADE_AT)

    if all(can_be_set(character) for character in words):
        if isinstance(made, NotRendered):
            assert made.problems
        return
    assert isinstance(made, NotRendered)
    assert {one.character for one in made.missing} == {
        character for character in words if not can_be_set(character)
    }
    assert all(one.where.key == "one" for one in made.missing)


def test_nothing_unseen_passes_even_where_the_typesetter_would_let_it():
    # These compile without complaint, and would be signed without being seen.
    for character in "\u200b\u00ad\u202e\u200d\u061c\u2028":
        made = render_stamp([f"a{character}b"], width_points=200, height_points=50, made_at=MADE_AT)
        assert isinstance(made, NotRendered)
        assert made.missing[0].kind in {
            LetterKind.INVISIBLE,
            LetterKind.DIRECTION,
            LetterKind.CONTROL,
        }


def test_a_value_inside_a_value_is_not_filled_in():
    first = Variable("first", VariableKind.PARTY, "coast", Wording.of(en="{{second}}", ru="x"))
    second = Variable("second", VariableKind.COUNT, "2", Wording.of(en="two", ru="два"))
    clause = Clause(
        "one", "1", Wording.of(en="See {{first}}.", ru="{{second}}"), variables=(first, second)
    )

    made = rendered(
        render_agreement(
            agreement(clauses=(clause,)), made_at=MADE_AT, standard=Standard.READING_COPY
        )
    )

    assert "See {{second}}." in pages(made.pdf)[0]
