"""What overlaps a span is found as if everything had been looked at."""

from hypothesis import given
from hypothesis import strategies as st

from folkmoot.engines.extraction.spans import SpanIndex
from folkmoot.engines.extraction.terms import Span

spans = st.builds(
    lambda start, length: Span(start, start + length), st.integers(0, 60), st.integers(1, 25)
)


@given(st.lists(spans), spans)
def test_an_index_finds_what_overlaps_in_the_order_given(given: list[Span], asked: Span) -> None:
    index = SpanIndex((span, number) for number, span in enumerate(given))
    assert index.overlapping(asked) == [
        number for number, span in enumerate(given) if span.overlaps(asked)
    ]
