"""Closed sets of the evidence room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SourceKind(TextChoices):
    """What sort of document a source is."""

    NEWS_ARTICLE = "news_article", _("news article")
    PRESS_RELEASE = "press_release", _("press release")
    SPEECH = "speech", _("speech")
    TRANSCRIPT = "transcript", _("transcript")
    DECLARATION = "declaration", _("declaration")
    PROGRAMME = "programme", _("programme")
    REPORT = "report", _("report")
    AGREEMENT = "agreement", _("agreement")
    LETTER = "letter", _("letter")
    WEB_PAGE = "web_page", _("web page")
    OTHER = "other", _("other")


class Stance(TextChoices):
    """When it was written, seen from the event it speaks of."""

    ANNOUNCEMENT = "announcement", _("before the event")
    DURING = "during", _("at the event")
    REPORT = "report", _("after the event")
    UNKNOWN = "", _("not known")


class BlockKind(TextChoices):
    """What a stretch of text is. Furniture is menus, share lists and view settings."""

    TITLE = "title", _("title")
    HEADING = "heading", _("heading")
    PARAGRAPH = "paragraph", _("paragraph")
    LIST_ITEM = "list_item", _("list item")
    TABLE_CELL = "table_cell", _("table cell")
    CAPTION = "caption", _("caption")
    DATELINE = "dateline", _("date line")
    FURNITURE = "furniture", _("page furniture")


class Mode(TextChoices):
    """How words are given: in quotation marks, reported, or as a transcript."""

    DIRECT = "direct", _("direct speech")
    INDIRECT = "indirect", _("reported speech")
    TRANSCRIPT = "transcript", _("transcript")


class Visibility(TextChoices):
    """Who sees a source."""

    PUBLIC = "public", _("public")
    DESK = "desk", _("desk only")


class TextRights(TextChoices):
    """How much of a source's text may be shown to the public."""

    FULL = "full", _("whole text")
    QUOTATIONS = "quotations", _("quoted passages only")
    NONE = "none", _("catalogue entry only")
