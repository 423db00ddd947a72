"""The register: entries with serials, appended for ever, under a signed checkpoint.

Every call reads the store anew, so several processes may use one register; those that write hold
the store's lock, one at a time. Each append first makes sure that the tiles still
have the root that was signed: a damaged register is not built upon.

An append that is killed leaves the register as it was or as it should be. Appending the same
entry again gives the same result either way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from folkmoot.engines.translog import tiles
from folkmoot.engines.translog.bundles import Bundle
from folkmoot.engines.translog.checkpoints import (
    Checkpoint,
    CheckpointMalformed,
    read_checkpoint,
)
from folkmoot.engines.translog.commitments import Disclosure
from folkmoot.engines.translog.entries import Entry, EntryMalformed, read_entry
from folkmoot.engines.translog.keys import Signer, VerifierKey
from folkmoot.engines.translog.notes import (
    Note,
    NoteMalformed,
    SignatureLine,
    open_note,
    read_note,
    sign_note,
)
from folkmoot.engines.translog.tiles import TileStore
from folkmoot.engines.translog.trees import TileMissing, Tree, extend, remove_partials


class RegisterRefusal(Exception):
    """The register does not do this; nothing was written.

    Attributes:
        code: ``damaged``, ``serial-taken``, ``serial-gap``, ``wrong-previous``,
            ``wrong-corrects``, ``no-such-entry`` or ``wrong-note``.
        detail: the serial, path or field concerned.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Head:
    """Where the register stands.

    Attributes:
        note: the signed checkpoint with all cosignatures; empty before the first entry.
    """

    size: int
    root: bytes
    note: str


class Register:
    """One register in one store.

    Args:
        signer: of the kind LOG. Its name is the register's origin.
        former_keys: keys of the same name that signed earlier; needed after a change of keys.
    """

    def __init__(
        self, store: TileStore, *, signer: Signer, former_keys: Sequence[VerifierKey] = ()
    ) -> None:
        self._store = store
        self._signer = signer
        self.keys = (signer.key, *former_keys)

    def head(self) -> Head:
        """Size, root and checkpoint.

        Raises:
            RegisterRefusal: ``damaged``: the checkpoint is not one, or not signed by our keys.
        """
        data = self._store.read(tiles.CHECKPOINT)
        if data is None:
            return Head(0, Tree(self._store, 0).root(), "")
        try:
            note = data.decode()
            opened = open_note(note, self.keys)
            stated = read_checkpoint(opened.text)
        except (UnicodeDecodeError, NoteMalformed, CheckpointMalformed) as error:
            raise RegisterRefusal("damaged", tiles.CHECKPOINT) from error
        if not opened.is_trusted or stated.origin != self._signer.name:
            raise RegisterRefusal("damaged", tiles.CHECKPOINT)
        return Head(stated.size, stated.root, note)

    def append(self, *entries: Entry) -> Head:
        """Append entries in the order of their serials and publish the new checkpoint.

        Entries that are in the register already, with the same bytes, are passed over: so a
        caller who does not know whether the last attempt succeeded simply tries again.

        Raises:
            RegisterRefusal: ``serial-taken`` (another entry has it), ``serial-gap``,
                ``wrong-previous``/``wrong-corrects`` (that entry is about something else), or
                ``damaged``.
        """
        with self._store.lock():
            head = self.head()
            tree = self._checked_tree(head)
            payloads = self._new_payloads(tree, entries)
            if not payloads:
                return head
            grown = extend(self._store, tree, payloads)
            found = self._publish(Checkpoint(self._signer.name, grown.size, grown.root()))
            remove_partials(self._store, tree.size, grown.size)
            return found

    def entry(self, serial: int) -> Entry:
        """The entry with this serial. Raises RegisterRefusal: ``no-such-entry``, ``damaged``."""
        return self._entry(Tree(self._store, self.head().size), serial)

    def bundle(self, serial: int, *, disclosed: Iterable[Disclosure] = ()) -> Bundle:
        """The entry with its proof and today's checkpoint, to hand out as one file.

        Raises:
            RegisterRefusal: ``no-such-entry``, ``damaged``.
        """
        head = self.head()
        tree = Tree(self._store, head.size)
        payload = self._payload(tree, serial)
        try:
            proof = tree.inclusion_proof(serial - 1)
        except TileMissing as error:
            raise RegisterRefusal("damaged", error.path) from error
        keys = tuple(key.text for key in self.keys)
        return Bundle(payload, serial - 1, proof, head.note, keys, tuple(disclosed))

    def consistency_proof(self, first: int) -> tuple[bytes, ...]:
        """That today's register begins with the one of size ``first``.

        Raises:
            RegisterRefusal: ``no-such-entry`` (it was never that large), ``damaged``.
        """
        try:
            return Tree(self._store, self.head().size).consistency_proof(first)
        except IndexError as error:
            raise RegisterRefusal("no-such-entry", str(first)) from error
        except TileMissing as error:
            raise RegisterRefusal("damaged", error.path) from error

    def take_cosignature(self, note: str, *, witness: VerifierKey) -> Head:
        """Store a witness's line below today's checkpoint.

        Raises:
            RegisterRefusal: ``wrong-note``: it cosigns another checkpoint, or does not verify.
        """
        try:
            offered, opened = read_note(note), open_note(note, (witness,))
        except NoteMalformed as error:
            raise RegisterRefusal("wrong-note") from error
        if not opened.is_trusted:
            raise RegisterRefusal("wrong-note")
        mark = (witness.name, witness.key_id)
        line = next(one for one in offered.lines if (one.name, one.key_id) == mark)
        with self._store.lock():
            return self._add_line(offered.text, line)

    def keep_checkpoint(self) -> str:
        """Keep today's checkpoint beside the register, such as at the end of an edition.

        Verifiers of the whole register compare all kept ones. Returns the note.

        Raises:
            RegisterRefusal: ``no-such-entry``: the register is empty.
        """
        with self._store.lock():
            head = self.head()
            if not head.note:
                raise RegisterRefusal("no-such-entry", "0")
            index = (self._store.read(tiles.KEPT) or b"").decode()
            self._store.write(tiles.kept_path(head.size), head.note.encode())
            if str(head.size) not in index.split():
                self._store.write(tiles.KEPT, f"{index}{head.size}\n".encode())
            return head.note

    def _add_line(self, text: str, line: SignatureLine) -> Head:
        head = self.head()
        held = read_note(head.note) if head.note else None
        if held is None or held.text != text:
            raise RegisterRefusal("wrong-note")
        mark = (line.name, line.key_id)
        others = [one for one in held.lines if (one.name, one.key_id) != mark]
        written = Note(held.text, (*others, line)).write()
        self._store.write(tiles.CHECKPOINT, written.encode())
        return Head(head.size, head.root, written)

    def _checked_tree(self, head: Head) -> Tree:
        tree = Tree(self._store, head.size)
        try:
            root = tree.root()
        except TileMissing as error:
            raise RegisterRefusal("damaged", error.path) from error
        if root != head.root:
            raise RegisterRefusal("damaged", "root")
        return tree

    def _new_payloads(self, tree: Tree, entries: Sequence[Entry]) -> list[bytes]:
        fresh: list[Entry] = []
        for entry in entries:
            if entry.serial <= tree.size:
                if self._payload(tree, entry.serial) != entry.payload():
                    raise RegisterRefusal("serial-taken", str(entry.serial))
                continue
            if entry.serial != tree.size + len(fresh) + 1:
                raise RegisterRefusal("serial-gap", str(entry.serial))
            self._check_references(tree, fresh, entry)
            fresh.append(entry)
        return [entry.payload() for entry in fresh]

    def _check_references(self, tree: Tree, fresh: Sequence[Entry], entry: Entry) -> None:
        for name in ("previous", "corrects"):
            serial: int | None = getattr(entry, name)
            if serial is None:
                continue
            beyond = serial - tree.size - 1
            other = fresh[beyond] if beyond >= 0 else self._entry(tree, serial)
            if other.subject != entry.subject:
                raise RegisterRefusal(f"wrong-{name}", str(entry.serial))

    def _entry(self, tree: Tree, serial: int) -> Entry:
        try:
            return read_entry(self._payload(tree, serial))
        except EntryMalformed as error:
            raise RegisterRefusal("damaged", str(serial)) from error

    def _payload(self, tree: Tree, serial: int) -> bytes:
        try:
            return tree.entry(serial - 1)
        except IndexError as error:
            raise RegisterRefusal("no-such-entry", str(serial)) from error
        except TileMissing as error:
            raise RegisterRefusal("damaged", error.path) from error

    def _publish(self, checkpoint: Checkpoint) -> Head:
        """Sign and write, last of all: from here on readers see the larger register."""
        keys = "".join(f"{key.text}\n" for key in self.keys).encode()
        if self._store.read(tiles.KEYS) != keys:
            self._store.write(tiles.KEYS, keys)
        note = sign_note(checkpoint.text, self._signer)
        self._store.write(tiles.CHECKPOINT, note.encode())
        return Head(checkpoint.size, checkpoint.root, note)
