"""The floors and rooms hold in the database, in templates and in the manual too."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from folkmoot.kernel.records import PersonalData
from folkmoot.project.config import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "folkmoot"
# Lower stands further left; a room may point left, never right.
ORDER = (
    "kernel", "ui", "accounts", "registry", "evidence", "indicators", "programme", "participation",
    "matchmaking", "outcomes", "public", "desk", "portal", "api", "project",
)  # fmt: skip
OURS = [model for model in apps.get_models() if model._meta.app_label in ORDER]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_no_foreign_key_points_to_a_higher_room(model):
    place = ORDER.index(model._meta.app_label)

    upward = [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and field.related_model._meta.app_label in ORDER
        and ORDER.index(field.related_model._meta.app_label) > place
    ]

    assert upward == []


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_model_says_what_personal_data_it_holds_and_how_it_ends(model):
    held = model.__dict__.get("personal_data")
    columns = {field.name for field in model._meta.concrete_fields}

    assert isinstance(held, PersonalData)
    assert set(held.fields) <= columns
    if held.fields:
        assert all((held.why, held.retention, held.export, held.erasure))


def _floor_of(path: Path) -> str:
    parts = path.relative_to(SOURCE).parts
    return parts[1] if parts[0] in ("rooms", "surfaces") else parts[0]


_INCLUDE = re.compile(r"{%\s*(?:extends|include)\s+[\"']([a-z_]+)/")


@pytest.mark.parametrize(
    "path", sorted(SOURCE.rglob("*.html")), ids=lambda path: str(path.relative_to(SOURCE))
)
def test_no_template_includes_one_of_a_higher_floor(path):
    place = ORDER.index(_floor_of(path))

    upward = [
        name
        for name in _INCLUDE.findall(path.read_text(encoding="utf-8"))
        if name in ORDER and ORDER.index(name) > place
    ]

    assert upward == []


@pytest.mark.parametrize(
    "path", sorted(SOURCE.rglob("*.html")), ids=lambda path: str(path.relative_to(SOURCE))
)
def test_no_template_carries_inline_script_or_style(path):
    text = path.read_text(encoding="utf-8")

    # JSON-LD is data, not script; everything else must be a file, or the policy blocks it.
    scripts = re.findall(r"<script(?![^>]*(?:\bsrc=|application/(?:ld\+)?json))[^>]*>", text)
    assert (scripts, re.findall(r"<style|\sstyle=|\son[a-z]+=\"", text)) == ([], [])


def test_every_room_tells_its_words_and_invariants():
    folders = [*(SOURCE / "rooms").iterdir(), SOURCE / "kernel", SOURCE / "ui"]
    rooms = [folder for folder in folders if folder.is_dir() and (folder / "__init__.py").exists()]

    assert [folder.name for folder in rooms if not (folder / "README.md").exists()] == []


def test_every_setting_is_documented():
    manual = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")

    assert [one.variable for one in SETTINGS if f"`{one.variable}`" not in manual] == []


def test_nothing_in_the_project_asks_another_host():
    foreign = [
        str(path.relative_to(ROOT))
        for suffix in ("html", "css", "js")
        for path in SOURCE.rglob(f"*.{suffix}")
        if re.search(
            r"(?:src|href|action)=[\"']https?://|url\([\"']?https?://|fetch\([\"']https?://|@import",
            path.read_text(encoding="utf-8"),
        )
    ]

    assert foreign == []
