"""A document as speech is looked for in it: its words, and who or what they can mention.

Reads noun phrases around a verb: a name, a pronoun, an office, a body. Who is meant by an
office or a pronoun is told elsewhere.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final, TypeVar

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.speech.vocabulary import Vocabulary, vocabulary
from folkmoot.engines.extraction.found import Findings, OrganisationFound, PersonFound
from folkmoot.engines.extraction.layers import EntityKind, Token
from folkmoot.engines.extraction.terms import Span

_Whose = TypeVar("_Whose")
# A noun phrase longer than this is none.
_LONGEST_PHRASE: Final = 24
# Of the words of a speech at least so many in a thousand are "I", "we", "you" and the like.
_FIRST_PERSON: Final = 20
# Somebody who speaks may quote now and then; a report quotes all the time.
_FEW_QUOTED: Final = 2
# Who speaks in a text of so many words may quote once more.
_WORDS_A_MARK: Final = 40
_FEWEST_WORDS: Final = 60
_OPENING: Final = frozenset('«“„"‘')
_PHRASE: Final = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "X"})
_NAMING: Final = frozenset({"NOUN", "PROPN", "X"})
_INSIDE: Final = frozenset({"'s", "-", "&", "№", "«", "»", "“", "”"})
_VERBAL: Final = frozenset({"VERB", "AUX"})


class MentionKind(StrEnum):
    NAME = "name"
    PRONOUN = "pronoun"
    ROLE = "role"
    BODY = "body"
    FIRST = "first"


# Mentions that stand for a person.
PEOPLE: Final = frozenset({MentionKind.NAME, MentionKind.PRONOUN, MentionKind.ROLE})


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that stand for somebody.

    Attributes:
        gender: of a pronoun or of the verb beside an office: "m", "f" or "plural".
        head: the office noun of a role, in lower case, in its dictionary form.
    """

    span: Span
    kind: MentionKind
    person: PersonFound | None = None
    organisation: OrganisationFound | None = None
    gender: str = ""
    head: str = ""


class Scene:
    """The words of an article by number, with the people and bodies they name."""

    def __init__(self, article: Article, findings: Findings) -> None:
        self.article = article
        self.findings = findings
        self.tokens = article.tokens
        self.forms = [article.work[token.start : token.end].lower() for token in article.tokens]
        # What was found out of cue words, by their number.
        self.reporting: dict[int, bool] = {}
        # Who presides by which word ("the chair"), found out once.
        self.presiding: dict[str, PersonFound | None] = {}
        self._starts = [token.start for token in article.tokens]
        self._names = _by_token(self, ((m, p) for p in findings.people for m in p.mentions))
        self._surnames = {
            person.name.value.split()[-1].lower(): person
            for person in reversed(findings.people)
            if person.name.value.strip()
        }
        bodies = ((m, o) for o in findings.organisations for m in o.mentions)
        self._bodies = _by_token(self, bodies)

    def vocabulary_at(self, position: int) -> Vocabulary:
        """The words of speech of the language at a position."""
        block = self.article.block_at(position)
        lexicons = self.article.lexicons
        return vocabulary(self.article.lexicon if block is None else lexicons[block])

    def index_at(self, position: int) -> int:
        """The number of the first word that begins at a position or after it."""
        return bisect_right(self._starts, position - 1)

    def indexes(self, span: Span) -> range:
        """The numbers of the words that begin inside a span."""
        return range(self.index_at(span.start), self.index_at(span.end))

    def span_of(self, first: int, last: int) -> Span:
        """From the beginning of one word to the end of another."""
        return Span(self.tokens[first].start, self.tokens[last].end)

    def sign(self, index: int) -> str:
        """A word as it stands in the working copy."""
        token = self.tokens[index]
        return self.article.work[token.start : token.end]

    def name_at(self, index: int) -> tuple[Span, PersonFound] | None:
        """The person whose name a word belongs to."""
        return self._names.get(index)

    def body_at(self, index: int) -> tuple[Span, OrganisationFound] | None:
        return self._bodies.get(index)

    def is_phrase(self, index: int, words: Vocabulary) -> bool:
        """Whether a word can stand inside a noun phrase."""
        if index in self._names or index in self._bodies:
            return True
        form = self.forms[index]
        if form in words.words("between", "words") or form in words.words("clause", "that"):
            return False
        token = self.tokens[index]
        if token.pos in _PHRASE or form in words.words("clause", "inside"):
            return True
        return form in _INSIDE or words.pronouns.get(form) in (
            "m",
            "f",
            "plural",
        )

    def near_person(self, index: int, first: int, stop: int) -> bool:
        """Whether a person is named, or told by a pronoun or an office, right beside a word."""
        words = self.vocabulary_at(self.tokens[index].start)
        for at in (index - 1, index + 1):
            if not first <= at < stop:
                continue
            if self.name_at(at) or words.pronouns.get(self.forms[at]) in ("m", "f"):
                return True
            if not self.is_phrase(at, words):
                continue
            begin = self.phrase_left(at, first) if at < index else at
            end = at if at < index else self.phrase_right(at, stop - 1)
            found = self.mention_in(begin, end)
            if found is not None and found.kind in (MentionKind.NAME, MentionKind.ROLE):
                return True
        return False

    def surname_at(self, index: int) -> PersonFound | None:
        """The person whose last name a word is, where the names were not found at this place."""
        return self._surnames.get(self.forms[index])

    def person_by_surname(self, word: str) -> PersonFound | None:
        """The person with a last name, whatever the case of its letters."""
        return self._surnames.get(word.strip(".,").lower())

    def person_by_initials(self, label: str) -> PersonFound | None:
        """Whose initials a label is ("AL", "A.L."), if they are one person's."""
        letters = label.replace(".", "").replace(" ", "")
        if not 2 <= len(letters) <= 3 or not letters.isupper():
            return None
        own = [
            person
            for person in self.findings.people
            if "".join(part[0] for part in person.name.value.split()).upper() == letters
        ]
        return own[0] if len(own) == 1 else None

    def phrase_left(self, last: int, first: int) -> int:
        """Where the noun phrase that ends with a word begins, not before ``first``."""
        words = self.vocabulary_at(self.tokens[last].start)
        at = last
        while at > first and last - at < _LONGEST_PHRASE and self.is_phrase(at - 1, words):
            at -= 1
            # "In Harnow | the governor": a new phrase begins with its article.
            if (
                self.tokens[at].pos == "DET"
                and at - 1 >= first
                and self.tokens[at - 1].pos in _NAMING
            ):
                break
        return at

    def phrase_right(self, first: int, last: int) -> int:
        """Where the noun phrase that begins with a word ends, not after ``last``."""
        words = self.vocabulary_at(self.tokens[first].start)
        at = first
        while at < last and at - first < _LONGEST_PHRASE and self.is_phrase(at + 1, words):
            at += 1
        return at

    def mention_in(self, first: int, last: int, case: str = "Nom") -> Mention | None:
        """Who a noun phrase mentions: its person, else its office, else its body.

        Args:
            case: in languages with cases, that of the word which carries the phrase.
        """
        words = self.vocabulary_at(self.tokens[first].start)
        return (
            self._name_in(first, last, words, case)
            or self._pronoun_in(first, last, words)
            or self._role_in(first, last, words, case)
            or self._body_in(first, last, words, case)
        )

    def apposed_name(self, first: int, limit: int) -> Mention | None:
        """The name before ", chief of the office": the phrase that begins with a word explains it."""
        at = first - 1
        if at > limit and self.sign(at) in (",", "("):
            named = self.name_at(at - 1)
            if named:
                return Mention(named[0], MentionKind.NAME, named[1])
        return None

    def _name_in(self, first: int, last: int, words: Vocabulary, case: str) -> Mention | None:
        at = first
        while at <= last:
            named = self.name_at(at)
            if named is None:
                at += 1
                continue
            possessive = not words.inflects and self._is_possessive(named[0], last)
            if (
                not self.is_governed(named[0], first)
                and not possessive
                and self._in_case(at, words, case)
            ):
                return Mention(named[0], MentionKind.NAME, named[1])
            at = max(at + 1, self.index_at(named[0].end))
        return None

    def is_governed(self, span: Span, first: int) -> bool:
        """Whether a preposition at or after a word stands right before a name."""
        before = self.index_at(span.start) - 1
        return before >= first and self.tokens[before].pos == "ADP"

    def _is_possessive(self, span: Span, last: int) -> bool:
        after = self.index_at(span.end)
        inside = self.sign(after - 1).endswith("'s") if after else False
        return inside or (after <= last and self.forms[after] in ("'s", "'"))

    def _in_case(self, index: int, words: Vocabulary, case: str) -> bool:
        if not words.inflects or not case or self.is_acting(index):
            return True
        told = self.tokens[index].feats.get("Case")
        return told is None or told == case

    def _pronoun_in(self, first: int, last: int, words: Vocabulary) -> Mention | None:
        if first != last:
            return None
        gender = words.pronouns.get(self.forms[first], "")
        if gender in ("m", "f", "plural"):
            return Mention(self.span_of(first, first), MentionKind.PRONOUN, gender=gender)
        if gender == "first":
            return Mention(self.span_of(first, first), MentionKind.FIRST)
        return None

    def _role_in(self, first: int, last: int, words: Vocabulary, case: str) -> Mention | None:
        order = range(first, last + 1) if words.inflects else self._head_first(first, last, words)
        for at in order:
            if self.tokens[at].pos not in _NAMING or not self._in_case(at, words, case):
                continue
            head = self._role_head(at, words)
            if head:
                return Mention(self.span_of(first, last), MentionKind.ROLE, head=head)
            if words.inflects and self.tokens[at].pos == "NOUN":
                return None
        return None

    def _head_first(self, first: int, last: int, words: Vocabulary) -> range:
        """The words before the first preposition, last first: "government spokesman"."""
        inside = words.words("clause", "inside")
        for at in range(first, last + 1):
            if self.forms[at] in inside:
                return range(at - 1, first - 1, -1)
        return range(last, first - 1, -1)

    def is_acting(self, index: int) -> bool:
        """Whether a word that has no cases stands before an office: «врио губернатора»."""
        words = self.vocabulary_at(self.tokens[index].start)
        return self.forms[index] in words.words("people", "acting")

    def _role_head(self, at: int, words: Vocabulary) -> str:
        """The office noun at a word; with its neighbours where they make one ("head of state")."""
        if self.is_acting(at) and at + 1 < len(self.tokens):
            return words.roles.find(self.forms[at + 1]) or ""
        start = self.tokens[at].start
        ahead = self.article.work[start : start + 40].lower()
        for phrase in words.phrases:
            if ahead.startswith(phrase) and not ahead[len(phrase) : len(phrase) + 1].isalnum():
                return phrase
        form = self.forms[at]
        if words.inflects:
            is_one = self.tokens[at].feats.get("Number") != "Plur"
            return (words.roles.find(form) or "") if is_one else ""
        return form if words.roles.find(form) == form else ""

    def _body_in(self, first: int, last: int, words: Vocabulary, case: str) -> Mention | None:
        for at in range(first, last + 1):
            body = self.body_at(at)
            if body and self._in_case(at, words, case):
                # A common noun is shown with what stands beside it.
                own = self.article.work[body[0].start].isupper()
                shown = body[0] if own else self.span_of(first, last)
                return Mention(shown, MentionKind.BODY, organisation=body[1])
        for at in range(first, last + 1):
            if self.tokens[at].pos not in _NAMING or not self._in_case(at, words, case):
                continue
            if words.bodies.find(self.forms[at]):
                return Mention(self.span_of(first, last), MentionKind.BODY)
        span = self.span_of(first, last)
        for entity in self.article.entities_in(span, EntityKind.ORGANISATION):
            at = self.index_at(entity.start)
            if self._in_case(at, words, case):
                return Mention(Span(entity.start, entity.end), MentionKind.BODY)
        return None

    @cached_property
    def is_first_person(self) -> bool:
        """Whether somebody speaks in his own name all through a text."""
        vocabulary = self.vocabulary_at(0)
        count = len(self.forms)
        marks = sum(self.sign(at) in _OPENING for at in range(count))
        first = sum(vocabulary.pronouns.get(form) == "first" for form in self.forms)
        if count < _FEWEST_WORDS or marks * _WORDS_A_MARK > max(count, _FEW_QUOTED * _WORDS_A_MARK):
            return False
        least = _FIRST_PERSON if marks <= _FEW_QUOTED else _FIRST_PERSON * 2
        return first * 1000 >= count * least

    @cached_property
    def names_in_order(self) -> list[tuple[Span, PersonFound]]:
        """All mentions of people by name."""
        return sorted(
            ((m, p) for p in self.findings.people for m in p.mentions), key=lambda one: one[0]
        )

    def offices_of(self, person: PersonFound) -> Iterator[Span]:
        return (office.words for office in person.offices)

    def after_block_of(self, mention: Mention) -> int:
        """The position after a name with the offices written around it."""
        end = mention.span.end
        if mention.person is None:
            return end
        for words in sorted(self.offices_of(mention.person)):
            gap = self.article.work[end : words.start] if end <= words.start else None
            if gap is not None and len(gap) <= 3 and gap.strip(" ,(") == "":
                end = words.end
        return end

    def is_verb(self, index: int) -> bool:
        return self.tokens[index].pos in _VERBAL

    def token(self, index: int) -> Token:
        return self.tokens[index]


def _by_token(
    scene: Scene, mentions: Iterable[tuple[Span, _Whose]]
) -> dict[int, tuple[Span, _Whose]]:
    return {at: (span, whose) for span, whose in mentions for at in scene.indexes(span)}
