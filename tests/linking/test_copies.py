"""Copies of one wire story are told from reports of the same event by other hands."""

import random

from folkmoot.engines.linking.copies import COPY_FROM, near_copies, similarity, sketch_of

WORDS = [
    "harbour", "lantern", "bridge", "mill", "council", "amber", "ferry", "delegate", "market",
    "sister", "town", "river", "school", "orchard", "signal", "winter", "agreement", "visit",
    "partner", "choir", "museum", "railway", "timber", "festival", "mayor",
]  # fmt: skip


def story(seed: int, length: int = 400) -> str:
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) for _ in range(length))


def edited(text: str, seed: int, *, changed: float, cut: float) -> str:
    """A copy with words replaced at random and its end cut off."""
    chance = random.Random(seed)
    words = [chance.choice(WORDS) if chance.random() < changed else word for word in text.split()]
    return "Our correspondent writes: " + " ".join(words[: int(len(words) * (1 - cut))])


def test_copies_stay_above_the_threshold_and_other_stories_far_below():
    light = [
        similarity(sketch_of(story(seed)), sketch_of(edited(story(seed), seed, changed=0.02, cut=0.25)))
        for seed in range(20)
    ]  # fmt: skip
    other = [similarity(sketch_of(story(seed)), sketch_of(story(seed + 100))) for seed in range(20)]

    assert min(light) > COPY_FROM + 0.1
    assert max(other) < COPY_FROM - 0.2


def test_pairs_of_copies_are_found_among_many():
    texts = {str(seed): story(seed) for seed in range(30)}
    texts["copy"] = edited(texts["7"], 1, changed=0.02, cut=0.1)

    assert [(one, two) for one, two, _share in near_copies(texts)] == [("7", "copy")]


def test_layout_and_case_make_no_difference():
    assert similarity(sketch_of(story(1)), sketch_of(story(1).upper().replace(" ", "\n"))) == 1.0


def test_a_short_note_is_a_copy_of_nothing():
    assert (sketch_of("Port Amber, 3 May."), near_copies({"a": "One", "b": "One"})) == ((), [])
