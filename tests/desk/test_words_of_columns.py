"""Columns, choices and jobs are called by words of the interface, never by Python names."""

from django.utils import translation

from folkmoot.rooms.evidence.models import Claim
from folkmoot.rooms.programme.models import Edition, Session
from folkmoot.surfaces.desk.kinds import KINDS, column_label


def test_a_reference_without_a_name_of_its_own_is_called_by_its_kind() -> None:
    with translation.override("ru"):
        said = [
            column_label(Edition._meta.get_field("series")),
            column_label(Session._meta.get_field("edition")),
            column_label(Session._meta.get_field("parent")),
            column_label(Session._meta.get_field("title")),
        ]
    assert said == ["Серия", "Форум", "Внутри блока", "Название"]


def test_every_choice_of_every_kind_is_said_in_words() -> None:
    with translation.override("ru"):
        raw = [
            f"{name}.{column.name}: {label}"
            for name, kind in KINDS.items()
            for column in kind.model._meta.fields
            for value, label in column.choices or ()
            if str(label) == value
        ]
    assert raw == []


def test_a_figure_says_its_kind_and_its_comparison_in_the_language_of_the_reader() -> None:
    claim = Claim(kind="absolute_growth", comparator="at_least")
    with translation.override("ru"):
        said = claim.get_kind_display(), claim.get_comparator_display()
    assert said == ("прирост в единицах", "не менее")


def test_a_date_known_in_part_is_said_in_lists_as_a_person_says_it() -> None:
    def said(kind: str, record: Edition | Session) -> list[str]:
        return [
            column.value(record)
            for column in KINDS[kind].columns
            if str(column.label) in ("Days", "Begins")
        ]

    assert said("programme.edition", Edition(dates="2025-08")) == ["August 2025"]
    assert said("programme.edition", Edition()) == [""]
    assert said("programme.session", Session(on_date="2025-21")) == ["spring 2025"]
    assert said("programme.session", Session()) == [""]
