"""Making the files of the attack table. Each function gives the bytes that an attacker would."""

import re
import zlib
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner

from folkmoot.engines.signing import signing
from folkmoot.engines.signing.documents import Update, open_update, stamp_style
from folkmoot.engines.signing.rehearsal import RehearsalPerson, RehearsalTimestamps
from folkmoot.engines.signing.timestamps import PortTimeStamper
from tests.engines.signing.world import AT, PASS_PHRASE, opened, stamp

EVIL = b"BT /F0 12 Tf 72 700 Td (We owe them a billion) Tj ET"


def changed_byte(pdf: bytes) -> bytes:
    """One byte of the first stream's data."""
    at = pdf.index(b"stream\n") + 20
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def changed_nibble(pdf: bytes, field: str, *, offset: int) -> bytes:
    """One nibble inside the hexadecimal signature of a field."""
    start, _ = gap(pdf, field)
    at = start + 1 + offset
    return pdf[:at] + (b"1" if pdf[at : at + 1] != b"1" else b"2") + pdf[at + 1 :]


def gap(pdf: bytes, field: str) -> tuple[int, int]:
    """Where the signature of a field stands, with its angle brackets."""
    _, length, start, _ = byte_range(pdf, field)
    return length, start


def byte_range(pdf: bytes, field: str) -> tuple[int, int, int, int]:
    reader = PdfFileReader(BytesIO(pdf))
    for one in reader.embedded_signatures:
        if one.field_name == field:
            return tuple(int(number) for number in one.byte_range)  # type: ignore[return-value]
    raise AssertionError(field)


def page_replaced(pdf: bytes) -> bytes:
    update, page = _page(pdf)
    page["/Contents"] = update.add_object(generic.StreamObject(stream_data=EVIL))
    update.update_container(page)
    return update.bytes()


def overlaid(pdf: bytes) -> bytes:
    """A note laid over the text."""
    update, page = _page(pdf)
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(
                generic.NumberObject(number) for number in (50, 600, 500, 800)
            ),
            pdf_name("/Contents"): generic.pdf_string("We owe them a billion"),
        }
    )
    notes = page["/Annots"] if "/Annots" in page else generic.ArrayObject()
    page["/Annots"] = generic.ArrayObject([*notes, update.add_object(note)])
    update.update_container(page)
    return update.bytes()


def appearance_swapped(pdf: bytes, field: str) -> bytes:
    update = open_update(pdf)
    widget = _field(update, field)
    style = stamp_style(stamp("Somebody Else"))
    from pyhanko.pdf_utils.layout import BoxConstraints

    drawn = style.create_stamp(update, BoxConstraints(200, 60), {}).as_form_xobject()
    widget["/AP"] = generic.DictionaryObject({pdf_name("/N"): update.add_object(drawn)})
    update.update_container(widget)
    return update.bytes()


def catalogue_changed(pdf: bytes, what: str) -> bytes:
    """Another language, a script at opening, or a new attachment."""
    update = open_update(pdf)
    if what == "language":
        update.root["/Lang"] = generic.pdf_string("xx")
    elif what == "script":
        update.root["/OpenAction"] = generic.DictionaryObject(
            {
                pdf_name("/S"): pdf_name("/JavaScript"),
                pdf_name("/JS"): generic.pdf_string("app.alert(1)"),
            }
        )
    else:
        held = update.add_object(generic.StreamObject(stream_data=b"{}"))
        spec = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Filespec"),
                pdf_name("/F"): generic.pdf_string("new.json"),
                pdf_name("/EF"): generic.DictionaryObject({pdf_name("/F"): held}),
            }
        )
        names = generic.ArrayObject([generic.pdf_string("new.json"), update.add_object(spec)])
        files = generic.DictionaryObject({pdf_name("/Names"): names})
        update.root["/Names"] = generic.DictionaryObject({pdf_name("/EmbeddedFiles"): files})
    update.update_root()
    return update.bytes()


def planted(pdf: bytes) -> tuple[bytes, bytes]:
    """Shadow attack: a second version of the page lies in the file before anybody signs, and
    the cross-reference section that brings it to light later."""
    reader = PdfFileReader(BytesIO(pdf))
    number = reader.root["/Pages"]["/Kids"][0].raw_get("/Contents").idnum
    body = b"%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (
        number,
        len(EVIL),
        EVIL,
    )
    hidden = len(pdf) + 1
    trigger = b"xref\n%d 1\n%010d 00000 n \n" % (number, hidden)
    return pdf + b"\n" + body, trigger


def triggered(pdf: bytes, trigger: bytes) -> bytes:
    """The document with the hidden page brought to light."""
    reader = PdfFileReader(BytesIO(pdf))
    root = reader.trailer.raw_get("/Root").idnum
    at = len(pdf) + 1
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        int(reader.trailer["/Size"]),
        root,
        reader.last_startxref,
        at,
    )
    return pdf + b"\n" + trigger + trailer


def wrapped(pdf: bytes, field: str) -> bytes:
    """Signature wrapping: the signed tail moves to the end, and in the gap, now larger, lies a
    copy of it with a range and a cross-reference table of the attacker's own."""
    _, length, start, size = byte_range(pdf, field)
    head, blob, tail = pdf[:length], pdf[length:start], pdf[start:]
    reader = PdfFileReader(BytesIO(pdf))
    number = reader.root["/Pages"]["/Kids"][0].raw_get("/Contents").idnum
    xref_at = int(reader.last_startxref) - start
    evil = b"\n%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (
        number,
        len(EVIL),
        EVIL,
    )
    # Room for one more row in the table.
    row = b"%d 1\n%010d 00000 n \n"
    table = tail[xref_at:].replace(b"xref\n", b"xref\n" + row % (number, 0), 1)
    moved = start + xref_at + len(table) + len(evil)
    evil_at = start + xref_at + len(table) + 1
    table = table.replace(row % (number, 0), row % (number, evil_at), 1)
    old = re.search(rb"\[0 %d %d %d\] *" % (length, start, size), tail)
    assert old
    new = (b"[0 %d %d %d]" % (length, moved, size)).ljust(len(old[0]))
    copy = tail[:xref_at].replace(old[0], new, 1) + table
    return head + blob + copy + evil + tail


def forged(pdf: bytes, field: str, how: str) -> bytes:
    """Universal forgery: no range, or nothing in the signature."""
    _, length, start, size = byte_range(pdf, field)
    if how == "range":
        old = re.search(rb"\[0 %d %d %d\]" % (length, start, size), pdf)
        assert old
        return pdf.replace(old[0], b"null".ljust(len(old[0])), 1)
    return pdf[: length + 1] + b"0" * (start - length - 2) + pdf[start - 1 :]


def foreign_signature(
    pdf: bytes,
    person: RehearsalPerson,
    field: str,
    *,
    timestamps: RehearsalTimestamps,
    box: tuple[int, int, int, int] | None = None,
    is_new: bool = False,
    digest: str = "sha256",
) -> bytes:
    """A technically flawless signature by somebody who cares nothing for our plan."""
    if digest == "sha256":
        return _careless_signature(pdf, person, field, timestamps, box, is_new=is_new)
    signer = SimpleSigner.load_pkcs12_data(
        person.certificate_file(PASS_PHRASE), (), PASS_PHRASE.encode()
    )
    metadata = PdfSignatureMetadata(
        field_name=field, md_algorithm=digest, subfilter=SigSeedSubFilter.PADES
    )
    writer = PdfSigner(
        metadata,
        signer,
        timestamper=PortTimeStamper(timestamps),
        stamp_style=stamp_style(stamp(field)),
        new_field_spec=SigFieldSpec(field, box=box) if is_new else None,
    )
    writer._ignore_sv = True
    session_of = writer.init_signing_session

    def session(*told: Any, **more: Any) -> Any:
        made = session_of(*told, **more)
        made.system_time = AT
        return made

    writer.init_signing_session = session  # type: ignore[method-assign]
    output = writer.sign_pdf(open_update(pdf), existing_fields_only=not is_new)
    return bytes(output.getvalue())


def _careless_signature(
    pdf: bytes,
    person: RehearsalPerson,
    field: str,
    timestamps: RehearsalTimestamps,
    box: tuple[int, int, int, int] | None,
    *,
    is_new: bool,
) -> bytes:
    if is_new:
        update = open_update(pdf)
        append_signature_field(update, SigFieldSpec(field, box=box))
        pdf = update.bytes()
    begun = signing._begin(
        pdf,
        PdfSignatureMetadata(field_name=field, subfilter=SigSeedSubFilter.PADES),
        certificate=person.certificate,
        chain=person.chain,
        at=AT,
        look=stamp_style(stamp(field)),
    )
    raw = opened(person).sign(begun.to_be_signed, begun.digest)
    return signing.finish(pdf, begun, raw, timestamps=timestamps).revision.pdf


def bomb(pdf: bytes) -> bytes:
    """Six hundred megabytes of nothing in half a megabyte, where revocation data are kept."""
    squeezer = zlib.compressobj(9)
    squeezed = b"".join(squeezer.compress(bytes(1 << 20)) for _ in range(600)) + squeezer.flush()
    update = open_update(pdf)
    held = generic.StreamObject(
        {pdf_name("/Filter"): pdf_name("/FlateDecode")}, encoded_data=squeezed
    )
    store = generic.DictionaryObject(
        {pdf_name("/CRLs"): generic.ArrayObject([update.add_object(held)])}
    )
    update.root["/DSS"] = update.add_object(store)
    update.update_root()
    return update.bytes()


def field_added(pdf: bytes) -> bytes:
    """An ordinary text field nobody asked for."""
    update = open_update(pdf)
    form = update.root["/AcroForm"]
    field = generic.DictionaryObject(
        {pdf_name("/FT"): pdf_name("/Tx"), pdf_name("/T"): generic.pdf_string("Amount")}
    )
    form["/Fields"] = generic.ArrayObject([*form["/Fields"], update.add_object(field)])
    update.update_container(form)
    update.update_root()
    return update.bytes()


def _page(pdf: bytes) -> tuple[Update, Any]:
    update = open_update(pdf)
    return update, update.root["/Pages"]["/Kids"][0].get_object()


def _field(update: Update, name: str) -> Any:
    for one in update.root["/AcroForm"]["/Fields"]:
        if one.get_object()["/T"] == name:
            return one.get_object()
    raise AssertionError(name)
