"""The register's public files: made from the rows by a job, and made again wherever they are missing.

Everything in the folder is public and may be served or copied as it is. Objects are disclosed in
bundles only, which are put together on request from what is public at that moment, so that what
was redacted or withdrawn is in no file.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from folkmoot.engines.translog.bundles import Bundle
from folkmoot.engines.translog.checkpoints import read_checkpoint
from folkmoot.engines.translog.commitments import Disclosure
from folkmoot.engines.translog.entries import read_entry
from folkmoot.engines.translog.notes import read_note
from folkmoot.engines.translog.register import Head, Register, RegisterRefusal
from folkmoot.engines.translog.stores import FolderStore
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.jobs import start
from folkmoot.kernel.models import Job
from folkmoot.kernel.pages import forget_pages
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.outcomes.models import Checkpoint, RegisterEntry
from folkmoot.rooms.outcomes.services.signing_setup import (
    register_folder,
    register_keys,
    register_lacks,
    register_signer,
)
from folkmoot.rooms.outcomes.terms.signing import RegisterNotReady

FILES_JOB = "outcomes.write_register"
_BATCH = 1_000


def request_register_files(*, at: datetime) -> None:
    """Queue writing the files once for whatever is waiting, with the caller's transaction."""
    waiting = Job.objects.filter(name=FILES_JOB, state=Job.State.WAITING)
    if not waiting.exists():
        # Said in the language of whoever looks at the list of jobs.
        title = gettext_noop("Write the register's files")
        start(actor=SYSTEM, name=FILES_JOB, title=title, at=at, arguments={})


def write_register_files(*, at: datetime) -> int:
    """Append to the files what the rows have more, and keep the checkpoint; says the size.

    Started anew after a kill it goes on where it was: entries that are there are passed over.
    Without any file the whole register is written again, to the same root.

    Raises:
        RegisterNotReady: there is no key; or the files tell another history than the rows,
            such as after an old backup of the database was restored: they are left alone.
    """
    lacks = register_lacks()
    if lacks:
        raise RegisterNotReady(lacks=" ".join(lacks))
    register = _register()
    try:
        size = register.head().size
        _check_same(register, size)
        while rows := list(_rows(size)[:_BATCH]):
            head = register.append(*(read_entry(one.leaf.encode()) for one in rows))
            size = head.size
            _keep(head, at)
        _keep(register.head(), at)
    except RegisterRefusal as refusal:
        raise RegisterNotReady(
            lacks=_("the files and the database disagree (%(code)s).") % {"code": refusal.code}
        ) from refusal
    forget_pages()
    return size


def is_behind() -> bool:
    """Whether entries are not in a kept checkpoint yet. Two queries."""
    newest = RegisterEntry.objects.order_by("-place").first()
    kept = Checkpoint.objects.order_by("-size").first()
    return newest is not None and (kept is None or kept.size <= newest.place)


def bundle_of(entry: RegisterEntry, *, withheld: Iterable[str] = ()) -> bytes:
    """One entry with its proof as a file for anybody.

    Args:
        withheld: names of objects that are not shown, such as those of what is not public.

    Raises:
        RegisterNotReady: there is no key, or the entry is not in the files yet.
    """
    left_out = set(withheld)
    shown = [
        Disclosure(one["name"], bytes.fromhex(one["salt"]), one["value"].encode())
        for one in entry.disclosures
        if one["name"] not in left_out
    ]
    try:
        bundle: Bundle = _register().bundle(entry.place + 1, disclosed=shown)
    except RegisterRefusal as refusal:
        raise RegisterNotReady(lacks=_("this entry is not in the files yet.")) from refusal
    return bundle.write()


def public_register_file(path: str) -> bytes:
    """One of the register's files, as any server may serve them. No query.

    Raises:
        NotFound: there is none.
    """
    # What begins with a dot is the store's own: its lock, and files half written.
    if any(part.startswith(".") for part in path.split("/")):
        raise NotFound
    try:
        data = FolderStore(register_folder()).read(path)
    except ValueError as fault:  # an address that somebody bent
        raise NotFound from fault
    if data is None:
        raise NotFound
    return data


def keep_checkpoint(*, at: datetime) -> str:
    """Keep today's checkpoint beside the register for ever, such as at the end of an edition."""
    write_register_files(at=at)
    try:
        return _register().keep_checkpoint()
    except RegisterRefusal as refusal:
        raise RegisterNotReady(lacks=_("the register is empty.")) from refusal


def _register() -> Register:
    keys = register_keys()
    store = FolderStore(register_folder())
    return Register(store, signer=register_signer(), former_keys=keys[1:])


def _rows(size: int) -> QuerySet[RegisterEntry]:
    return RegisterEntry.objects.filter(place__gte=size).order_by("place")


def _check_same(register: Register, size: int) -> None:
    """The last entry of the files is the row of that place."""
    if size == 0:
        return
    row = RegisterEntry.objects.filter(place=size - 1).first()
    if row is None or register.entry(size).payload() != row.leaf.encode():
        raise RegisterRefusal("serial-taken", str(size))


def _keep(head: Head, at: datetime) -> None:
    if not head.note:
        return
    told = read_checkpoint(read_note(head.note).text)
    values = {"root": told.root.hex(), "note": head.note, "at": at}
    try:
        with transaction.atomic():
            Checkpoint.objects.get_or_create(size=told.size, defaults=values)
    except IntegrityError:  # another worker was first
        return
