"""A small XML reader for files of strangers: elements with their lines, and no entities at all.

A document type is refused before anything of it is expanded; depth and number of elements are
bounded, so that a small file cannot become a large tree.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from folkmoot.engines.interchange.incoming import Fault, FaultKind, Unreadable

_DEPTH_AT_MOST = 30
_ELEMENTS_AT_MOST = 200_000


@dataclass(slots=True)
class Element:
    """An element by its name without namespace; ``line`` counts from 1."""

    name: str
    attributes: dict[str, str]
    line: int
    children: list["Element"] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Its own text."""
        return "".join(self.parts).strip()

    def all(self, name: str) -> Iterator["Element"]:
        """Its children of a name."""
        return (child for child in self.children if child.name == name)

    def one(self, name: str) -> "Element | None":
        """Its first child of a name."""
        return next(self.all(name), None)

    def text(self, name: str) -> str | None:
        """The text of its first child of a name; ``None`` where there is none."""
        found = self.one(name)
        return found.words if found else None


def read_elements(data: bytes) -> Element:
    """The root of a document.

    Raises:
        Unreadable: it is no XML, declares a document type, or is too deep or too large.
    """
    tree = _Tree()
    parser = tree.parser
    try:
        parser.Parse(data, True)
    except expat.ExpatError as fault:
        where = f"line {fault.lineno}"
        raise Unreadable(Fault(FaultKind.NOT_THIS_FORMAT, where)) from fault
    except (UnicodeError, LookupError, ValueError) as fault:
        if isinstance(fault, Unreadable):
            raise
        raise Unreadable(Fault(FaultKind.NOT_THIS_FORMAT)) from fault
    if tree.root is None:
        raise Unreadable(Fault(FaultKind.NOT_THIS_FORMAT))
    return tree.root


class _Tree:
    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._count = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._words
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        line = self.parser.CurrentLineNumber
        if len(self._open) >= _DEPTH_AT_MOST or self._count > _ELEMENTS_AT_MOST:
            raise Unreadable(Fault(FaultKind.HARMFUL, f"line {line}"))
        element = Element(name.rpartition(":")[2], attributes, line)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _words(self, words: str) -> None:
        if self._open:
            self._open[-1].parts.append(words)

    def _refuse(self, *_told: object) -> None:
        raise Unreadable(Fault(FaultKind.HARMFUL, f"line {self.parser.CurrentLineNumber}"))
