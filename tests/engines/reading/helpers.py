"""Short ways to ask what was read."""

from folkmoot.engines.reading import BlockKind, Document, ReadingLimits, read_document


def read(data: bytes | str, name: str = "", *, limits: ReadingLimits | None = None) -> Document:
    raw = data.encode() if isinstance(data, str) else data
    result = read_document(raw, name=name, limits=limits or ReadingLimits())
    assert isinstance(result, Document), result
    return result


def outline(document: Document) -> list[tuple[str, str]]:
    """Kind and words of every block."""
    return [(block.kind.value, document.words_of(block)) for block in document.blocks]


def words_of_kind(document: Document, kind: BlockKind) -> list[str]:
    return [document.words_of(block) for block in document.blocks if block.kind == kind]


def assert_blocks_hold(document: Document) -> None:
    """The invariants that every later reader of a document relies on."""
    at = 0
    for block in document.blocks:
        assert at <= block.start < block.end <= len(document.text)
        assert document.text[at : block.start].strip() == ""
        words = document.words_of(block)
        assert words == words.strip() != ""
        at = block.end
    assert document.text[at:].strip() == ""
