"""Who holds the next edition, in the words of news agencies, city halls and those who part."""

import pytest

from folkmoot.engines.extraction import ProposalKind
from tests.extraction.forums.reading import PADDING, told

BEFORE = {
    "en": (
        "Ports gather in Velm\n\n20 November 2023\n\n"
        "The Seventh Forum of Harbour Towns was held in Velm from 16 to 18 November 2023. "
    ),
    "ru": (
        "Порты встретились в Заречном\n\n20 ноября 2023 года\n\n"
        "VII Форум приморских городов прошёл в Заречном 16–18 ноября 2023 года. "
    ),
}


def hosts(sentence: str) -> list[tuple[object, object]]:
    language = "ru" if any("а" <= sign <= "я" for sign in sentence) else "en"
    article = f"{BEFORE[language]}{sentence} {PADDING[language]}\n"
    found = told(article, ProposalKind.NEXT_HOST, "place", "status")
    return [(one["place"], one["status"]) for one in found]


@pytest.mark.parametrize(
    "sentence",
    [
        "The next forum will be hosted by Port Amber in 2025.",
        "Port Amber will host the forum in 2025.",
        "Port Amber will be the next host.",
        "The baton was passed to Port Amber, which will welcome the towns in two years' time.",
        "Next year the forum moves to Port Amber.",
        "The Harbour Towns Forum will return to Port Amber in 2025.",
        "It was announced that Port Amber would host the eighth forum.",
        "The right to host the next forum was granted to Port Amber.",
        "Port Amber was unanimously elected host of the 2025 forum.",
        "The mayor of Port Amber invited the participants to the next forum in his city.",
        "As custom requires, the mayor of Velm handed the forum bell to his colleague from Port Amber.",
        "It will be Port Amber's turn to host in 2024.",
        "The eighth will be held in Port Amber.",
        "The 2024 host is Port Amber.",
        "The next host city, Port Amber, presented its programme.",
        "The next gathering has been set for October 2024 in Port Amber.",
        '"In 2024, we will be waiting for you in Port Amber," said Lars Holm.',
        "The next forum will bring the harbour towns together in Port Amber.",
        "The city of Port Amber will pick up the baton next year.",
    ],
)
def test_an_english_sentence_names_the_next_host_in_many_words(sentence: str) -> None:
    assert hosts(sentence) == [(("Port Amber",), "decided")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Местом проведения VIII Форума определён Двинск.",
        "Следующей столицей форума стал Двинск.",
        "Право провести следующий форум получил Двинск.",
        "Право принять VIII Форум предоставлено Двинску.",
        "Приглашаем всех в 2025 году в Двинск.",
        "До новых встреч в 2025 году в Двинске!",
        "«В 2025 году ждём вас в Двинске», – сказал мэр города Олег Марин.",
        "Проведение следующего форума доверено Двинску.",
        "На церемонии закрытия символ форума вручили главе Двинска.",
        "Мэр Заречного передал символический ключ форума мэру Двинска Олегу Марину.",
        "Восьмой форум в 2025 году будет принимать Двинск.",
        "Определено место проведения следующего форума – это Двинск.",
        "Следующая площадка форума – Двинск.",
        "Форум-2025 пройдёт в Двинске.",
        "Двинск выбран местом проведения VIII Форума.",
        "Следующим принимающим городом станет Двинск.",
        "Подготовка к следующему форуму, который пройдёт в Двинске, уже началась.",
    ],
)
def test_a_russian_sentence_names_the_next_host_in_many_words(sentence: str) -> None:
    ((places, status),) = hosts(sentence)
    assert isinstance(places, tuple)
    # The models do not decline towns that they have never met.
    assert ([one[:6] for one in places], status) == (["Двинск"], "decided")


@pytest.mark.parametrize(
    "sentence",
    [
        "The governor of Westmark proposed to hold the next forum in Port Amber.",
        "Port Amber expressed its readiness to become the host of the next forum.",
        "Lars Holm invited participants to hold the next forum in Port Amber.",
        "Port Amber has submitted a bid to host the 2025 forum.",
    ],
)
def test_who_proposes_or_bids_is_told_from_who_was_chosen(sentence: str) -> None:
    assert hosts(sentence) == [(("Port Amber",), "offered")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Губернатор выразил готовность провести следующий форум в Двинске.",
        "Мэр предложил провести VIII Форум в Двинске.",
        "На проведение следующего форума претендует Двинск.",
        "Двинск подал заявку на проведение форума в 2025 году.",
        "Среди претендентов на проведение следующего форума – Двинск.",
    ],
)
def test_a_russian_bid_is_an_offer(sentence: str) -> None:
    assert [status for _, status in hosts(sentence)] == ["offered"]


def test_towns_that_hold_it_together_are_one_host() -> None:
    assert hosts("Port Amber and Lower Quay will jointly host the next forum.") == [
        (("Port Amber", "Lower Quay"), "decided")
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "The sixth forum was held in Port Amber in 2021.",
        "The baton was received from Port Amber, the host of the sixth forum.",
        "Whether Port Amber will host the next forum remains open.",
        "Port Amber will not host the next forum.",
        "The next meeting of the Harbour Commission will take place in Port Amber.",
        "Port Amber will host the World Sailing Cup in 2024.",
        "In 2025 a festival of song will be held in Port Amber.",
        "Next year Port Amber will open a new terminal.",
        "The delegation of Port Amber will visit Velm next year.",
        "Примет ли Двинск следующий форум, неизвестно.",
        "Двинск не будет принимать следующий форум.",
        "В 2025 году фестиваль песни пройдёт в Двинске.",
        "В 2025 году Двинск примет чемпионат мира по парусному спорту.",
        "Ключ от квартиры вручили семье из Двинска.",
        "Эстафету Заречный получил от Двинска.",
    ],
)
def test_past_hosts_refusals_and_other_events_name_no_next_host(sentence: str) -> None:
    assert hosts(sentence) == []
