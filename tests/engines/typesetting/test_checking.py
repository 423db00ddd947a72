"""All reasons are told at once, before anything is set."""

import pytest

from folkmoot.engines.typesetting import (
    Clause,
    Layout,
    NotRendered,
    Party,
    Precedence,
    Problem,
    ProblemCode,
    SignatureBlock,
    TypesettingLimits,
    Wording,
    missing_letters,
    problems_of,
    render_report,
    render_stamp,
)
from tests.engines.typesetting.samples import (
    CLAUSES,
    COAST,
    MADE_AT,
    SIGNATURES,
    agreement,
    report,
)

BOTH = Wording.of(en="Words", ru="Слова")


def told(problems: tuple[Problem, ...]) -> list[str]:
    return [str(problem) for problem in problems]


def test_an_agreement_that_is_whole_has_no_problems():
    assert problems_of(agreement(), layout=Layout.SIDE_BY_SIDE) == ()


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"title": Wording.of(en="A")}, ["no title in title, Russian"]),
        ({"parties": ()}, ["no parties in document"]),
        (
            {"parties": (COAST, Party("lakes", Wording.of(en="Lakes")))},
            ["no text in party 2, Russian"],
        ),
        ({"preamble": Wording.of(ru="Только")}, ["no text in preamble, English"]),
        ({"place": Wording.of(en="Port Amber")}, ["no text in place, Russian"]),
        (
            {"clauses": (Clause("a", "1", Wording.of(en="Only English")),)},
            ["no text in clause 1, Russian"],
        ),
        (
            {"clauses": (Clause("a", "", Wording()),)},
            ["no text in clause 1, English", "no text in clause 1, Russian"],
        ),
        (
            {"clauses": (Clause("a", "1", BOTH), Clause("a", "2", BOTH))},
            ["same key twice in clause: key a"],
        ),
        (
            {"signatures": (SIGNATURES[0], SIGNATURES[0])},
            ["same key twice in signature: key coast.head"],
        ),
        (
            {"signatures": (SignatureBlock("x", "hills", BOTH),)},
            ["unknown party in signature 1: party hills"],
        ),
        (
            {"precedence": (Precedence("ru", ("coast",)),)},
            ["wrong precedence in party, Russian"],
        ),
        (
            {"authentic": ("en", "be"), "prevailing": "el"},
            [
                "unknown language in document: language be",
                "unknown language in document: language el",
            ],
        ),
        (
            {"clauses": (Clause("a", "1", Wording.of(en="By {{day}}", ru="До 1 мая")),)},
            ["unknown variable in clause 1, English: name day"],
        ),
    ],
)
def test_each_gap_is_told_with_its_place(changes, reasons):
    if "parties" in changes:
        changes = {"signatures": (), **changes}

    assert told(problems_of(agreement(**changes))) == reasons


@pytest.mark.parametrize("tag", ["EN", "english", "", '")#panic(', "e", "en_GB", "\0"])
def test_a_language_that_is_no_tag_is_refused_before_the_typesetter_sees_it(tag):
    text = agreement(languages=("en", "ru", tag))

    answers = (
        NotRendered(problems_of(text)),
        render_stamp(["A"], width_points=99, height_points=50, made_at=MADE_AT, language=tag),
        render_report(report(language=tag), made_at=MADE_AT),
    )

    for answer in answers:
        assert isinstance(answer, NotRendered)
        first = Problem(ProblemCode.UNKNOWN_LANGUAGE, params={"language": tag})
        assert answer.problems[0] == first


def test_a_language_stands_in_a_text_once():
    problems = problems_of(agreement(languages=("en", "ru", "ru")))

    assert told(problems) == ["same key twice in document: key ru"]


def test_what_stands_at_the_foot_of_every_page_is_short():
    problems = problems_of(agreement(reference="R" * 151))

    assert told(problems) == ["too many characters in reference: count 151, limit 150"]


def test_an_identity_that_cannot_be_printed_is_refused():
    assert str(missing_letters(agreement(uid="a\0"))[0]) == "control U+0000 in reference"


def test_a_value_must_be_shown_in_every_language_it_is_used_in():
    clause = CLAUSES[1]
    broken = Clause(
        clause.uid,
        clause.number,
        clause.text,
        heading=clause.heading,
        variables=(clause.variables[1],),
    )

    assert told(problems_of(agreement(clauses=(broken,)))) == [
        "unknown variable in clause 2, English: name opening",
        "unknown variable in clause 2, Russian: name opening",
    ]


def test_a_text_that_is_too_large_is_not_searched_any_further():
    text = agreement(title=Wording.of(en="A" * 2_000))

    problems = problems_of(text, limits=TypesettingLimits(characters=1_000))

    assert [problem.code for problem in problems] == [ProblemCode.TOO_MANY_CHARACTERS]
    assert problems[0].params["limit"] == 1_000
