"""What a visitor reads on each page, and what never leaks."""

import json
import re
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.public.forum import Forum


def read(client: Client, path: str) -> str:
    """The page as text with its markup, entities resolved."""
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return unescape(response.content.decode())


def words(page: str) -> str:
    """The words of a page alone, each run of white space as one space."""
    body = page.split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def every_path(forum: Forum) -> list[str]:
    edition = ("edition", "programme", "now", "edition_people", "edition_sources",
               "edition_figures", "edition_outcomes")  # fmt: skip
    return [
        reverse("public:home"),
        reverse("public:series", args=["lantern-coast"]),
        *(reverse(f"public:{name}", args=["lantern-coast", "2"]) for name in edition),
        reverse("public:programme", args=["lantern-coast", "2"]) + "?view=city",
        reverse("public:programme", args=["lantern-coast", "2"]) + "?view=grid",
        reverse("public:programme", args=["lantern-coast", "1"]),
        reverse("public:session", args=[forum.sessions["plenary"].uid]),
        reverse("public:session", args=[forum.sessions["stated"].uid]),
        reverse("public:person", args=[forum.mayor.uid]),
        reverse("public:organisation", args=[forum.chamber.uid]),
        reverse("public:organisation", args=[forum.alliance.uid]),
        reverse("public:region", args=["XN-AM"]),
        reverse("public:region", args=["XN"]),
        reverse("public:source", args=[forum.article.uid]),
        reverse("public:source", args=[forum.bulletin.uid]),
        reverse("public:figures"),
        reverse("public:search"),
        reverse("public:search") + "?q=brandt",
    ]


def test_every_page_opens_in_every_language(client: Client, forum: Forum) -> None:
    for path in every_path(forum):
        for language in ("en", "ru", "be"):
            read(client, path.replace("/en/", f"/{language}/", 1))


def test_no_page_tells_of_a_draft_session(client: Client, forum: Forum) -> None:
    draft = forum.sessions["draft"]
    for path in (*every_path(forum), reverse("public:search") + "?q=supper", "/sitemap.xml",
                 reverse("public:feed")):  # fmt: skip
        page = read(client, path)
        assert "Secret supper" not in page, path
        assert str(draft.uid) not in page, path
    assert client.get(reverse("public:session", args=[draft.uid])).status_code == 404


def test_an_edition_that_is_not_public_is_nowhere(client: Client, forum: Forum) -> None:
    type(forum.second).objects.filter(pk=forum.second.pk).update(is_public=False)
    for name in ("edition", "programme", "now", "edition_people", "edition_figures"):
        path = reverse(f"public:{name}", args=["lantern-coast", "2"])
        assert client.get(path).status_code == 404, path
    plenary = reverse("public:session", args=[forum.sessions["plenary"].uid])
    assert client.get(plenary).status_code == 404
    for path in (
        reverse("public:home"),
        reverse("public:series", args=["lantern-coast"]),
        reverse("public:person", args=[forum.mayor.uid]),
        reverse("public:organisation", args=[forum.chamber.uid]),
        reverse("public:source", args=[forum.article.uid]),
        reverse("public:region", args=["XN-AM"]),
        "/sitemap.xml",
    ):
        page = read(client, path)
        assert "Second Lantern Coast Forum" not in page, path
        assert "Opening of the lamps" not in page, path
    assert "agreements signed" not in words(read(client, reverse("public:figures")))


def test_a_session_changed_after_the_release_is_shown_as_released(
    client: Client, forum: Forum
) -> None:
    plenary = forum.sessions["plenary"]
    type(plenary).objects.filter(pk=plenary.pk).update(kind="break")
    page = words(read(client, reverse("public:session", args=[plenary.uid])))
    assert page.count("Plenary session") == 1


def test_a_bridge_shows_the_time_of_every_city(client: Client, forum: Forum) -> None:
    page = words(read(client, reverse("public:session", args=[forum.sessions["plenary"].uid])))
    assert "Port Amber Monday, 12 May 2031 10:00 – 12:00 UTC+3" in page
    assert "Steppe Gate Monday, 12 May 2031 15:00 – 17:00 UTC+8" in page


def test_the_visitors_own_time_needs_no_script(client: Client, forum: Forum) -> None:
    path = reverse("public:programme", args=["lantern-coast", "2"])
    assert "your time" not in words(read(client, path))
    assert "your time 09:00" in words(read(client, path + "?tz=Europe/Berlin"))
    assert "your time" not in words(read(client, path + "?tz=Nowhere/Such"))


def test_content_language_is_independent_of_the_interface(client: Client, forum: Forum) -> None:
    path = reverse("public:edition", args=["lantern-coast", "2"])
    plain, russian = words(read(client, path)), words(read(client, path + "?content=ru"))
    assert "Water has no border" in plain
    assert "У воды нет границ" in russian
    assert "Figures claimed" in russian
    assert '<span lang="ru" dir="auto">У воды нет границ</span>' in read(
        client, path + "?content=ru"
    )


def test_a_cited_field_leads_to_its_sentence(client: Client, forum: Forum) -> None:
    page = read(client, reverse("public:edition", args=["lantern-coast", "2"]))
    start = forum.article.text.index("Port Amber")
    anchor = f"p-{start}-{start + len('Port Amber')}"
    source = reverse("public:source", args=[forum.article.uid])
    assert f'href="{source}#{anchor}"' in page
    assert f'id="{anchor}"' in read(client, source)


def test_sources_that_disagree_stand_side_by_side(client: Client, forum: Forum) -> None:
    page = words(read(client, reverse("public:edition", args=["lantern-coast", "2"])))
    assert "Where sources disagree" in page
    assert "over 40 agreements" in page
    assert "according to Ilka Brandt in Lantern Coast Forum closes in Port Amber" in page
    assert "37 agreements" in page
    assert "according to Chamber of the Coast in Bulletin of the Lantern Coast" in page


def test_words_are_attributed_with_office_source_and_date(client: Client, forum: Forum) -> None:
    page = words(read(client, reverse("public:person", args=[forum.mayor.uid])))
    said = page.split("Statements", 1)[1]
    for part in (
        "We came to trade, and we stayed to sing,",
        "Ilka Brandt",
        "Mayor of Port Amber",
        "Lantern Coast Forum closes in Port Amber",
        "12 May 2031",
    ):
        assert part in said, part


def test_rights_decide_how_much_of_a_source_is_shown(client: Client, forum: Forum) -> None:
    whole = words(read(client, reverse("public:source", args=[forum.article.uid])))
    quoted_path = reverse("public:source", args=[forum.bulletin.uid])
    quoted = words(read(client, quoted_path))
    assert "the organisers said" in whole
    assert "exactly 37 agreements" in quoted
    assert "According to the chamber" not in quoted


def test_a_catalogue_entry_sends_the_reader_to_the_publisher(client: Client, forum: Forum) -> None:
    type(forum.bulletin).objects.filter(pk=forum.bulletin.pk).update(text_rights="none")
    entry = words(read(client, reverse("public:source", args=[forum.bulletin.uid])))
    assert "exactly 37" not in entry
    assert "Read it at the publisher" in entry


def test_a_source_for_the_desk_only_is_not_found(client: Client, forum: Forum) -> None:
    type(forum.article).objects.filter(pk=forum.article.pk).update(visibility="desk")
    assert client.get(reverse("public:source", args=[forum.article.uid])).status_code == 404
    page = words(read(client, reverse("public:person", args=[forum.mayor.uid])))
    assert "We came to trade" not in page
    figures = words(read(client, reverse("public:figures")))
    assert "over 40" not in figures
    assert "37 agreements" in figures


def test_figures_are_narrowed_by_forum_and_measure(client: Client, forum: Forum) -> None:
    path = reverse("public:figures")
    assert "2 figures" in words(read(client, path))
    assert "2 figures" in words(read(client, path + "?series=lantern-coast&measure=agreements"))
    assert "0 figures" in words(read(client, path + "?measure=delegates"))
    assert "0 figures" in words(read(client, path + "?series=nothing"))
    assert "2 figures" in words(read(client, path + f"?edition={forum.second.uid}"))
    assert "0 figures" in words(read(client, path + f"?edition={forum.first.uid}"))


def test_figures_of_a_released_session_belong_to_its_edition(client: Client, forum: Forum) -> None:
    plenary = forum.sessions["plenary"]
    type(forum.claims[0]).objects.filter(pk=forum.claims[0].pk).update(
        about_kind="programme.session", about_uid=plenary.uid
    )
    page = read(client, reverse("public:figures") + f"?edition={forum.second.uid}")
    assert "2 figures" in words(page)
    assert reverse("public:session", args=[plenary.uid]) in page


def test_figures_of_a_draft_session_are_nowhere(client: Client, forum: Forum) -> None:
    type(forum.claims[0]).objects.filter(pk=forum.claims[0].pk).update(
        about_kind="programme.session", about_uid=forum.sessions["draft"].uid
    )
    assert "1 figure" in words(read(client, reverse("public:figures")))


@pytest.mark.parametrize("spelling", ["brandt", "Брандт", "Ilka Brandt"])
def test_search_finds_a_person_in_any_script(client: Client, forum: Forum, spelling: str) -> None:
    from folkmoot.kernel.search import index_records

    index_records([forum.mayor])
    page = read(client, reverse("public:search") + f"?q={spelling}&kind=registry.person")
    assert reverse("public:person", args=[forum.mayor.uid]) in page


def test_a_merged_record_leads_to_the_kept_one(client: Client, forum: Forum) -> None:
    from folkmoot.kernel.models import Redirect

    old = "6f1a3b0e-0000-4000-8000-000000000001"
    Redirect.objects.create(kind="registry.person", old_uid=old, new_uid=forum.mayor.uid)
    response = client.get(reverse("public:person", args=[old]))
    assert (response.status_code, response["Location"]) == (
        301,
        reverse("public:person", args=[forum.mayor.uid]),
    )


def linked_data(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found, "no linked data"
    data: dict[str, object] = json.loads(found[1])
    return data


def test_linked_data_of_a_session_names_places_and_the_larger_event(
    client: Client, forum: Forum
) -> None:
    path = reverse("public:session", args=[forum.sessions["plenary"].uid])
    data = linked_data(client.get(path).content.decode())
    assert data["@type"] == "Event"
    assert data["startDate"] == "2031-05-12T10:00+03:00"
    assert data["endDate"] == "2031-05-12T12:00+03:00"
    assert data["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert [place["@type"] for place in data["location"]] == ["Place", "Place", "VirtualLocation"]  # type: ignore[attr-defined,index]
    assert data["superEvent"]["name"] == "Second Lantern Coast Forum"  # type: ignore[index]


def test_linked_data_of_a_source_attributes_words_and_figures(client: Client, forum: Forum) -> None:
    path = reverse("public:source", args=[forum.article.uid])
    assert linked_data(client.get(path).content.decode())["hasPart"] == [
        {
            "@type": "Quotation",
            "text": "We came to trade, and we stayed to sing,",
            "inLanguage": "en",
            "spokenByCharacter": {"@type": "Person", "name": "Ilka Brandt"},
        },
        {
            "@type": "Claim",
            "name": "agreements signed: over 40 agreements",
            "author": {"@type": "Person", "name": "Ilka Brandt"},
        },
    ]


def test_linked_data_cannot_end_its_script(client: Client, forum: Forum) -> None:
    from tests.public.forum import named

    type(forum.series).objects.update(name=named("</script><script>alert(1)</script>"))
    page = client.get(reverse("public:series", args=["lantern-coast"])).content.decode()
    assert "<script>alert" not in page
    assert linked_data(page)["name"] == "</script><script>alert(1)</script>"


def test_the_page_names_its_other_languages_and_itself(client: Client, forum: Forum) -> None:
    page = client.get(reverse("public:series", args=["lantern-coast"])).content.decode()
    base = settings.BASE_URL
    assert f'<link rel="canonical" href="{base}/en/series/lantern-coast/">' in page
    for language in ("en", "ru", "be"):
        address = f"{base}/{language}/series/lantern-coast/"
        assert f'<link rel="alternate" hreflang="{language}" href="{address}">' in page


def test_a_page_that_is_not_there_says_so_and_helps(client: Client, forum: Forum) -> None:
    response = client.get(reverse("public:series", args=["no-such"]))
    assert response.status_code == 404
    assert "There is no such" in response.content.decode()
