"""The scorer gives full marks to what is marked, and to nothing else."""

from pathlib import Path

import pytest

from bench.extraction.gold import Fact, MarkedDocument, Trap, load
from bench.extraction.measured import write_measured
from bench.extraction.scoring import Count, score
from bench.extraction.traps import hits, warned
from tests.bench.oracle import field, perfect, proposal

DEVELOPMENT = Path(__file__).resolve().parents[1] / "extraction" / "documents"

TEXT = (
    "The Third Forum of Valleys opened in Orrin. “We kept our word,” said Ada Brill, "
    "mayor of Orrin. More than 40 agreements were signed."
)


def span(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def document(*facts: Fact, traps: tuple[Trap, ...] = ()) -> MarkedDocument:
    return MarkedDocument("orrin.txt", Path("orrin.txt"), TEXT, facts, traps)


QUOTE = Fact(
    "q", "quote", "A", (span("We kept our word"),), {"speaker": "Ada Brill", "mode": "direct"}
)
CLAIM = Fact(
    "c",
    "claim",
    "A",
    (span("More than 40 agreements"),),
    {"value": 40, "comparator": "more than", "unit": "agreements"},
)


def quote(speaker: str, words: str = "We kept our word"):
    spans = [span(words)]
    return proposal(
        "quote",
        spans,
        words=field(words, spans),
        speaker=field(speaker, spans),
        mode=field("direct", spans),
    )


def claim(value: int = 40, comparator: str = "over", unit: str = "agreements"):
    spans = [span("More than 40 agreements")]
    return proposal(
        "claim",
        spans,
        value=field(value, [span("40")]),
        comparator=field(comparator, spans),
        unit=field(unit, spans),
    )


def counted(row: str, marked: MarkedDocument, *proposals) -> tuple[int, int, int]:
    """Demanded, found, wrong."""
    count = score([(marked, proposals)]).rows[row]
    return count.gold, count.found, count.wrong


def test_a_perfect_engine_reaches_every_mark_of_the_development_set():
    told = [(one, perfect(one)) for one in load(DEVELOPMENT, "dev", is_open=True).documents]

    rows = score(told).rows

    assert {name: (count.found, count.wrong) for name, count in rows.items()} == {
        name: (count.gold, 0) for name, count in rows.items()
    }
    assert [trap.text for one, made in told for trap, _ in hits(one, made)] == []


@pytest.mark.sources
def test_a_perfect_engine_misses_at_most_what_the_facts_of_the_sources_leave_open(sources_folder):
    told = [(one, perfect(one)) for one in load(sources_folder, "s", is_open=True).documents]

    rows = score(told).rows

    for name in ("editions", "people", "direct statements", "claims", "agreements", "next host"):
        assert (name, rows[name].found, rows[name].wrong) == (name, rows[name].gold, 0)


def test_a_quotation_with_the_right_words_and_the_wrong_speaker_is_missed_and_wrong():
    marked = document(QUOTE)

    assert counted("direct statements", marked, quote("Ada Brill")) == (1, 1, 0)
    assert counted("direct statements", marked, quote("Bo Lund")) == (1, 0, 1)
    assert counted("direct, words ≥ 0.3", marked, quote("Bo Lund")) == (1, 1, 0)


def test_four_fifths_of_the_letters_of_a_quotation_are_demanded():
    marked = document(QUOTE)

    assert counted("direct statements", marked, quote("Ada Brill", "We kept our"))[1:] == (0, 1)
    assert counted("direct statements", marked, quote("Ada Brill", "We kept our wor"))[1:] == (1, 0)


def test_a_second_proposal_of_the_same_fact_is_wrong():
    assert counted("claims", document(CLAIM), claim(), claim()) == (1, 1, 1)


def test_a_figure_needs_value_comparator_and_unit_and_the_value_alone_is_counted_apart():
    marked = document(CLAIM)

    assert counted("claims", marked, claim(comparator="about")) == (1, 0, 1)
    assert counted("claims", marked, claim(unit="people")) == (1, 0, 1)
    assert counted("claims", marked, claim(value=400)) == (1, 0, 1)
    assert counted("claims, value alone", marked, claim(comparator="about", unit="")) == (1, 1, 0)


def test_what_lies_on_a_vague_fact_is_neither_right_nor_wrong():
    vague = Fact("c", "claim", "C", CLAIM.spans)

    result = score([(document(vague), [claim()])])

    assert result.rows["claims"] == Count()
    assert result.rules == {}


def test_an_agreement_that_was_not_signed_is_not_demanded_and_may_not_be_proposed_as_signed():
    spans = [span("40 agreements were signed")]
    denied = document(Fact("g", "agreement", "A", tuple(spans), {"status": "not signed"}))

    def agreement(status: str):
        return proposal("agreement", spans, status=field(status, spans))

    assert counted("agreements", denied) == (0, 0, 0)
    assert counted("agreements", denied, agreement("not signed")) == (0, 0, 0)
    assert counted("agreements", denied, agreement("signed")) == (0, 0, 1)


def test_precision_is_unknown_where_nothing_was_proposed_and_recall_where_nothing_was_asked():
    assert (Count().precision, Count().recall) == (None, None)
    assert (Count(gold=2, found=1, wrong=3).precision, Count(gold=2, found=1).recall) == (0.25, 0.5)


@pytest.mark.parametrize(
    ("why", "checks"),
    [
        ("a regiment, not an edition ordinal", ("edition",)),
        ("a place, never a person", ("person",)),
        ("scare quotes, no quotation", ("quote",)),
        ("next host, not host of this congress", ("place",)),
        ("юбилей города, не номер съезда", ("edition",)),
        ("page furniture", ("any",)),
    ],
)
def test_a_trap_says_in_words_what_may_not_be_made_of_it(why, checks):
    assert warned(why) == checks


def test_a_trap_is_hit_by_the_kind_it_warns_of_and_by_no_other():
    trap = Trap((span("Orrin"),), "Orrin", "a place, never a person")
    marked = document(traps=(trap,))
    person = proposal("person", [span("Orrin")], name=field("Orrin", [span("Orrin")]))
    body = proposal("organisation", [span("Orrin")], name=field("Orrin", [span("Orrin")]))

    assert list(hits(marked, [body, person])) == [(trap, 1)]
    assert list(hits(marked, [body])) == []


def test_rules_are_counted_right_and_total_and_written_in_order(tmp_path):
    path = tmp_path / "measured.json"

    write_measured(path, [[(document(QUOTE, CLAIM), [quote("Bo Lund"), claim(), claim()])]])

    assert path.read_text() == '{\n  "claim.rule": [1, 2],\n  "quote.rule": [0, 1]\n}\n'
