"""Words by which a document gives itself away, as tables by language.

Only data: add a language by adding its key. Patterns are matched without regard to case
against text whose white space has been collapsed, so no-break spaces need no mention.
"""

from typing import Final, NamedTuple

from folkmoot.engines.reading.terms import SourceKind

# Month names in running dates: nominative, genitive and common abbreviations.
MONTHS: Final[dict[str, tuple[str, ...]]] = {
    "en": (
        "january|jan", "february|feb", "march|mar", "april|apr", "may", "june|jun",
        "july|jul", "august|aug", "september|sept|sep", "october|oct", "november|nov",
        "december|dec",
    ),
    "ru": (
        "январь|января|янв", "февраль|февраля|фев", "март|марта|мар", "апрель|апреля|апр",
        "май|мая", "июнь|июня|июн", "июль|июля|июл", "август|августа|авг",
        "сентябрь|сентября|сен", "октябрь|октября|окт", "ноябрь|ноября|ноя",
        "декабрь|декабря|дек",
    ),
    "be": (
        "студзень|студзеня", "люты|лютага", "сакавік|сакавіка", "красавік|красавіка",
        "май|мая|травень|траўня", "чэрвень|чэрвеня", "ліпень|ліпеня", "жнівень|жніўня",
        "верасень|верасня", "кастрычнік|кастрычніка", "лістапад|лістапада", "снежань|снежня",
    ),
}  # fmt: skip

# Words by which a line tells days of an event, of a term or of a life, not of the writing.
EVENT_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "en": (r"forum", r"congress", r"conference", r"summit", r"meetings?\b", r"sessions?\b",
           r"days\b", r"festival", r"gathering", r"assembly", r"convention", r"met\b", r"held\b",
           r"tak(?:es?|ing) place", r"will\b", r"opens?\b", r"opened\b", r"starts?\b", r"until\b",
           r"between\b", r"registration", r"deadline", r"born\b", r"since\b", r"when:", r"where:",
           r"venue", r"week\b", r"apply", r"applications?", r"signed\b", r"founded", r"next issue"),
    "ru": (r"форум", r"конгресс", r"съезд", r"конференц", r"саммит", r"встреч", r"заседани",
           r"сесси", r"фестивал", r"сл[её]т", r"дн(?:и|ей|ям|ях)\b", r"прош[её]л", r"прошл[аи]\b",
           r"пройд", r"состо", r"откры", r"регистраци", r"до\b", r"родил", r"заявк", r"срок",
           r"место\b", r"подписан", r"основан", r"с\b(?=\s\d)"),
    "be": (r"форум", r"кангрэс", r"з'езд", r"канферэнц", r"сустрэч", r"рэгістрац"),
}  # fmt: skip
# Words by which a declaration says when it was adopted.
ADOPTING_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "en": (r"adopted\b", r"done (?:at|in)\b", r"signed\b", r"approved\b", r"agreed\b",
           r"endorsed\b"),
    "ru": (r"принят", r"подписан", r"утвержд[её]н", r"одобрен", r"совершено"),
    "be": (r"прынят", r"падпісан", r"ухвален"),
}  # fmt: skip

# What stands before the day of publication.
DATE_LABELS: Final[dict[str, tuple[str, ...]]] = {
    "en": ("date", "posted", "posted on", "published", "published on", "publication date",
           "date of publication", "release date", "released", "issued", "updated", "last updated",
           "week of", "dated", "as of", "stand"),
    "ru": ("дата", "опубликовано", "дата публикации", "размещено", "дата размещения",
           "обновлено", "добавлено"),
    "be": ("дата", "апублікавана", "дата публікацыі", "размешчана"),
}  # fmt: skip

WEEKDAYS: Final[dict[str, tuple[str, ...]]] = {
    "en": ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
           "mon", "tue", "wed", "thu", "fri", "sat", "sun"),
    "ru": ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
    "be": ("панядзелак", "аўторак", "серада", "чацвер", "пятніца", "субота", "нядзеля"),
}  # fmt: skip

# The word "year" behind the number, and what joins a date to a time of day.
YEAR_WORDS: Final = ("года", "год", "г.", "г")
TIME_JOINTS: Final = ("at", "в", "у", "|", "-", "–", "—")

# Whole blocks that belong to the page and not to the writing.
FURNITURE: Final[dict[str, tuple[str, ...]]] = {
    "en": (
        r"view settings", r"font size:?", r"site colou?rs?:?", r"(?:colou?r|contrast) scheme:?",
        r"skip to (?:main )?content", r"(?:main )?menu", r"search", r"home", r"back to top",
        r"log ?in", r"sign (?:in|up)", r"(?:next|previous)(?: page| article)?",
        r"share(?: this)?(?: (?:on|via|with) .{1,60})?:?", r"print(?: version| this page)?",
        r"(?:text )?version for (?:the )?visually impaired", r"subscribe\b.{0,80}",
        r"(?:read|see) (?:also|more)\b.{0,100}", r"related (?:news|articles|materials|topics):?",
        r"(?:we|this (?:web ?)?site) uses? cookies\b.{0,400}", r"accept(?: all)?(?: cookies)?",
        r"cookie (?:policy|settings|notice)", r"privacy policy", r"terms of use",
        r"(?:©|\(c\)\s?(?=\d{4}|[\w .]{2,40}\d{4})|copyright\b).{0,200}",
        r"all rights reserved.{0,100}", r"page \d+(?: of \d+)?",
        r"contents?", r"tags?:.{0,200}",
    ),
    "ru": (
        r"настройки(?: просмотра| отображения)?", r"размер шрифта:?", r"цвета? сайта:?",
        r"перейти к (?:основному )?содержанию", r"(?:главное )?меню", r"поиск", r"главная",
        r"наверх", r"войти", r"вход", r"регистрация", r"поделиться(?: .{1,60})?:?",
        r"(?:версия для печати|распечатать|печать)", r"версия для слабовидящих",
        r"подписывайтесь\b.{0,80}", r"подписаться\b.{0,80}",
        r"(?:читайте|смотрите) также\b.{0,100}",
        r"(?:материалы|новости) по теме:?",
        r"(?:мы|(?:этот )?сайт) использу\w+ (?:файлы )?cookie.{0,400}",
        r"принять(?: все)?", r"политика конфиденциальности", r"все права защищены.{0,100}",
        r"страница \d+(?: из \d+)?", r"теги:.{0,200}",
    ),
    "be": (
        r"налады(?: прагляду)?", r"памер шрыфту:?", r"колеры сайта:?", r"(?:галоўнае )?меню",
        r"пошук", r"галоўная", r"увайсці", r"падзяліцца(?: .{1,60})?:?", r"версія для друку",
        r"версія для слабавідушчых", r"падпісвайцеся\b.{0,80}",
        r"(?:чытайце|глядзіце) таксама\b.{0,100}",
        r"(?:мы|сайт) выкарыстоўва\w+ (?:файлы )?cookie.{0,400}", r"усе правы абаронены.{0,100}",
    ),
}  # fmt: skip

# The front page of a site, with which a path through it begins.
HOME_WORDS: Final = ("home", "start", "main page", "homepage", "startseite", "accueil", "главная",
                     "главная страница", "на главную", "галоўная")  # fmt: skip

# A paper's own line above a headline: its name with a number or year of issue.
MASTHEADS: Final[dict[str, tuple[str, ...]]] = {
    "en": (r".{0,60}\b(?:newsletter|bulletin|gazette|news|digest|review)\b.{0,30}"
           r"\b(?:no\.?|issue|vol\.?)\s?\d.{0,40}",
           r"(?:no\.?|issue|vol\.?)\s?\d+.{0,60}",
           r"(?:the )?(?:\w+ ){1,3}(?:mercury|times|herald|courier|gazette|tribune|echo|journal|"
           r"observer|chronicle|weekly|messenger)"),
    "ru": (r".{0,60}№\s?\d.{0,40}", r".{0,60}\bгод издания\b.{0,20}"),
    "be": (r".{0,60}№\s?\d.{0,40}",),
}  # fmt: skip

# Who issues a text, on a line of its own above the title; small words may stand between names.
ISSUERS: Final[dict[str, tuple[str, ...]]] = {
    "en": (r"(?i:(?:the )?(?:office|secretariat|ministry|government|department|administration|"
           r"council|municipality|city|commission|embassy|cabinet|chancellery|directorate) "
           r"(?:of|for))(?: (?:of|the|for|and|&|de|[A-ZÀ-Þ]\S*))+",
           r"(?:[A-ZÀ-Þ]\S* ){1,5}(?:Secretariat|Municipality|Council|Ministry|Office|Government|"
           r"Department|Administration|Commission|Chamber)"),
    "ru": (r"(?i:секретариат|правительство|администрация|министерство|комитет|департамент|мэрия|"
           r"управление|посольство|аппарат|оргкомитет|губернатор|дума|собрание|палата)\b"
           r"(?:\s(?!\S*(?:ил|ила|ило|или|ал|ала|али|ет|ит|ют|ят|ут|ат|ся)\b)\S+){1,9}",),
    "be": (r"(?i:сакратарыят|урад|адміністрацыя|міністэрства|камітэт|дэпартамент)\b"
           r"(?:\s\S+){1,8}",),
}  # fmt: skip

# Lines that only say what sort of writing follows, and are never its title.
KIND_LABELS: Final[dict[str, tuple[str, ...]]] = {
    "en": (r"(?:press|news|media) (?:release|advisory|statement|note)s?", r"(?:breaking )?news",
           r"for immediate release(?: .{1,40})?", r"interview", r"announcement", r"speech",
           r"media invitation", r"embargoed until .{3,40}"),
    "ru": (r"пресс-релиз", r"новости", r"анонс", r"интервью", r"сообщение для (?:прессы|сми)",
           r"информационное сообщение"),
    "be": (r"прэс-рэліз", r"навіны", r"анонс", r"інтэрв'?ю"),
}  # fmt: skip

# Names of sections of a paper or site, alone or several with signs between.
SECTIONS: Final = (
    "society", "politics", "economy", "business", "culture", "regions", "region", "world", "local",
    "local news", "opinion", "cooperation", "international", "international cooperation", "events",
    "press room", "press centre", "press office", "media", "feature", "report", "reports",
    "analysis", "in brief", "communities", "europe", "tourism", "agriculture", "top story",
    "общество", "политика", "экономика", "культура", "регионы", "в регионах", "мир", "власть",
    "официально", "главное", "сотрудничество", "международное сотрудничество", "события",
    "пресс-центр", "репортаж", "актуально", "муниципалитеты", "в стране", "новости региона",
    "лента новостей", "бизнес", "туризм", "апк", "село", "грамадства", "эканоміка", "культура",
)  # fmt: skip
# Who wrote it, on a line of its own.
AUTHOR_LINES: Final[dict[str, tuple[str, ...]]] = {
    "en": (r"(?:by|text(?: by)?:?|written by:?|interview(?:ed)? by:?|from our .{3,30}) .{3,60}",),
    "ru": (r"(?:автор|текст|беседовал[аи]?|корр\.|подготовил[аи]?):? .{3,60}",),
    "be": (r"(?:аўтар|тэкст|гутарыў|гутарыла):? .{3,60}",),
}  # fmt: skip

# Picture credits and captions; the agencies are credited by their bare name.
CREDITS: Final[dict[str, tuple[str, ...]]] = {
    "en": (r"(?:photos?|pictures?|images?|video|illustration|credit)(?: credit)?(?: by|"
           r" courtesy of|:|©).{1,200}",),
    "ru": (r"(?:фото(?:графия)?|видео|иллюстрация|снимок)\s?(?::|©).{1,200}",),
    "be": (r"(?:фота(?:здымак)?|відэа|ілюстрацыя|здымак)\s?(?::|©).{1,200}",),
}  # fmt: skip
AGENCIES: Final = (
    "belta", "белта", "tass", "тасс", "ria novosti", "риа новости", "interfax", "интерфакс",
    "sputnik", "спутник", "reuters", "afp", "associated press", "getty images", "xinhua", "epa",
    "anadolu", "apa", "kazinform", "казинформ", "trend",
)  # fmt: skip

# A page that says whose it is. The whole block is the publisher's name.
PUBLISHERS: Final[dict[str, tuple[str, ...]]] = {
    "en": (r"(?:the )?official (?:web ?site|site|web ?portal|internet portal|"
           r"internet resource) of .{3,150}",
           r"press (?:service|office) of .{3,150}"),
    "ru": (r"официальный (?:(?:интернет[- ])?(?:сайт|портал)|интернет-ресурс) .{3,150}",
           r"пресс-служба .{3,150}"),
    "be": (r"афіцыйны (?:(?:інтэрнэт[- ])?(?:сайт|партал)|інтэрнэт-рэсурс) .{3,150}",
           r"прэс-служба .{3,150}"),
}  # fmt: skip
PUBLISHER_LABELS: Final[dict[str, tuple[str, ...]]] = {
    "en": ("publisher", "published by", "source"),
    "ru": ("издатель", "источник"),
    "be": ("выдавец", "крыніца"),
}

# Words that open a speech; a line of them is no heading.
SALUTATIONS: Final[dict[str, tuple[str, ...]]] = {
    "en": (r"(?:dear|esteemed|distinguished) ", r"ladies and gentlemen",
           r"(?:my |dear )?(?:friends|colleagues)\b",),
    "ru": (r"(?:глубоко)?уважаем(?:ые|ый|ая)\b", r"дороги(?:е|й)\b", r"дамы и господа",
           r"(?:друзья|коллеги)\b",),
    "be": (r"(?:шаноўн|паважан)(?:ыя|ы|ая)\b", r"дараг(?:ія|і|ая)\b", r"(?:сябры|калегі)\b"),
}  # fmt: skip


class KindCue(NamedTuple):
    """One sign of a kind: pattern, where it counts, how much, and how often at most.

    ``where`` is "title" (searched in the title), "opening" (matched at the start of the
    first paragraph), "closing" (searched in the last 300 characters) or "body".
    """

    kind: SourceKind
    where: str
    pattern: str
    weight: int
    at_most: int = 1


_K = SourceKind

KIND_CUES: Final[dict[str, tuple[KindCue, ...]]] = {
    # Punctuation speaks every language: a line that ends in a colon, then quoted words.
    # So do the place, day and agency that open a wire story.
    "": (KindCue(_K.NEWS_ARTICLE, "body", r":\n[“«„\"]", 2, 3),
         KindCue(_K.NEWS_ARTICLE, "opening",
                 r"(?:[^\W\d_][\w'-]*[ ,]{1,2}){1,4}\d{1,2}\s[^\W\d_]+(?:[ ,]+\d{4})?[^\w\n]{1,3}"
                 r"(?:\([^)]{2,40}\)|/[^/]{2,40}/)", 5),
         KindCue(_K.NEWS_ARTICLE, "opening",
                 r"\d{1,2}\s[^\W\d_]+(?:\s\d{4})?,\s[^\W\d_][\w'-]*\s/[^/]{2,40}/", 5)),
    "en": (
        KindCue(_K.SPEECH, "title",
                r"\b(?:address|speech|remarks|opening statement|greetings?)\b", 6),
        KindCue(_K.SPEECH, "opening",
                r".{3,120}?: .{0,80}\b(?:friends|colleagues|ladies and gentlemen|mr|ms|mrs)\b", 4),
        KindCue(_K.SPEECH, "opening",
                r"(?:dear|esteemed|distinguished) .{0,60}(?:friends|colleagues|participants|"
                r"guests)",
                4),
        KindCue(_K.SPEECH, "closing", r"\bthank you for (?:your|the) attention\b", 4),
        KindCue(_K.TRANSCRIPT, "title",
                r"\b(?:transcript|press conference|news conference|verbatim)\b", 7),
        KindCue(_K.INTERVIEW, "title", r"\b(?:interview|q&a)\b", 7),
        KindCue(_K.INTERVIEW, "body",
                r"^interview\b|\bwe (?:spoke|talked|sat down|met)\b.{0,40}\b(?:to|with|her|him|"
                r"them)\b|\bin an interview with\b|\binterview(?:ed)? by\b", 3, 1),
        KindCue(_K.WEB_PAGE, "title",
                r"^(?:frequently asked questions|faq|about (?:us|the)\b|contacts?|who we are|"
                r"practical information|how to (?:register|get))", 9),
        KindCue(_K.WEB_PAGE, "body", r"^(?:last updated|skip to|home \||we use cookies)", 2, 2),
        KindCue(_K.PRESS_RELEASE, "title",
                r"^(?:save the date|call for|announcement|invitation|notice|media advisory)\b", 7),
        KindCue(_K.PRESS_RELEASE, "body",
                r"^(?:when|where|dates?|venue|place|organi[sz]ers?|registration|theme)\s?:", 2, 3),
        KindCue(_K.NEWS_ARTICLE, "body",
                r"^(?:by|written by|text by|reporting by|from our correspondent)\b:?\s\S.{2,50}$", 5),
        KindCue(_K.PRESS_RELEASE, "body",
                r"\b(?:press release|for immediate release|(?:media|press) contacts?|"
                r"notes? (?:to|for) editors|media enquiries)\b", 8),
        KindCue(_K.PRESS_RELEASE, "body",
                r"\bwill be held\b|\bwill take place\b|\bwill host\b", 2, 3),
        KindCue(_K.PRESS_RELEASE, "body",
                r"\bunder the auspices\b|\bit is expected that\b|\bin the run-up to\b", 2, 3),
        KindCue(_K.PRESS_RELEASE, "body",
                r"\bwill (?:participate|discuss|attend|consider|focus)\b", 1, 3),
        KindCue(_K.NEWS_ARTICLE, "body",
                r"\b(?:said|stated|noted|stressed|told|shared|explained|added|emphasi[sz]ed|"
                r"reported)\b", 1, 6),
        KindCue(_K.NEWS_ARTICLE, "body",
                r"\baccording to\b|\bcorrespondent\b|\bjournalists?\b", 1, 3),
        KindCue(_K.NEWS_ARTICLE, "body",
                r"\b(?:currently underway|just recently|is taking place|took part)\b", 2, 3),
        KindCue(_K.NEWS_ARTICLE, "closing", r"\bbased on materials (?:of|from)\b", 4),
        KindCue(_K.DECLARATION, "title",
                r"^[^“”\"«»?!]*\b(?:declaration|joint statement|resolution|communiqu[eé]|"
                r"final document)\b", 8),
        KindCue(_K.DECLARATION, "body",
                r"\bwe, the (?:participants|delegates|heads|representatives)\b", 5),
        KindCue(_K.AGREEMENT, "title",
                r"^(?:framework |cooperation |joint )?(?:agreement|memorandum|contract|protocol|"
                r"treaty|roadmap|plan of action)\b", 6),
        KindCue(_K.AGREEMENT, "body",
                r"\bhereinafter\b|\bthe parties (?:shall|agree|undertake|have agreed)\b|"
                r"^article \d+",
                3, 3),
        KindCue(_K.PROGRAMME, "title",
                r"^(?:draft |preliminary |final |provisional )*"
                r"(?:programme|program|agenda|schedule|timetable)\b", 4),
        KindCue(_K.PROGRAMME, "title",
                r"^(?:draft |preliminary |final )?(?:programme|program|agenda)\b.{0,60}\b(?:forum|"
                r"congress|conference|summit|meeting|assembly|days|convention)\b", 5),
        KindCue(_K.PROGRAMME, "body", r"^\d{1,2}[:.]\d{2}\s?[-–—]\s?\d{1,2}[:.]\d{2}", 2, 5),
        KindCue(_K.REPORT, "title",
                r"^(?:annual |final |progress |monitoring |summary )*report\b|\breport (?:on|of)\b",
                7),
        KindCue(_K.LETTER, "closing",
                r"\b(?:yours (?:sincerely|faithfully)|sincerely(?: yours)?|kind regards)\b", 6),
        KindCue(_K.LETTER, "opening", r"dear (?:mr|ms|mrs|dr|sir|madam|minister|governor)\b", 5),
    ),
    "ru": (
        KindCue(_K.SPEECH, "title", r"\b(?:обращение|выступление|речь|приветстви\w+|слово)\b", 6),
        KindCue(_K.SPEECH, "opening",
                r"(?:.{3,120}?: )?(?:глубоко)?(?:уважаемые|дорогие) .{0,80}(?:друзья|коллеги|"
                r"участники|гости)", 4),
        KindCue(_K.SPEECH, "closing", r"\b(?:благодарю|спасибо) за внимание\b", 4),
        KindCue(_K.TRANSCRIPT, "title", r"\b(?:стенограмма|пресс-конференция)\b", 7),
        KindCue(_K.INTERVIEW, "title", r"\bинтервью\b", 7),
        KindCue(_K.INTERVIEW, "body",
                r"^интервью\b|\bбеседовал[аи]?\b|\bв интервью\b|\bмы (?:поговорили|побеседовали|"
                r"встретились)\b|\bответил[аи]? на (?:наши )?вопросы\b", 3, 1),
        KindCue(_K.WEB_PAGE, "title",
                r"^(?:часто задаваемые вопросы|вопросы и ответы|о (?:форуме|нас|сети|проекте|"
                r"съезде|конгрессе)\b|контакты|участникам|как (?:зарегистрироваться|добраться))", 9),
        KindCue(_K.WEB_PAGE, "body", r"^(?:обновлено|главная \||мы используем cookie)", 2, 2),
        KindCue(_K.PRESS_RELEASE, "title",
                r"^(?:анонс|объявление|приглаш\w+|внимание|информационное письмо)", 7),
        KindCue(_K.PRESS_RELEASE, "body", r"^(?:анонс|объявление)$", 6),
        KindCue(_K.PRESS_RELEASE, "body",
                r"^(?:дат[аы]|место|время|организатор\w*|регистрация|где|когда|тема)"
                r"(?: проведения)?\s?:", 2, 3),
        KindCue(_K.NEWS_ARTICLE, "body",
                r"^(?:автор|текст|корр\.|наш корр\.|соб\. инф\.):?\s?.{0,50}$|\bнаш корр\.", 5),
        KindCue(_K.PRESS_RELEASE, "body", r"\bпресс-релиз\b|\bконтакты для (?:прессы|сми)\b", 8),
        KindCue(_K.PRESS_RELEASE, "body",
                r"\b(?:состоится|состоятся|пройд[её]т|пройдут|будет проведен)\b", 2, 3),
        KindCue(_K.PRESS_RELEASE, "body",
                r"\bпод эгидой\b|\bожидается, что\b|\bв преддверии\b", 2, 3),
        KindCue(_K.PRESS_RELEASE, "body", r"\b(?:примут участие|обсудят|рассмотрят)\b", 1, 3),
        KindCue(_K.NEWS_ARTICLE, "body",
                r"\b(?:сказал|отметил|подчеркнул|сообщил|заявил|рассказал|добавил|пояснил)а?и?\b",
                1, 6),
        KindCue(_K.NEWS_ARTICLE, "body",
                r"\bпо словам\b|\bкорреспондент\w*\b|\bпередает\b|\bжурналист\w*\b", 1, 3),
        KindCue(_K.NEWS_ARTICLE, "closing", r"\bпо материалам\b", 4),
        KindCue(_K.DECLARATION, "title",
                r"^[^“”\"«»?!]*\b(?:декларация|совместное заявление|резолюция|коммюнике|"
                r"итоговый документ)\b", 8),
        KindCue(_K.DECLARATION, "body", r"\bмы, (?:участники|делегаты|главы|представители)\b", 5),
        KindCue(_K.AGREEMENT, "title",
                r"^(?:рамочное )?(?:соглашение|меморандум|договор|контракт|протокол|дорожная карта|"
                r"план мероприятий)\b", 6),
        KindCue(_K.AGREEMENT, "body",
                r"\bименуем\w+ в дальнейшем\b|\bстороны (?:обязуются|договорились|согласились)\b|"
                r"^статья \d+", 3, 3),
        KindCue(_K.PROGRAMME, "title", r"\b(?:программа|повестка|расписание)\b", 4),
        KindCue(_K.PROGRAMME, "title",
                r"^(?:проект |предварительная )?(?:программа|повестка).{0,40}\b(?:форум|конгресс|"
                r"съезд|конференци|встреч|саммит|ассамбле|дней|фестивал|мероприяти)", 5),
        KindCue(_K.REPORT, "title", r"^(?:итоговый |годовой |сводный )*(?:отч[её]т|доклад)\b", 7),
        KindCue(_K.LETTER, "closing", r"\bс (?:глубоким )?уважением\b", 6),
        KindCue(_K.LETTER, "opening", r"уважаем(?:ый|ая) \w+", 5),
    ),
    "be": (
        KindCue(_K.SPEECH, "title", r"\b(?:зварот|выступленне|прамова|прывітанне|слова)\b", 6),
        KindCue(_K.SPEECH, "opening",
                r"(?:шаноўныя|паважаныя|дарагія) .{0,80}(?:сябры|калегі|удзельнікі|госці)", 4),
        KindCue(_K.SPEECH, "closing", r"\bдзякую за ўвагу\b", 4),
        KindCue(_K.TRANSCRIPT, "title", r"\b(?:стэнаграма|прэс-канферэнцыя|інтэрв'?ю)\b", 7),
        KindCue(_K.PRESS_RELEASE, "body", r"\bпрэс-рэліз\b", 8),
        KindCue(_K.PRESS_RELEASE, "body",
                r"\b(?:адбудзецца|адбудуцца|пройдзе|пройдуць|чакаецца, што)\b", 2, 3),
        KindCue(_K.NEWS_ARTICLE, "body",
                r"\b(?:сказа[ўл]|адзначы[ўл]|падкрэслі[ўл]|паведамі[ўл]|заяві[ўл]|"
                r"расказа[ўл])[аі]?\b", 1, 6),
        KindCue(_K.NEWS_ARTICLE, "body", r"\bпаводле слоў\b|\bкарэспандэнт\w*\b", 1, 3),
        KindCue(_K.DECLARATION, "title", r"\b(?:дэкларацыя|сумесная заява|рэзалюцыя)\b", 8),
        KindCue(_K.AGREEMENT, "title",
                r"^(?:пагадненне|мемарандум|дагавор|пратакол|дарожная карта)\b", 6),
        KindCue(_K.AGREEMENT, "body", r"\bбакі (?:абавязваюцца|дамовіліся)\b|^артыкул \d+", 3, 3),
        KindCue(_K.PROGRAMME, "title", r"\b(?:праграма|расклад|парадак дня)\b", 4),
        KindCue(_K.REPORT, "title", r"^(?:выніковая |гадавая )*(?:справаздача|даклад)\b", 7),
        KindCue(_K.LETTER, "closing", r"\bз павагай\b", 6),
    ),
}  # fmt: skip
