"""Reads forms out of pages the way a browser would send them."""

from html.parser import HTMLParser
from typing import Any


class _Form(HTMLParser):
    """Collects what the form with a given class sends."""

    def __init__(self, marker: str) -> None:
        super().__init__()
        self.marker = marker
        self.inside = False
        self.sent: dict[str, Any] = {}
        self.select = ""
        self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = self.marker in (given.get("class") or "")
        if not self.inside:
            return
        name = given.get("name") or ""
        if tag == "input" and name and "disabled" not in given:
            is_choice = given.get("type") in ("checkbox", "radio")
            if not is_choice or "checked" in given:
                self.add(name, given.get("value") or ("on" if is_choice else ""))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            if "selected" in given or self.select not in self.sent:
                self.sent[self.select] = given.get("value") or ""
        elif tag == "textarea":
            self.area = name
            self.sent[name] = ""

    def add(self, name: str, value: str) -> None:
        if name in self.sent and name != "languages":
            return
        self.sent.setdefault(name, value)

    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.sent[self.area] = self.sent[self.area].strip("\n")
            self.area = ""
        elif tag == "form":
            self.inside = False


def sent_by(page: str, marker: str = "record-form") -> dict[str, Any]:
    """The fields of the form whose class holds ``marker``."""
    form = _Form(marker)
    form.feed(page)
    return form.sent
