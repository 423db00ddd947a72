"""A language model on this machine may point at words, and nothing it invents gets in."""

import json
from pathlib import Path
from typing import Any

import pytest

from folkmoot.engines.extraction import FieldValue, Proposal, ProposalKind, Span
from folkmoot.engines.extraction.output import plain_proposal
from folkmoot.engines.reading import Document, read_document
from folkmoot.project.config import read_config
from folkmoot.rooms.evidence.services.adviser import (
    ModelNotAllowed,
    ModelServer,
    ModelSilent,
    RecordedExchanges,
    advise,
    adviser_in_settings,
)
from tests.evidence.model_server import chat_server

TEXT = (
    "Fifth Forum of the River Regions opens in Velmar\n\n"
    "The Fifth Forum of the River Regions opened in Velmar on 3\u00a0June 2024. "
    "“We sow what others will reap,” said Ilse Varn, mayor of Velmar.\n\n"
    "More than 40 agreements worth 2.5 million euros were signed."
)


@pytest.fixture
def document() -> Document:
    read = read_document(TEXT.encode(), name="a.txt")
    assert isinstance(read, Document)
    return read


def item(kind: str, **fields: tuple[int, str]) -> dict[str, Any]:
    return {
        "type": kind,
        "fields": {
            name: {"block": block, "words": words} for name, (block, words) in fields.items()
        },
    }


def answer(*items: dict[str, Any]) -> str:
    return "Here it is:\n" + json.dumps({"items": items})


def test_words_are_found_in_the_named_block_though_marks_and_spaces_differ(
    document: Document,
) -> None:
    told = answer(
        item("quote", words=(2, '"We sow what others will reap,"'), speaker=(2, "Ilse Varn")),
        item("edition", series=(2, "Forum of the River Regions"), dates=(2, "3 June 2024")),
    )
    with chat_server(lambda body: told) as (address, _requests):
        advised = advise(document, (), exchange=ModelServer(address), model="little")
    assert (advised.dropped, advised.faults) == (0, ())
    by_kind = {one.kind: one for one in advised.proposals}
    assert by_kind[ProposalKind.QUOTE].fields["words"].text == "“We sow what others will reap,”"
    dates = by_kind[ProposalKind.EDITION].fields["dates"]
    assert (dates.value, dates.text) == ("2024-06-03", "3\u00a0June 2024")
    assert {one.origin for one in advised.proposals} == {"model little"}
    for proposal in advised.proposals:
        for field in proposal.fields.values():
            assert field.text == " … ".join(TEXT[s.start : s.end] for s in field.spans)


def test_what_the_text_does_not_say_is_dropped(document: Document) -> None:
    told = answer(
        item("person", name=(2, "Ilse Varn"), office=(2, "prime minister of Velmar")),
        item("person", name=(1, "Ilse Varn")),
        item("person", name=(99, "Ilse Varn")),
        item("agreement", name=(3, "a treaty of friendship")),
        item("spaceship", name=(2, "Velmar")),
        {"type": "person", "fields": "none"},
        "nothing",
    )
    with chat_server(lambda body: told) as (address, _requests):
        advised = advise(document, (), exchange=ModelServer(address), model="little")
    assert [plain_proposal(one)["fields"] for one in advised.proposals] == [
        {"name": {"value": "Ilse Varn", "spans": [[157, 166]], "text": "Ilse Varn"}}
    ]
    assert advised.dropped > 0


def test_numbers_are_read_from_the_words_and_not_from_the_model(document: Document) -> None:
    told = answer(
        item("claim", value=(3, "More than 40 agreements")),
        item("claim", value=(3, "2.5 million euros")),
        item("claim", value=(3, "were signed")),
    )
    with chat_server(lambda body: told) as (address, _requests):
        advised = advise(document, (), exchange=ModelServer(address), model="little")
    plain = [
        {name: one["value"] for name, one in plain_proposal(proposal)["fields"].items()}
        for proposal in advised.proposals
    ]
    assert plain == [
        {"value": 40, "comparator": "over", "kind": "count", "unit": "agreements"},
        {"value": 2500000, "comparator": "exactly", "kind": "money", "currency": "EUR"},
    ]


def test_agreement_marks_our_proposal_and_changes_nothing_in_it(document: Document) -> None:
    start = TEXT.index("Ilse Varn")
    span = Span(start, start + len("Ilse Varn"))
    ours = Proposal(
        ProposalKind.PERSON,
        {"name": FieldValue("Ilse Varn", (span,), "Ilse Varn")},
        (span,),
        ("person-by-name",),
        0.9,
    )
    told = answer(item("person", name=(2, "Ilse Varn, mayor of Velmar")))
    with chat_server(lambda body: told) as (address, _requests):
        (one,) = advise(document, [ours], exchange=ModelServer(address), model="little").proposals
    assert (one.fields, one.spans, one.confidence) == (ours.fields, ours.spans, 0.9)
    assert one.rules == ("person-by-name", "model-agrees")
    assert one.origin == "rules + model little"


@pytest.mark.parametrize("content", ["", "I cannot do that.", "{", '{"items": 3}', "[" * 100_000])
def test_an_answer_of_another_form_leaves_the_rules_proposals(
    document: Document, content: str
) -> None:
    with chat_server(lambda body: content) as (address, _requests):
        advised = advise(document, (), exchange=ModelServer(address), model="little")
    assert (advised.proposals, advised.faults) == (
        (),
        ("little answered in another form than asked for",),
    )


def test_a_server_that_fails_is_named_in_the_fault(document: Document) -> None:
    with chat_server(lambda body: "", status=503) as (address, _requests):
        advised = advise(document, (), exchange=ModelServer(address), model="little")
    assert advised.faults == (f"{address} answered 503",)
    gone = advise(document, (), exchange=ModelServer(address), model="little")
    assert len(gone.faults) == 1
    assert gone.faults[0].startswith(address)


@pytest.mark.parametrize("address", ["http://192.0.2.7:8080", "http://[2001:db8::7]:8080"])
def test_a_document_leaves_the_machine_only_where_that_is_allowed(address: str) -> None:
    with pytest.raises(ModelNotAllowed):
        ModelServer(address).ask({})


def test_the_key_is_sent_and_the_blocks_are_numbered(document: Document) -> None:
    with chat_server(lambda body: answer()) as (address, requests):
        advise(document, (), exchange=ModelServer(address + "/v1", key="k"), model="little")
    (request,) = requests
    assert request["authorization"] == "Bearer k"
    assert request["body"]["messages"][1]["content"].startswith("[1] Fifth Forum of the River")
    assert request["body"]["temperature"] == 0


def test_recorded_exchanges_are_replayed_without_a_server(
    document: Document, tmp_path: Path
) -> None:
    told = answer(item("person", name=(2, "Ilse Varn")))
    with chat_server(lambda body: told) as (address, _requests):
        recording = RecordedExchanges(tmp_path, behind=ModelServer(address))
        first = advise(document, (), exchange=recording, model="little")
    again = advise(document, (), exchange=RecordedExchanges(tmp_path), model="little")
    assert again == first
    assert len(first.proposals) == 1
    with pytest.raises(ModelSilent):
        RecordedExchanges(tmp_path / "empty").ask({"model": "little"})


def test_a_long_document_is_asked_about_piece_by_piece() -> None:
    paragraph = "The councils of the river regions met again and spoke about roads. " * 20
    read = read_document("\n\n".join([paragraph] * 30).encode(), name="a.txt")
    assert isinstance(read, Document)
    with chat_server(lambda body: answer()) as (address, requests):
        advise(read, (), exchange=ModelServer(address), model="little")
    assert len(requests) > 3
    assert max(len(one["body"]["messages"][1]["content"]) for one in requests) < 9_000


def test_no_model_is_asked_unless_the_settings_name_one(settings: Any, tmp_path: Path) -> None:
    plain = read_config({"FOLKMOOT_DATA": str(tmp_path)})
    settings.CONFIG = plain
    assert adviser_in_settings() is None

    named = {"FOLKMOOT_MODEL_URL": "http://127.0.0.1:8080", "FOLKMOOT_MODEL_NAME": "little"}
    settings.CONFIG = read_config({"FOLKMOOT_DATA": str(tmp_path), **named})
    assert adviser_in_settings() == ModelServer("http://127.0.0.1:8080")

    named["FOLKMOOT_MODEL_RECORD"] = "yes"
    settings.CONFIG = read_config({"FOLKMOOT_DATA": str(tmp_path), **named})
    assert adviser_in_settings() == RecordedExchanges(
        tmp_path / "model", behind=ModelServer("http://127.0.0.1:8080")
    )
