"""Which record a proposal means: by names, ordinals, dates and places; never by guessing."""

from folkmoot.engines.linking.terms import (
    AGAINST,
    Candidate,
    Described,
    Match,
    Reason,
    ReasonCode,
    Subject,
)

__all__ = ["AGAINST", "Candidate", "Described", "Match", "Reason", "ReasonCode", "Subject"]
