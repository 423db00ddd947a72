"""DOCX: styles give the roles; text in cells, notes, boxes and revisions is found."""

from typing import Any

from folkmoot.engines.reading import BlockKind, SourceKind
from tests.engines.reading.files import make_docx
from tests.engines.reading.helpers import assert_blocks_hold, outline, read, words_of_kind


def test_styles_become_kinds_in_document_order() -> None:
    def write(document: Any) -> None:
        document.add_paragraph("Agreement on a school", style="Title")
        document.add_paragraph("28 июня 2023 года")
        document.add_heading("Article 1", level=1)
        document.add_paragraph("The Parties shall meet yearly.")
        document.add_paragraph("boats", style="List Bullet")
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text = "North"
        table.cell(0, 1).text = "120"
        document.add_paragraph("The school", style="Caption")
        document.add_paragraph("Done in two copies.")
        document.sections[0].header.paragraphs[0].text = "Draft of May"

    document = read(make_docx(write), "letter.docx")

    assert outline(document) == [
        ("title", "Agreement on a school"),
        ("dateline", "28 июня 2023 года"),
        ("heading", "Article 1"),
        ("paragraph", "The Parties shall meet yearly."),
        ("list_item", "boats"),
        ("table_cell", "North"),
        ("table_cell", "120"),
        ("caption", "The school"),
        ("paragraph", "Done in two copies."),
        ("furniture", "Draft of May"),
    ]
    assert (document.title, document.published, document.kind, document.encoding) == (
        "Agreement on a school",
        "2023-06-28",
        SourceKind.AGREEMENT,
        None,
    )
    assert_blocks_hold(document)


def test_insertions_count_and_deletions_do_not() -> None:
    def write(document: Any) -> None:
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        paragraph = document.add_paragraph("The council met ")
        for tag, inner, words in (("ins", "t", "twice"), ("del", "delText", "once")):
            revision = parse_xml(
                f'<w:{tag} {nsdecls("w")} w:id="1" w:author="A">'
                f"<w:r><w:{inner}>{words}</w:{inner}></w:r></w:{tag}>"
            )
            paragraph._p.append(revision)

    assert read(make_docx(write), "letter.docx").text == "The council met twice"


def test_a_document_without_styles_gets_its_headings_from_its_lines() -> None:
    def write(document: Any) -> None:
        document.add_paragraph("The school opens")
        document.add_paragraph("The council met in the hall.")
        document.add_paragraph("What comes next")
        document.add_paragraph("It will open in May.")

    document = read(make_docx(write), "letter.docx")

    assert document.title == "The school opens"
    assert words_of_kind(document, BlockKind.HEADING) == ["What comes next"]


def test_tabs_and_line_breaks_are_kept() -> None:
    def write(document: Any) -> None:
        document.add_paragraph("North\t120\nSouth\t80.")

    assert read(make_docx(write), "letter.docx").text == "North\t120\nSouth\t80."
