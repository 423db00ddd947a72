"""The small networks of natasha, run so that a word costs little.

Weights and results are slovnet's: two tag words (grammar, names), one tells heads. What is
different is how they are run. The first convolution is linear over the vectors of the words,
so what a word form adds to it is computed once and kept; sequences stand one after the
other with an empty row between, which is what slovnet's padding amounts to, instead of
filling up to the longest. Nothing is remembered of sentences.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from slovnet.exec.pack import Pack
from slovnet.shape import word_shape

Numbers = npt.NDArray[np.float32]
Indexes = npt.NDArray[np.intp]

# Rows that are kept; the row of nothing is the first. 16,000 forms take 49 MB a network.
FORMS_KEPT: Final = 16_000
# Rows that run together: what they need fits the processor's cache.
_TOGETHER: Final = 2048


class Forms:
    """Word forms by number, with what the networks are told of each.

    Numbers hold until :meth:`make_room` says that it began anew.
    """

    def __init__(self, embedding: Any, shapes: Sequence[str]) -> None:
        self._ids: dict[str, int] = embedding.vocab.word_ids
        self._unknown: int = embedding.vocab.unk_id
        self._shapes = {shape: number for number, shape in enumerate(shapes)}
        self._indexes = embedding.pq.indexes
        self._codes = embedding.pq.codes
        self._places = np.arange(len(self._codes))
        self._numbers: dict[str, int] = {}
        self._words = np.zeros(FORMS_KEPT, np.intp)
        self.shape_ids: Indexes = np.zeros(FORMS_KEPT, np.intp)
        self._asked: Indexes = np.zeros(0, np.intp)
        self._unpacked: Numbers = np.zeros((0, 0), np.float32)
        self.age = 0

    @property
    def end(self) -> int:
        """The number after the last."""
        return len(self._numbers) + 1

    def make_room(self, forms: Sequence[str]) -> None:
        """Forget all forms if those among these that are new would not fit."""
        if self.end + len(forms) <= FORMS_KEPT:
            return
        # Not by the difference of sets, which looks at every number there is.
        known = self._numbers
        new = {form for form in forms if form not in known}
        if self.end + len(new) > FORMS_KEPT:
            self._numbers.clear()
            self._asked = self._asked[:0]
            self.age += 1

    def number(self, form: str) -> int:
        """The number of a form as written; there must be room."""
        known = self._numbers.get(form)
        if known is None:
            known = self.end
            self._words[known] = self._ids.get(form.lower(), self._unknown)
            self.shape_ids[known] = self._shapes[word_shape(form)]
            self._numbers[form] = known
        return known

    def vectors(self, numbers: Indexes) -> Numbers:
        """The vectors of these forms, unpacked."""
        # Two networks ask for the same forms, one after the other.
        if not np.array_equal(self._asked, numbers):
            codes = self._indexes[self._words[numbers]]
            self._unpacked = self._codes[self._places, codes].reshape(len(numbers), -1)
            self._asked = numbers
        return self._unpacked


class _Layer:
    """Convolution over three words, rectified and normalised."""

    def __init__(self, layer: Any) -> None:
        weight = layer.conv.weight.array
        filters, inputs, _ = weight.shape
        # Columns for the word before, the word itself, and the word after.
        self.weight: Numbers = np.ascontiguousarray(weight.transpose(1, 2, 0)).reshape(
            inputs, 3 * filters
        )
        self.filters = filters
        self.bias: Numbers = layer.conv.bias.array
        norm = layer.norm
        self._scale: Numbers = norm.weight.array / norm.std.array
        self._shift: Numbers = norm.bias.array - norm.mean.array * self._scale

    def __call__(self, given: Numbers, gaps: Indexes | None) -> Numbers:
        size = self.filters
        sums = given @ self.weight
        found = sums[:, size : 2 * size] + self.bias
        found[1:] += sums[:-1, :size]
        found[:-1] += sums[1:, 2 * size :]
        return self.finish(found, gaps)

    def finish(self, sums: Numbers, gaps: Indexes | None) -> Numbers:
        np.maximum(sums, 0, out=sums)
        sums *= self._scale
        sums += self._shift
        if gaps is not None:
            sums[gaps] = 0
        return sums


class Network:
    """What the three networks share: from numbers of forms to a row of features a word."""

    def __init__(self, path: str, model: Any, forms: Forms, labels: str) -> None:
        with Pack(path) as pack:
            loaded = pack.load_model(model)
            loaded = loaded.inject_arrays(dict(pack.load_arrays(loaded.weights)))
            self.labels: list[str] = pack.load_vocab(labels).items
        self._model: Any = loaded
        self._forms = forms
        self._first, *self._rest = (_Layer(layer) for layer in loaded.encoder.layers)
        size, weight = self._first.filters, self._first.weight
        shapes = loaded.emb.shape.weight.array
        self._of_vectors = weight[: -shapes.shape[1]]
        self._of_shapes: Numbers = shapes @ weight[-shapes.shape[1] :]
        self._of_shapes[:, size : 2 * size] += self._first.bias
        # What a form adds to the word after it, to itself, and to the word before it.
        self._added = [np.zeros((FORMS_KEPT, size), np.float32) for _ in range(3)]
        self._is_known = np.zeros(FORMS_KEPT, bool)
        self._is_known[0] = True
        self._age = forms.age

    def _features(self, rows: Indexes, gaps: Indexes | None = None) -> Numbers:
        """Features of the words whose rows stand between zeros; ``gaps``: the zeros inside."""
        self._learn(rows)
        after, itself, before = self._added
        sums = itself[rows[1:-1]]
        sums += after[rows[:-2]]
        sums += before[rows[2:]]
        found = self._first.finish(sums, gaps)
        for layer in self._rest:
            found = layer(found, gaps)
        return found

    def _learn(self, rows: Indexes) -> None:
        """What forms add that this network has not met yet."""
        if self._age != self._forms.age:
            self._is_known[1:] = False
            self._age = self._forms.age
        new = rows[~self._is_known[rows]]
        if not len(new):
            return
        size = self._first.filters
        new = np.unique(new)
        sums = self._forms.vectors(new) @ self._of_vectors
        sums += self._of_shapes[self._forms.shape_ids[new]]
        for number, added in enumerate(self._added):
            added[new] = sums[:, number * size : (number + 1) * size]
        self._is_known[new] = True


class Tagger(Network):
    """The network that tells the grammar of words."""

    def tags(self, rows: Indexes, lengths: Sequence[int]) -> list[int]:
        """The number of the label of every word; sequences of these lengths stand in a row."""
        found: list[int] = []
        for scores in self._scores(rows, lengths):
            found += scores.argmax(-1).tolist()
        return found

    def _scores(self, rows: Indexes, lengths: Sequence[int]) -> Iterator[Numbers]:
        project = self._model.head.proj
        weight, bias = project.weight.array, project.bias.array
        at = 0
        for together in _groups(lengths):
            size = sum(together)
            places, gaps = _spread(together)
            spread = np.zeros(size + len(together) + 1, np.intp)
            spread[places + 1] = rows[at : at + size]
            at += size
            yield self._features(spread, gaps)[places] @ weight + bias


class NameTagger(Tagger):
    """The network that marks names; the best sequence of labels, not the best of each word."""

    def tags(self, rows: Indexes, lengths: Sequence[int]) -> list[int]:
        if not len(rows):
            return []
        scores = np.concatenate(list(self._scores(rows, lengths)))
        transitions = self._model.head.crf.transitions.array
        return [int(label) for label in _best_paths(scores, lengths, transitions)]


class Parser(Network):
    """The network that tells which word governs which."""

    def heads(self, rows: Indexes) -> tuple[list[int], list[int]]:
        """For every word of one sentence its head, counted from 1 (0: none), and its relation."""
        spread = np.zeros(len(rows) + 2, np.intp)
        spread[1:-1] = rows
        features = self._features(spread)
        head, relation = self._model.head, self._model.rel
        rooted = np.concatenate((head.root.array[np.newaxis], features))
        scores = head.head(rooted) @ head.kernel.array @ head.tail(rooted).T
        governs = scores[1:].argmax(-1)
        rooted[0] = relation.root.array
        pairs = relation.head(rooted[governs]) @ relation.kernel.array
        tails = relation.tail(features)
        pairs = pairs.reshape(len(rows), -1, tails.shape[1])
        kinds = (pairs @ tails[:, :, np.newaxis])[:, :, 0].argmax(-1)
        return governs.tolist(), kinds.tolist()


def _groups(lengths: Sequence[int]) -> Iterator[Sequence[int]]:
    """Sequences that run together, in order."""
    first = size = 0
    for number, length in enumerate(lengths):
        if size and size + length > _TOGETHER:
            yield lengths[first:number]
            first, size = number, 0
        size += length
    yield lengths[first:]


def _spread(lengths: Sequence[int]) -> tuple[Indexes, Indexes]:
    """Where the words of sequences stand with a gap between each two, and the gaps."""
    sizes = np.array(lengths, np.intp)
    ends = sizes.cumsum()
    numbers = np.arange(len(sizes))
    places = np.arange(ends[-1] if len(ends) else 0) + numbers.repeat(sizes)
    return places, (ends + numbers)[:-1]


def _best_paths(scores: Numbers, lengths: Sequence[int], transitions: Numbers) -> Indexes:
    """Viterbi's way through the labels of all sequences at once, the longest first."""
    order = sorted((n for n, length in enumerate(lengths) if length), key=lambda n: -lengths[n])
    starts = np.cumsum((0, *lengths))[order]
    sizes = np.array(lengths)[order]
    # How many sequences have a word at each place.
    counts = len(sizes) - np.searchsorted(sizes[::-1], np.arange(sizes[0]), side="right")
    to_from = transitions.T
    best = scores[starts]
    came: list[Indexes] = []
    for place in range(1, sizes[0]):
        count = counts[place]
        ways = best[:count, np.newaxis] + to_from
        ways += scores[starts[:count] + place][:, :, np.newaxis]
        came.append(ways.argmax(-1))
        best[:count] = ways.max(-1)
    found = np.zeros(len(scores), np.intp)
    label = best.argmax(-1)
    for place in range(sizes[0] - 1, -1, -1):
        count = counts[place]
        found[starts[:count] + place] = label[:count]
        if place:
            label[:count] = came[place - 1][np.arange(count), label[:count]]
    return found
