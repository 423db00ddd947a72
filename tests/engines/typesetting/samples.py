"""An invented agreement of two regions, short or long, and the moments it is set at."""

from datetime import UTC, date, datetime
from decimal import Decimal

from folkmoot.engines.typesetting import (
    AgreementKind,
    AgreementText,
    Bar,
    Bars,
    CertifiedCopy,
    Certifier,
    Clause,
    ClauseKind,
    Column,
    Heading,
    Listing,
    Original,
    Paragraph,
    Party,
    RegistrationCertificate,
    ReportText,
    Run,
    SignatureBlock,
    Source,
    Subject,
    Table,
    Wording,
    amount_variable,
    count_variable,
    date_variable,
    said,
)

MADE_AT = datetime(2026, 6, 12, 9, 30, tzinfo=UTC)
BOTH = ("en", "ru")

COAST = Party(
    "coast", Wording.of(en="Lantern Coast Region", ru="Регион Маячного берега"), language="en"
)
LAKES = Party("lakes", Wording.of(en="Lake Region", ru="Озёрный регион"), language="ru")

CLAUSES = (
    Clause(
        "subject",
        "1",
        Wording.of(
            en="The Parties cooperate in running ferries across the strait, in training crews and "
            "in the care of harbours.",
            ru="Стороны сотрудничают в организации паромного сообщения через пролив, обучении "
            "экипажей и содержании гаваней.",
        ),
        heading=Wording.of(en="Subject", ru="Предмет"),
    ),
    Clause(
        "line",
        "2",
        Wording.of(
            en="By {{opening}} the Parties open a year-round ferry line between Port Amber and "
            "Orlets with at least {{crossings}} crossings a year.\n\n"
            "Fares are agreed each spring by both transport offices.",
            ru="До {{opening}} Стороны открывают круглогодичную паромную линию между Порт-Амбером "
            "и Орлецом; не менее {{crossings}} рейсов в год.\n\n"
            "Тарифы согласуются каждую весну обоими транспортными ведомствами.",
        ),
        heading=Wording.of(en="The ferry line", ru="Паромная линия"),
        variables=(
            date_variable("opening", date(2027, 5, 1), BOTH),
            count_variable("crossings", 1200, BOTH),
        ),
    ),
    Clause(
        "money",
        "3",
        Wording.of(
            en="Each Party contributes {{share}}. The contributions are paid in two equal parts.",
            ru="Каждая Сторона вносит {{share}}. Взносы уплачиваются двумя равными частями.",
        ),
        heading=Wording.of(en="Contributions", ru="Взносы"),
        variables=(amount_variable("share", Decimal("1250000.00"), "EUR", BOTH),),
    ),
    Clause(
        "crews",
        "4",
        Wording.of(
            en="The Ferry School in Selkie Bay trains crews of both Parties on equal terms and "
            "recognises certificates of either Party.",
            ru="Паромная школа в Селки-Бей обучает экипажи обеих Сторон на равных условиях и "
            "признаёт свидетельства каждой из Сторон.",
        ),
        heading=Wording.of(en="Training of crews", ru="Обучение экипажей"),
    ),
    Clause(
        "council",
        "5",
        Wording.of(
            en="A Ferry Council of six members meets twice a year. It reports to the Forum.",
            ru="Паромный совет из шести членов собирается дважды в год. Он отчитывается перед "
            "Форумом.",
        ),
        heading=Wording.of(en="Ferry Council", ru="Паромный совет"),
    ),
    Clause(
        "disputes",
        "6",
        Wording.of(
            en="Disputes are settled by talks between the Parties.",
            ru="Споры разрешаются путём переговоров между Сторонами.",
        ),
        heading=Wording.of(en="Disputes", ru="Споры"),
    ),
    Clause(
        "force",
        "7",
        Wording.of(
            en="This Agreement enters into force on the day of the last signature and is "
            "concluded for five years. Either Party may end it by six months’ notice in writing.",
            ru="Настоящее Соглашение вступает в силу в день последней подписи и заключается на "
            "пять лет. Каждая из Сторон может прекратить его, письменно уведомив другую Сторону "
            "за шесть месяцев.",
        ),
        heading=Wording.of(en="Entry into force", ru="Вступление в силу"),
    ),
)

SIGNATURES = (
    SignatureBlock(
        "coast.head",
        "coast",
        Wording.of(en="Ilka Brandt", ru="Илка Брандт"),
        Wording.of(en="Governor", ru="Губернатор"),
        Wording.of(en="Charter of the Region, Article 14", ru="Устав региона, статья 14"),
    ),
    SignatureBlock(
        "lakes.head",
        "lakes",
        Wording.of(en="Vesna Holt", ru="Весна Холт"),
        Wording.of(
            en="First Deputy Head of the Government", ru="Первый заместитель главы правительства"
        ),
        Wording.of(
            en="Power of attorney No. 17 of 2 June 2026", ru="Доверенность № 17 от 2 июня 2026 г."
        ),
    ),
)


def agreement(**changes: object) -> AgreementText:
    """One page, seven articles, English and Russian, two signatures."""
    values: dict[str, object] = {
        "uid": "a7c1",
        "kind": AgreementKind.AGREEMENT,
        "title": Wording.of(
            en="Agreement on a ferry line across the strait",
            ru="Соглашение о паромной линии через пролив",
        ),
        "languages": BOTH,
        "authentic": BOTH,
        "parties": (COAST, LAKES),
        "clauses": CLAUSES,
        "signatures": SIGNATURES,
        "preamble": Wording.of(
            en="The Lantern Coast Region and the Lake Region, hereinafter “the Parties”, wishing "
            "to bring their shores closer, have agreed as follows.",
            ru="Регион Маячного берега и Озёрный регион, далее «Стороны», желая сблизить свои "
            "берега, договорились о нижеследующем.",
        ),
        "divergence": Wording.of(
            en="Done in English and Russian, both texts being equally authentic.",
            ru="Совершено на английском и русском языках, причём оба текста имеют одинаковую силу.",
        ),
        "place": Wording.of(en="Port Amber", ru="Порт-Амбер"),
        "signed_on": date(2026, 6, 12),
        "reference": "LCF-10/A-07",
    }
    return AgreementText(**(values | changes))  # type: ignore[arg-type]


def long_agreement(clauses: int, *, sentences: int = 3) -> AgreementText:
    """So many articles, with a chapter now and then."""
    told = []
    for at in range(1, clauses + 1):
        if at % 25 == 1:
            number = str(at // 25 + 1)
            names = Wording.of(en=f"Part {number} of the rules", ru=f"Часть {number} правил")
            told.append(Clause(f"chapter-{at}", number, Wording(), ClauseKind.CHAPTER, names))
        told.append(
            Clause(
                f"clause-{at}",
                str(at),
                Wording.of(
                    en=f"Harbour {at} is kept open by both Parties in all weathers. " * sentences,
                    ru=f"Гавань {at} содержится обеими Сторонами открытой в любую погоду. "
                    * sentences,
                ),
                heading=Wording.of(en=f"Harbour {at}", ru=f"Гавань {at}"),
            )
        )
    return agreement(clauses=tuple(told))


CERTIFIER = Certifier(
    depositary=Wording.of(
        en="Secretariat of the Lantern Coast Forum", ru="Секретариат Форума Маячного берега"
    ),
    name=Wording.of(en="Ilo Marsh", ru="Ило Марш"),
    office=Wording.of(en="Keeper of the register", ru="Хранитель реестра"),
    place=Wording.of(en="Port Amber", ru="Порт-Амбер"),
    certified_on=date(2026, 6, 14),
)
SUBJECT = Subject(
    languages=BOTH,
    title=agreement().title,
    parties=(COAST.name, LAKES.name),
    authentic=BOTH,
    done=Wording.of(en="Port Amber, 12 June 2026", ru="Порт-Амбер, 12 июня 2026 г."),
    kind=Wording.of(en="Agreement", ru="Соглашение"),
    register_number="12",
)
COPY = CertifiedCopy(
    subject=SUBJECT,
    certifier=CERTIFIER,
    original=Original.PAPER,
    file_name="ferry-line.pdf",
    file_sha256="3f" * 32,
    file_size_bytes=1_204_331,
    file_page_count=4,
)
REGISTRATION = RegistrationCertificate(
    subject=SUBJECT,
    certifier=CERTIFIER,
    registered_on=date(2026, 6, 13),
    in_force=Wording.of(en="12 June 2026", ru="12 июня 2026 г."),
    register_name="register.example/lantern-coast",
    text_sha256="a1" * 32,
    entry_index=41,
    entry_sha256="b2" * 32,
    checkpoint_size=44,
    checkpoint_root="c3" * 32,
)


def report(*, rows: int = 4, language: str = "en") -> ReportText:
    """What came of an invented edition."""
    return ReportText(
        title="What came of the tenth Lantern Coast Forum",
        subtitle="Port Amber, 10 to 12 June 2026. As of 1 May 2027",
        language=language,
        publisher="Secretariat of the Lantern Coast Forum",
        has_contents=True,
        sources=(
            Source(
                "register", "Register of agreements, entries 31 to 44.", "https://example.org/r"
            ),
            Source("offices", "Reports of the responsible offices, spring 2027."),
            Source("unused", "Nobody refers to this."),
        ),
        pieces=(
            Heading("In short"),
            said("Of 40 agreements 31 are in force. Nothing is known of three.", "register"),
            Listing((Run("Two ferry lines opened.", ("offices",)), Run("One was refused."))),
            Bars(
                "Commitments by result",
                "Result",
                "Number",
                (
                    Bar("Done", Decimal(52), "52"),
                    Bar("Partly done", Decimal(21), "21"),
                    Bar("Late", Decimal(9), "9"),
                    Bar("Unknown", Decimal(8), "8"),
                    Bar("Withdrawn", Decimal(0), "0"),
                ),
                notes=("register", "offices"),
            ),
            Heading("By strand"),
            Table(
                "Agreements and money by strand",
                (
                    Column("Strand", width=3),
                    Column("Agreements", is_figure=True),
                    Column("In force", is_figure=True),
                    Column("Promised", is_figure=True),
                ),
                (
                    *(
                        (f"Strand {at}", str(at), str(at - 1), f"{at},250,000.00 EUR")
                        for at in range(1, rows + 1)
                    ),
                    ("All strands", "40", "31", "unknown"),
                ),
                notes=("register",),
                is_summed=True,
            ),
            Heading("Words", level=2),
            Paragraph((Run("Late", is_strong=True), Run(" means: due, and no report says done."))),
        ),
    )
