"""A commitment that stands in no agreement: it was said aloud, in public, by somebody named."""

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.project.demo.deeds.agenda import Story
from folkmoot.project.demo.deeds.stage import Stage
from folkmoot.project.demo.fiction.records import identity
from folkmoot.rooms.evidence.models import Statement
from folkmoot.rooms.outcomes.services import commitment_from_statement, confirm_commitment
from folkmoot.rooms.outcomes.terms.commitments import CommitmentKind, DueBasis
from folkmoot.rooms.outcomes.terms.method import Element

_STATEMENT = "teodor-power"
_NEWEST = 3
_DUE_DAYS = 100


def promise_aloud(stage: Stage) -> Story:
    """The mayor's words about shore power, taken as a promise of the town."""
    yield (at := stage.on(_NEWEST, 0, 19))
    statement = Statement.objects.get(uid=identity("evidence.statement", _STATEMENT))
    made = commitment_from_statement(
        actor=stage.secretary,
        statement=statement,
        edition=stage.edition(_NEWEST),
        values={
            "title": Multilingual.of(
                "en",
                en="Shore power for every ferry in Port Vesna",
                ru="Береговое электропитание каждого парома в Порт-Весне",
            ),
            "kind": CommitmentKind.RESULT,
            "elements": [Element.DELIVERABLE, Element.TIME, Element.OWNER],
            "due_on": stage.calendar.day(_NEWEST, _DUE_DAYS),
            "due_basis": DueBasis.DERIVED,
            "strand": stage.strand(_NEWEST, "water"),
            "lead": stage.body("vesna"),
            "office": stage.office("water"),
            "is_public": True,
        },
        at=at,
    )
    confirm_commitment(actor=stage.secretary, commitment=made, at=at)
