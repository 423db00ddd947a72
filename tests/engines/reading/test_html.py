"""HTML: all that a visitor can read is kept; what surrounds the article is marked."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.engines.reading import BlockKind, Document, SourceKind, WarningCode, read_document
from tests.engines.reading.helpers import assert_blocks_hold, outline, read, words_of_kind

STORY = (
    "The delegations of the four districts met in the town hall on Monday morning and agreed "
    "to open a common school of crafts, the mayor said."
)
PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><title>Mayor opens the fair | Lake News</title>
<meta property="og:site_name" content="Lake News">
<meta property="article:published_time" content="2025-05-05T10:31:24+03:00">
<style>p {{ color: red }}</style><script>track("me")</script></head>
<body class="has-menu">
<nav><ul><li><a href="/">Home page of ours</a></li><li>Contacts</li></ul></nav>
<div class="cookie-notice">Cookies help us. <button>Fine</button></div>
<main>
<h1>Mayor opens the&nbsp;fair</h1>
<p>May 5, 2025</p>
<p>{STORY}</p>
<figure><img alt="A fair"><figcaption>The fair in May</figcaption></figure>
<h2>What comes <em>next</em></h2>
<ul><li>A second fair</li><li>A third<br>one</li></ul>
<table><tr><th>Region</th><th>Guests</th></tr><tr><td>North</td><td>120</td></tr></table>
<p>{STORY.replace("Monday", "Friday")}</p>
<p style="display: none">hidden by style</p><p hidden>hidden by attribute</p>
<!-- a comment -->
</main>
<footer>All about us</footer>
</body></html>"""


def test_a_page_keeps_its_menus_and_loses_only_what_nobody_sees() -> None:
    assert outline(read(PAGE, "page.html")) == [
        ("furniture", "Home page of ours"),
        ("furniture", "Contacts"),
        ("furniture", "Cookies help us."),
        ("furniture", "Fine"),
        ("title", "Mayor opens the\u00a0fair"),
        ("dateline", "May 5, 2025"),
        ("paragraph", STORY),
        ("caption", "The fair in May"),
        ("heading", "What comes next"),
        ("list_item", "A second fair"),
        ("list_item", "A third\none"),
        ("table_cell", "Region"),
        ("table_cell", "Guests"),
        ("table_cell", "North"),
        ("table_cell", "120"),
        ("paragraph", STORY.replace("Monday", "Friday")),
        ("furniture", "All about us"),
    ]


def test_a_page_states_its_own_title_date_and_publisher() -> None:
    document = read(PAGE, "page.html")

    assert (document.title, document.published, document.publisher, document.kind) == (
        "Mayor opens the fair",
        "2025-05-05T10:31:24+03:00",
        "Lake News",
        SourceKind.WEB_PAGE,
    )
    assert document.text[slice(*(document.published_span or ()))] == "May 5, 2025"
    assert document.publisher_span is None


def test_linked_data_speak_for_the_page() -> None:
    page = (
        '<html><script type="application/ld+json">{"@graph": [{"@type": "WebSite", '
        '"name": "x"}, {"@type": ["NewsArticle"], "headline": "Fair over", "datePublished": '
        '"2025-05-06", "publisher": {"@type": "Organization", "name": "Lake News"}}]}</script>'
        f'<script type="application/ld+json">{{broken</script><h2>Fair over</h2><p>{STORY}</p>'
    )
    document = read(page, "page.html")

    assert (document.title, document.published, document.publisher, document.kind) == (
        "Fair over",
        "2025-05-06",
        "Lake News",
        SourceKind.NEWS_ARTICLE,
    )


def test_a_date_in_the_metadata_that_the_text_does_not_say_has_no_span() -> None:
    page = PAGE.replace("May 5, 2025", "May 7, 2025")

    assert read(page, "page.html").published_span is None


def test_the_name_of_the_site_is_not_part_of_the_title() -> None:
    page = f"<title>Mayor opens the fair — Lake News</title><h3>Mayor opens the fair</h3>{STORY}"

    assert read(page, "page.html").title == "Mayor opens the fair"


def test_an_article_framed_by_a_box_with_a_menu_in_its_name_is_still_an_article() -> None:
    article = f"<form><h1>The fair</h1><p>{STORY}</p></form>"
    page = f'<div class="page with-sidebar nav-fixed">{article}</div>'

    assert words_of_kind(read(page, "page.html"), BlockKind.PARAGRAPH) == [STORY]


def test_paragraphs_far_from_the_main_text_are_marked_as_furniture() -> None:
    teaser = "Also of interest: the town swimming pool closes for repairs until the end of autumn"
    story = "".join(f"<p>{STORY.replace('four', word)}</p>" for word in ("two", "five", "six"))
    page = (
        f"<html><body><article><h1>The fair</h1>{story}</article>"
        f'<div><a href="/1">{teaser}</a></div></body></html>'
    )
    document = read(page, "page.html")

    assert words_of_kind(document, BlockKind.FURNITURE) == [teaser]
    assert len(words_of_kind(document, BlockKind.PARAGRAPH)) == 3


def test_a_page_without_a_tag_is_read_as_a_page_by_its_name() -> None:
    document = read("Fish &amp; chips\nat the lake &lt;here&gt;", "page.html")

    assert (document.media_type, document.text) == (
        "text/html",
        "Fish & chips at the lake <here>",
    )


def test_preformatted_lines_stay_lines() -> None:
    assert read("<pre>one\n  two</pre><p>a\n  b</p>", "a.html").text == "one\n  two\n\na b"


def test_the_encoding_that_a_page_names_is_used_and_a_false_one_is_not() -> None:
    page = '<html><meta charset="{}"><p>Встреча районов прошла в ратуше у озера</p>'

    named = read(page.format("windows-1251").encode("cp1251"), "page.html")
    false = read(page.format("no-such").encode("cp1251"), "page.html")

    assert named.text == false.text == "Встреча районов прошла в ратуше у озера"
    assert (named.encoding, named.warnings) == ("cp1251", ())
    assert [warning.code for warning in false.warnings] == [WarningCode.GUESSED_ENCODING]


def test_an_xml_declaration_does_not_fool_the_reader() -> None:
    page = '<?xml version="1.0" encoding="koi8-r"?><!DOCTYPE html><html><p>Ратуша</p></html>'

    assert read(page, "page.xhtml").text == "Ратуша"


def test_entities_and_external_references_bring_nothing_in() -> None:
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><p>a &x; b</p></html>'

    assert "root:" not in read(page, "page.html").text


@pytest.mark.parametrize(
    "page",
    [
        "<html>" + "<div>" * 1_500 + "deep" + "</div>" * 1_500,
        "<html><p>" + "word " * 200_000,
        "<html>" + "<p>x" * 60_000,
        "<html>" + "<b>" * 1_000 + "x" + "<i class='menu'>y</i>" * 1_000,
        "<html><p>" + "<br>" * 60_000 + "end",
        "<html>" + "<!-- " * 50_000 + "--><p>end",
        "<html><meta charset=" + "x" * 100_000 + "><p>end",
        "<html>" + "<table><tr><td>" * 400 + "end",
    ],
    ids=["deep", "long", "many", "inline", "breaks", "comments", "charset", "tables"],
)
def test_a_hostile_page_costs_seconds_not_minutes(page: str) -> None:
    began = time.process_time()

    assert_blocks_hold(read(page, "page.html"))

    assert time.process_time() - began < 20


TAGS = st.sampled_from(
    ["<p>", "</p>", "<div class='menu'>", "</div>", "<h1>", "</h1>", "<li>", "<td>", "<table>",
     "<br>", "<nav>", "</nav>", "<b>", "</b>", "<script>", "</script>", "<pre>", "word ",
     "two words", "&nbsp;", "&#0;", "<!--", "-->", "\n",
     "<time datetime='2025-01-01'>",
     "June 28, 2023",
     "<hr>"]
)  # fmt: skip


@given(st.lists(TAGS, min_size=1, max_size=30))
def test_any_tag_soup_is_a_document_that_holds_or_a_reason(tags: list[str]) -> None:
    result = read_document("".join(["<html>", *tags]).encode(), name="soup.html")

    if isinstance(result, Document):
        assert_blocks_hold(result)
        assert "\x00" not in result.text
