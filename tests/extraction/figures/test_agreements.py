"""Agreements are proposed with what the text says was done with them, and only then."""

import pytest

from tests.extraction.figures.told import agreements, picked


def test_signed_agreements_keep_their_count() -> None:
    assert agreements("In Harnow 37 agreements and memoranda were signed on Friday.") == [
        {
            "said": "37 agreements and memoranda were signed on Friday",
            "name": "agreements and memoranda",
            "kind": "agreement",
            "status": "signed",
            "count": 37,
        }
    ]


@pytest.mark.parametrize(
    ("text", "name", "status"),
    [
        ("The mayors will sign a pact on fire services.", "pact on fire services", "expected"),
        ("It is expected that a contract will be signed.", "contract", "expected"),
        ("The mayors intend to sign a memorandum on water.", "memorandum on water", "expected"),
        ("A treaty on fish is to be signed in May.", "treaty on fish", "expected"),
        ("The delegates adopted the Harnow Declaration.", "Harnow Declaration", "adopted"),
        ("We have agreements on shipbuilding.", "agreements on shipbuilding", "in force"),
        (
            "They shook hands on a protocol on floods, which two mayors signed on Saturday.",
            "protocol on floods",
            "signed",
        ),
        ("A roadmap for trade, signed in Velm, helps us.", "roadmap for trade", "signed"),
        (
            "Framework Agreement on Rescue, in force since 2014, applies.",
            "Framework Agreement on Rescue",
            "in force",
        ),
        ("Стороны подписали меморандум о торговле.", "меморандум о торговле", "signed"),
        ("Заводы подпишут договор о практике.", "договор о практике", "expected"),
        ("Соглашение о реестре планируется подписать.", "Соглашение о реестре", "expected"),
        ("Участники приняли Ветровскую декларацию.", "Ветровская декларация", "adopted"),
        ("Состоялось подписание соглашения о туризме.", "соглашение о туризме", "signed"),
    ],
)
def test_status_follows_the_verb(text: str, name: str, status: str) -> None:
    assert picked(agreements(text), "name", "status") == [(name, status)]


@pytest.mark.parametrize(
    "text",
    [
        "The agreement on fishing quotas was not signed.",
        "The goal of the forum is to exchange views and sign agreements.",
        "If the contract is signed, trade will grow.",
        "We will tell you what agreements were signed.",
        "The mayors failed to sign the bridge accord.",
        "They met to discuss trade; no agreement was signed.",
        "Contract workers left, and a great deal of work remains.",
        "The text might be signed as an agreement some day.",
        "Договор о вывозе мусора не был подписан.",
        "Стороны встретились, чтобы подписать договор.",
        "Документ готовится к печати.",
    ],
)
def test_denied_doubted_and_merely_intended_agreements_are_left_out(text: str) -> None:
    assert agreements(text) == []


def test_the_next_sentence_may_tell_that_it_was_signed() -> None:
    text = "A contract between Velland Ferries and the port of Lowe provides for boats. It was signed today."
    assert picked(agreements(text), "name", "status", "parties") == [
        (
            "contract between Velland Ferries and the port of Lowe",
            "signed",
            ["Velland Ferries", "port of Lowe"],
        )
    ]


def test_those_who_sign_are_the_parties() -> None:
    told = agreements("Norvia Rail and the Sund Ferry Company have signed a letter of intent.")
    assert picked(told, "name", "kind", "parties") == [
        ("letter of intent", "letter of intent", ["Norvia Rail", "Sund Ferry Company"])
    ]


def test_the_mayors_of_two_towns_sign_for_the_towns() -> None:
    told = agreements("The mayors of Alder and Birch signed a memorandum on culture.")
    assert picked(told, "parties") == [(["Alder", "Birch"],)]


def test_heading_and_body_say_one_agreement() -> None:
    text = (
        "Regions sign 37 agreements in Harnow\n\nIn Harnow 37 agreements were signed this week.\n"
    )
    assert picked(agreements(text), "said", "count") == [
        ("37 agreements were signed this week", 37)
    ]


def test_uncounted_agreements_of_the_same_status_are_those_counted() -> None:
    text = "Agreements were signed on Friday. In all, 37 agreements were signed."
    assert picked(agreements(text), "count", "status") == [(37, "signed")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The founders put their signatures to 14 contracts.", ("signed", 14)),
        ("Под соглашением о туризме поставили подписи главы городов.", ("signed", None)),
        ("К подписанию готовится соглашение о спасении на воде.", ("under way", None)),
    ],
)
def test_idioms_of_signing_tell_the_status(text: str, told: tuple[object, ...]) -> None:
    assert picked(agreements(text), "status", "count") == [told]


def test_a_postponed_signing_is_no_agreement() -> None:
    assert agreements("Подписание соглашения о билете отложено до осени.") == []


def test_documents_listed_among_the_signed_ones_are_signed() -> None:
    told = agreements("Среди подписанных документов — протокол о рыбе и меморандум о школах.")
    assert picked(told, "name", "status") == [
        ("протокол о рыбе", "signed"),
        ("меморандум о школах", "signed"),
    ]


@pytest.mark.parametrize(
    ("text", "name", "status"),
    [
        (
            "The pact on rescue, initialled in May, has entered into force.",
            "pact on rescue",
            "in force",
        ),
        ("A treaty on fish is due for adoption in spring.", "treaty on fish", "expected"),
        ("Negotiations over a treaty on fish are continuing.", "treaty on fish", "under way"),
        (
            "They welcomed the entry into force of the Convention on Work.",
            "Convention on Work",
            "in force",
        ),
        ("Separately, companies concluded a commercial contract.", "commercial contract", "signed"),
        (
            "Соглашение о рыбе находится в высокой степени готовности.",
            "Соглашение о рыбе",
            "under way",
        ),
        (
            "Губернаторы утвердят программу приграничного сотрудничества.",
            "программа приграничного сотрудничества",
            "expected",
        ),
    ],
)
def test_what_became_of_it_since_goes_before_the_deed(text: str, name: str, status: str) -> None:
    assert picked(agreements(text), "name", "status") == [(name, status)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The towns agreed on common rules for buses.", [("common rules for buses", "adopted")]),
        (
            "Стороны договорились о взаимном признании дипломов.",
            [("взаимное признание дипломов", "adopted")],
        ),
        ("They agreed to reopen the rail crossing.", [("reopen the rail crossing", "adopted")]),
        ("The towns agreed on the next steps.", []),
        ("Стороны договорились о новой встрече.", []),
        ("They agreed to hold a further meeting.", []),
        ("They have not agreed on common rules for buses.", []),
    ],
)
def test_what_sides_agree_on_needs_no_document(text: str, told: list[tuple[str, str]]) -> None:
    assert picked(agreements(text), "name", "status") == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Both mayors sealed their sister-city bond.", [("sister-city bond", "signed")]),
        (
            "The parliaments will ratify the towing rules of Lowe.",
            [("towing rules of Lowe", "expected")],
        ),
        ("The president signed a new law on fish.", []),
        ("The guests signed the golden book of the city.", []),
    ],
)
def test_what_is_signed_is_an_agreement_by_whatever_name(
    text: str, told: list[tuple[str, str]]
) -> None:
    assert picked(agreements(text), "name", "status") == told
