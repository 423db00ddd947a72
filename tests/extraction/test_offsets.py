"""Every proposal shows words that stand in the stored text, whatever signs the text is made of."""

import random
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from folkmoot.engines.extraction import FieldValue, Proposal, Span, propose
from folkmoot.engines.reading import Document, Unreadable, read_document

DOCUMENTS = sorted((Path(__file__).parent / "documents").glob("*.txt"))

# No-break, narrow no-break, thin and ideographic spaces; a joiner; line ends of two systems.
SPACES = (" ", " ", "\u00a0", "\u202f", "\u2009", "\u3000", "\u200d ", "\n", "\r\n", "\n\n")
MARKS = ("“{}”", "‘{}’", "«{}»", "„{}“", '"{}"', "'{}'", "“{}", "{}”", "«{}", "‹{}›", "“{}’")
NAMES = (
    "Anna Lind",
    "C\u030cene\u030ck Dvor\u030ca\u0301k",
    "So\u0308ren O\u0308rn",
    "Łucja Żak",
    "𝒜da 𝒲ren",
    "И.\u00a0П. Зорин",
    "Марии Й\u0306олкиной",
    "Ни́ны Орли́к",
)
PHRASES = (
    "The Fourth Forum of Two Rivers",
    "the XII Congress 🏞 of Border Towns",
    "Пятый форум приграничных городов",
    "will be held on 3–5\u00a0May 2031 in Velmar",
    "пройдёт 12\u00a0июня 2031\u00a0года в Ольшанах",
    "more than 1\u202f200 delegates",
    "€\u00a03.5\u00a0million",
    "свыше 2,5\u00a0млрд рублей",
    "grew by 9½\u00a0% 📈",
    "12 agreements were signed",
    "подписано 7 соглашений",
    "the next congress will take place in Orrin",
    "said {name}, mayor of Velmar",
    "— сказал губернатор {name}",
    "according to {name},",
    "по словам {name},",
    "the project “Green Bridge 🌉”",
    "the plenary session “Water”",
    "Projects worth 3 million euros",
    "Проект одобрен",
    "Соглашение",
    "Mayor {name}",
    "Губернатор {name}:",
)
SIGNS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00\ufeff"), max_size=12)
PIECES = st.one_of(
    st.builds(
        lambda phrase, name: phrase.format(name=name), *map(st.sampled_from, (PHRASES, NAMES))
    ),
    st.builds(lambda mark, words: mark.format(words), *map(st.sampled_from, (MARKS, PHRASES))),
    st.sampled_from(NAMES),
    st.sampled_from((".", "!", ":", ",", " –", "…", "(", ")", "\u202e", "🇪🇺")),
    SIGNS,
)
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from(SPACES)), min_size=1, max_size=25).map(
    lambda pairs: "".join(piece + space for piece, space in pairs)
)


LEXICONS = Path(str(resources.files("folkmoot.engines.extraction") / "lexicons"))


def words_of(value: object) -> Iterator[str]:
    """Every string of a lexicon file, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (word for part in value.values() for word in words_of(part))
    elif isinstance(value, list):
        yield from (word for part in value for word in words_of(part))


def faults(text: str, proposals: tuple[Proposal, ...]) -> Iterator[str]:
    """What does not show the words it claims to have been read from."""
    for proposal in proposals:
        if not proposal.spans:
            yield f"{proposal.kind} stands nowhere"
        if not all(
            span.end <= len(text) and text[span.start : span.end].strip() for span in proposal.spans
        ):
            yield f"{proposal.kind} {proposal.spans} shows no words"
        for name, field in proposal.fields.items():
            if shown(text, field.spans) != field.text:
                yield f"{proposal.kind}.{name} shows {shown(text, field.spans)!r}, says {field.text!r}"
            elif not is_told(field):
                yield f"{proposal.kind}.{name} has {field.value!r} of {field.spans}"


def shown(text: str, spans: tuple[Span, ...]) -> str:
    return " … ".join(text[span.start : span.end] for span in spans)


def is_told(field: FieldValue) -> bool:
    """A field has words and a value; a list has one span for each of its items."""
    if isinstance(field.value, tuple):
        return 0 < len(field.value) == len(field.spans)
    return bool(field.spans) and field.value != "" and field.text.strip() != ""


@given(TEXTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_proposal_shows_its_words_whatever_signs_the_text_is_made_of(text: str) -> None:
    document = read_document(text.encode(), name="a.txt")
    if isinstance(document, Unreadable):
        return

    proposals = propose(document)

    assert list(faults(document.text, proposals)) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_proposal_of_the_development_set_shows_its_words(path: Path) -> None:
    document = read_document(path.read_bytes(), name=path.name)
    assert isinstance(document, Document)

    proposals = propose(document)

    assert document.text == path.read_bytes().decode()
    assert list(faults(document.text, proposals)) == []


@pytest.mark.parametrize("language", sorted(path.name for path in LEXICONS.iterdir()))
def test_no_word_that_rules_know_trips_them_where_it_stands_alone(language: str) -> None:
    known = sorted(
        {
            word
            for path in (LEXICONS / language).glob("*.toml")
            for word in words_of(tomllib.loads(path.read_text(encoding="utf-8")))
            # Long strings are patterns and explanations.
            if word.strip() and len(word) < 30
        }
    )
    known = random.Random(language).sample(known, min(len(known), 1_200))
    shapes = ("{}", "{} 3", "“{}”", "3 {} {}", "{}: {}.", "« {} », {} – «")
    text = "\n\n".join(
        shapes[at % len(shapes)].format(word.capitalize(), word) for at, word in enumerate(known)
    )
    document = read_document(text.encode(), name="a.txt")
    assert isinstance(document, Document)

    assert list(faults(document.text, propose(document))) == []


def test_the_same_document_gives_the_same_proposals() -> None:
    document = read_document(DOCUMENTS[0].read_bytes(), name="a.txt")
    assert isinstance(document, Document)

    assert propose(document) == propose(document)
