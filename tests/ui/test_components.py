"""Components: what they show and what they say to those who hear the page."""

from folkmoot.ui.navigation import Crumb, NavItem
from tests.ui.helpers import rendered
from tests.ui.test_fields import SessionForm


def test_a_field_links_its_input_to_help_and_error() -> None:
    form = SessionForm({"title_text_en": "Water", "title_original": "en", "held": "once"})
    html = rendered('<c-field :field="form.held" />', form=form)
    assert 'for="id_held"' in html
    assert 'id="id_held_helptext"' in html
    assert 'id="id_held_error"' in html
    assert 'aria-describedby="id_held_helptext id_held_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_field_of_several_inputs_is_a_group_with_a_legend() -> None:
    form = SessionForm({"title_text_en": "", "title_original": "en"})
    html = rendered('<c-field :field="form.title" />', form=form)
    assert '<fieldset class="field has-errors" id="id_title_group"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert "<legend>Title" in html
    assert "(required)" in html
    assert 'value="" aria-invalid="true"' in html


def test_the_summary_of_faults_goes_to_each_field_and_is_absent_from_a_right_form() -> None:
    wrong = SessionForm({"title_text_en": "", "title_original": "en"})
    html = rendered('<c-form-errors :form="form" />', form=wrong)
    assert 'role="alert"' in html
    assert '<a href="#id_title_group">Title</a>: This field is required.' in html
    assert rendered('<c-form-errors :form="form" />', form=SessionForm()) == ""


def test_a_button_escapes_its_label_and_carries_its_question() -> None:
    html = rendered('<c-button :label="words" kind="danger" confirm="Sure?" />', words="<b>")
    assert "&lt;b&gt;" in html
    assert 'class="button danger" data-confirm="Sure?"' in html


def test_a_button_that_is_given_no_name_takes_none_from_the_page_around_it() -> None:
    html = rendered('<c-button label="Save" />', name="leak", value="leak", icon="trash", kind="x")
    assert "leak" not in html
    assert "trash" not in html
    assert 'class="button plain"' in html


def test_the_way_to_the_page_ends_with_the_page_itself() -> None:
    crumbs = (Crumb("Series", "/series/"), Crumb("Fourth forum"))
    html = rendered('<c-breadcrumbs :items="crumbs" />', crumbs=crumbs)
    assert '<a href="/series/">Series</a>' in html
    assert '<span aria-current="page">Fourth forum</span>' in html
    assert rendered('<c-breadcrumbs :items="missing" />') == ""


def test_the_tab_of_this_page_is_marked_for_everyone() -> None:
    items = (NavItem("By day", "/d", current=True), NavItem("Grid", "/g", count=118))
    html = rendered('<c-tabs :items="items" label="Views" />', items=items)
    assert '<a href="/d" aria-current="page">By day</a>' in html
    assert '<span class="count">118</span>' in html


def test_a_citation_mark_says_which_source_it_opens() -> None:
    html = rendered('<c-citation-mark href="/s#p" :source="source" />', source="Gazette")
    assert '<span class="visually-hidden">Source: Gazette</span>' in html


def test_a_citation_mark_follows_its_word_without_a_space() -> None:
    assert rendered('word<c-citation-mark href="#" />.').startswith('word<sup class="citation">')
    assert rendered('word<c-citation-mark href="#" />.').endswith("</sup>.")


def test_a_claimed_figure_names_claimant_period_and_source() -> None:
    html = rendered(
        '<c-figure-claim :value="18" comparator="about" unit="agreements" what="expected"'
        ' period="2027-22" claimant="River Gazette" source_url="/s" source="Gazette" />'
    )
    for part in ("about 18 agreements", "expected", "summer 2027", "River Gazette", 'href="/s"'):
        assert part in html


def test_a_state_is_told_by_shape_and_word() -> None:
    html = rendered('<c-status state="late" label="Late" />')
    assert 'class="status late"' in html
    assert "#warning" in html
    assert "<span>Late</span>" in html


def test_a_difference_tells_before_and_after_in_words_too() -> None:
    change = {"field": "Room", "before": "Small", "after": "Great"}
    html = rendered('<c-diff :items="items" />', items=[change])
    assert '<del><span class="visually-hidden">Before:</span> Small</del>' in html
    assert '<ins><span class="visually-hidden">After:</span> Great</ins>' in html


def test_progress_without_an_end_has_no_value() -> None:
    assert "value=" not in rendered('<c-progress label="Waiting" />')
    assert 'max="12" value="0"' in rendered('<c-progress label="Reading" :value="0" of="12" />')
