"""Clauses of a draft: keys, numbers, typed variables; the library and what it brings along."""

import pytest

from folkmoot.kernel.refusals import ChangedMeanwhile, Invalid, NotAllowed
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Clause, LibraryClause
from folkmoot.rooms.outcomes.queries.agreements_text import (
    agreement_text,
    clause_numbers,
    clauses_of,
)
from folkmoot.rooms.outcomes.queries.library import commitment_skeletons, offered_clauses
from folkmoot.rooms.outcomes.terms.agreements import TextFixed
from tests.outcomes.making import (
    NOON,
    both,
    make_agreed,
    make_clause,
    make_parties,
)

pytestmark = pytest.mark.django_db


def plain(words):
    """With common spaces in place of those that do not break."""
    return words.replace("\xa0", " ").replace("\u202f", " ")


def order(agreement):
    clauses = clauses_of(agreement)
    numbers = clause_numbers(clauses)
    return [(numbers[one.key], str(one.text)) for one in clauses]


def test_a_clause_keeps_its_key_while_numbers_move(agreement, own, other):
    one = make_clause(agreement, "One")
    make_clause(agreement, "Two")
    make_clause(agreement, "We", kind="preamble", position=1)
    make_clause(agreement, "Seven", number="7")
    make_clause(agreement, "Eight")
    before = order(agreement)

    two = Clause.objects.get(text__texts__en="Two")
    services.move_clause(actor=own, clause=two, after=None, at=NOON)
    with pytest.raises(NotAllowed):
        services.move_clause(actor=other, clause=two, after=None, at=NOON)

    assert before == [("", "We"), ("1", "One"), ("2", "Two"), ("7", "Seven"), ("8", "Eight")]
    assert order(agreement) == [
        ("1", "Two"),
        ("", "We"),
        ("2", "One"),
        ("7", "Seven"),
        ("8", "Eight"),
    ]
    with pytest.raises(Invalid):
        services.change_clause(actor=own, clause=one, values={"key": "other"}, at=NOON)


def test_a_language_that_the_agreement_does_not_have_is_refused(agreement, own):
    from folkmoot.engines.values.multilingual import Multilingual

    with pytest.raises(Invalid) as refused:
        services.create_clause(
            actor=own,
            values={"agreement": agreement, "text": Multilingual.of("de", de="Die Fähre")},
            at=NOON,
        )

    assert set(refused.value.errors) == {"text"}


def test_pasted_text_is_tidied_so_that_what_is_shown_is_what_is_hashed(agreement):
    clause = make_clause(agreement, "A\u00ad cafe\u0301\u200b\r\nruns\t")

    assert clause.text.texts["en"] == "A café\nruns"


def test_variables_are_checked_and_shown_in_the_words_of_each_language(agreement):
    amber, _slate = make_parties(agreement)
    variables = [
        {"name": "day", "type": "date", "value": "2032-02-29"},
        {"name": "sum", "type": "amount", "value": "1250000.50", "unit": "EUR"},
        {"name": "count", "type": "count", "value": "1200"},
        {"name": "payer", "type": "party", "value": str(amber.uid)},
    ]
    words = "{{payer}}: {{sum}}, {{count}}, {{day}}"
    make_clause(agreement, text=both(words, words), variables=variables)

    (clause,) = agreement_text(agreement).clauses

    assert clause.shown("en") == "Port Amber: 1,250,000.50 euros, 1,200, 29 February 2032"
    assert plain(clause.shown("ru")) == (
        "Port Amber (ru): 1 250 000,50 евро, 1 200, 29 февраля 2032 г."
    )


@pytest.mark.parametrize(
    "variables",
    [
        "no list",
        ["no variable"],
        [{"name": "Day", "type": "date", "value": ""}],
        [{"name": "day", "type": "moment", "value": ""}],
        [{"name": "day", "type": "date", "value": "2031-02-29"}],
        [{"name": "day", "type": "date", "value": "20310228"}],
        [{"name": "sum", "type": "amount", "value": "1e9", "unit": "EUR"}],
        [{"name": "sum", "type": "amount", "value": "-3", "unit": "EUR"}],
        [{"name": "sum", "type": "amount", "value": "3"}],
        [{"name": "sum", "type": "amount", "value": "3", "unit": "EU"}],
        [{"name": "n", "type": "count", "value": "1.5"}],
        [{"name": "n", "type": "count", "value": "²"}],
        [{"name": "who", "type": "party", "value": "somebody"}],
        [{"name": "n", "type": "count", "value": 3}],
        [{"name": "n", "type": "count", "value": "3", "extra": "x"}],
        [
            {"name": "n", "type": "count", "value": "1"},
            {"name": "n", "type": "count", "value": "2"},
        ],
    ],
)
def test_a_variable_that_means_nothing_is_refused(agreement, variables):
    with pytest.raises(Invalid) as refused:
        make_clause(agreement, variables=variables)

    assert set(refused.value.errors) == {"variables"}


def test_two_editors_of_a_clause_are_told_of_each_other(agreement, own):
    clause = make_clause(agreement)
    change = {"actor": own, "clause": clause, "at": NOON, "expected_version": 1}
    services.change_clause(values={"text": both("One", "Один")}, **change)

    with pytest.raises(ChangedMeanwhile):
        services.change_clause(values={"text": both("Two", "Два")}, **change)


def test_an_agreed_text_has_no_clause_added_changed_or_removed(edition, own):
    agreement = make_agreed(edition)
    clause = agreement.clauses.get()

    for refused in (
        lambda: make_clause(agreement),
        lambda: services.change_clause(
            actor=own, clause=clause, values={"text": both("Else")}, at=NOON
        ),
        lambda: services.remove_clause(actor=own, clause=clause, at=NOON),
    ):
        with pytest.raises(TextFixed):
            refused()


@pytest.fixture
def shelf(administrator):
    """A clause of the library that carries a commitment."""
    return services.create_library_clause(
        actor=administrator,
        values={
            "slug": "ferry-line",
            "kind": "undertaking",
            "heading": both("Ferry line", "Паромная линия"),
            "text": both(
                "{{lead}} opens a line by {{by}} for {{sum}}.", "{{lead}} к {{by}} за {{sum}}."
            ),
            "variables": [
                {"name": "lead", "type": "party", "value": ""},
                {"name": "by", "type": "date", "value": ""},
                {"name": "sum", "type": "amount", "value": "", "unit": "EUR"},
            ],
            "skeleton": {
                "title": {"en": "Open a line by {{by}}", "ru": "Открыть к {{by}}"},
                "kind": "result",
                "due_on": "{{by}}",
                "lead": "{{lead}}",
                "target_value": "{{sum}}",
            },
        },
        at=NOON,
    )


def test_a_clause_of_the_library_is_used_with_its_values(agreement, own, other, shelf):
    amber, _slate = make_parties(agreement)
    told = {"agreement": agreement, "library_clause": shelf, "at": NOON}
    values = {"lead": str(amber.uid), "by": "2032-03-01", "sum": "12 500 EUR"}

    with pytest.raises(NotAllowed):
        services.use_library_clause(actor=other, **told)
    with pytest.raises(Invalid):
        services.use_library_clause(actor=own, values={"by": "soon"}, **told)
    first = services.use_library_clause(actor=own, values=values, **told)
    second = services.use_library_clause(actor=own, **told)

    assert (first.key, second.key, first.library) == ("ferry-line", "ferry-line-2", shelf)
    skeletons = commitment_skeletons(agreement)
    assert [(one.clause, one.fields) for one in skeletons] == [
        (
            first,
            {
                "title": {
                    "en": "Open a line by 1 March 2032",
                    "ru": "Открыть к 1 марта 2032\u202fг.",
                },
                "kind": "result",
                "due_on": "2032-03-01",
                "lead": str(amber.uid),
                "target_value": "12500",
            },
        ),
        (second, {"kind": "result"}),
    ]


def test_the_library_is_written_by_those_who_edit_everywhere(own, administrator, shelf):
    values = {"slug": "x", "kind": "final", "text": both("X")}
    for refused in (
        lambda: services.create_library_clause(actor=own, values=values, at=NOON),
        lambda: services.change_library_clause(
            actor=own, library_clause=shelf, values={"is_retired": True}, at=NOON
        ),
        lambda: services.remove_library_clause(actor=own, library_clause=shelf, at=NOON),
    ):
        with pytest.raises(NotAllowed):
            refused()

    assert list(offered_clauses()) == [shelf]
    assert list(offered_clauses("final")) == []


def test_a_used_clause_is_retired_and_not_removed(agreement, own, administrator, shelf):
    services.use_library_clause(actor=own, agreement=agreement, library_clause=shelf, at=NOON)

    with pytest.raises(Invalid):
        services.remove_library_clause(actor=administrator, library_clause=shelf, at=NOON)
    services.change_library_clause(
        actor=administrator, library_clause=shelf, values={"is_retired": True}, at=NOON
    )

    assert not offered_clauses().exists()
    with pytest.raises(Invalid):
        services.use_library_clause(actor=own, agreement=agreement, library_clause=shelf, at=NOON)
    agreement.clauses.all().delete()
    services.remove_library_clause(actor=administrator, library_clause=shelf, at=NOON)
    assert not LibraryClause.objects.exists()


@pytest.mark.parametrize(
    "skeleton",
    [
        ["no fields"],
        {"state": "closed"},
        {"title": "plain"},
        {"title": {"en": 3}},
        {"title": {"en": "By {{never}}"}},
        {"kind": "wish"},
    ],
)
def test_a_commitment_that_fits_no_commitment_is_refused(administrator, shelf, skeleton):
    with pytest.raises(Invalid) as refused:
        services.change_library_clause(
            actor=administrator, library_clause=shelf, values={"skeleton": skeleton}, at=NOON
        )

    assert set(refused.value.errors) == {"skeleton"}
