"""What the finders of figures say of a text, as plain values to compare whole."""

from typing import Any

from folkmoot.engines.extraction.article import Article, prepare
from folkmoot.engines.extraction.finders.figures import (
    agreement_drafts,
    claim_drafts,
    project_drafts,
)
from folkmoot.engines.extraction.found import Draft, Findings
from folkmoot.engines.extraction.output import plain_value
from folkmoot.engines.reading import Document, read_document


def article_of(text: str) -> Article:
    document = read_document(text.encode(), name="a.txt")
    assert isinstance(document, Document)
    return prepare(document)


def claims(text: str, findings: Findings | None = None) -> list[dict[str, Any]]:
    """The figures, each with its words under "said"."""
    article = article_of(text)
    return [_plain(article, one) for one in claim_drafts(article, findings or Findings())]


def agreements(text: str) -> list[dict[str, Any]]:
    article = article_of(text)
    return [_plain(article, one) for one in agreement_drafts(article, Findings())]


def projects(text: str) -> list[dict[str, Any]]:
    """Projects, programmes and practices, each with its kind under "type"."""
    article = article_of(text)
    drafts = project_drafts(article, Findings())
    return [{"type": one.kind.value, **_plain(article, one)} for one in drafts]


def picked(told: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    """Some fields of each, ``None`` where one was not told."""
    return [tuple(one.get(name) for name in names) for one in told]


def _plain(article: Article, draft: Draft) -> dict[str, Any]:
    values = {name: plain_value(field.value) for name, field in draft.fields.items()}
    return {"said": article.words(draft.spans[0]), **values}
