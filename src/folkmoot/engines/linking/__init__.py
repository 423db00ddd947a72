"""Which record a proposal means: by names, ordinals, dates and places; never by guessing."""

from folkmoot.engines.linking.people import Kinship, kinship
from folkmoot.engines.linking.ranking import rank
from folkmoot.engines.linking.terms import (
    AGAINST,
    Candidate,
    Described,
    Match,
    Reason,
    ReasonCode,
    Subject,
)
from folkmoot.engines.linking.words import Likeness, likeness, words_meet

__all__ = [
    "AGAINST",
    "Candidate",
    "Described",
    "Kinship",
    "Likeness",
    "Match",
    "Reason",
    "ReasonCode",
    "Subject",
    "kinship",
    "likeness",
    "rank",
    "words_meet",
]
