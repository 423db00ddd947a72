"""The real forums of the source documents: a pack of facts with citations, and its releases."""

from collections.abc import Iterator
from datetime import datetime
from importlib import resources

from folkmoot.engines.interchange import Pack, read_pack
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.packs import import_pack
from folkmoot.rooms.programme.models import Edition, Release, Session
from folkmoot.rooms.programme.services import release_timetable
from folkmoot.rooms.programme.terms import SessionStatus

AS_STATED = "1"  # read in every language; the note says what this version holds
_NOTE = Multilingual.of(
    "en",
    en="What the sources state of the programme; nothing was added.",
    ru="Что источники сообщают о программе; ничего не добавлено.",
    be="Што крыніцы паведамляюць пра праграму; нічога не дададзена.",
)


def read_forums() -> Pack:
    """The pack of the real forums.

    Raises:
        FileNotFoundError, PackFault: it is missing or damaged.
    """
    file = resources.files("folkmoot.project.demo").joinpath("data", "forums.jsonl")
    return read_pack(file.read_text(encoding="utf-8").splitlines())


def load_forums(*, at: datetime) -> Iterator[str]:
    """Import the real forums and release what is stated of their programmes."""
    pack = read_forums()
    import_pack(actor=SYSTEM, pack=pack, at=at)
    released = release_as_stated(pack, at=at)
    yield f"The forums of the sources: {len(pack.records)} records, {released} releases."


def release_as_stated(pack: Pack, *, at: datetime) -> int:
    """Release each edition of a pack that has sessions and was not released yet; says how many."""
    uids = [record.uid for record in pack.records if record.kind == "programme.edition"]
    ready = Session.objects.exclude(status=SessionStatus.DRAFT).filter(edition__uid__in=uids)
    editions = Edition.objects.filter(pk__in=ready.values("edition"))
    released = Release.objects.values("edition")
    waiting = list(editions.exclude(pk__in=released).select_related("series").order_by("pk"))
    for edition in waiting:
        release_timetable(actor=SYSTEM, edition=edition, label=AS_STATED, note=_NOTE, at=at)
    return len(waiting)
