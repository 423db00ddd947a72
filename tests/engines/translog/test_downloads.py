"""The files that people download: complete in themselves, and right about signatures."""

import ast
import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.engines import translog
from folkmoot.engines.translog.downloads import browser_verifier, python_verifier
from folkmoot.engines.translog.keys import VerifierKey
from tests.engines.translog.forge import FORUM, changed_byte

# RFC 8032, section 7.1: public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.fixture(scope="module")
def standalone(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    path = tmp_path_factory.mktemp("download") / "verify_register.py"
    path.write_bytes(python_verifier())
    spec = importlib.util.spec_from_file_location("downloaded_verifier", path)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_the_embedded_signature_check_knows_the_vectors_of_the_standard(
    standalone: ModuleType, public: str, message: str, signature: str
) -> None:
    key, text, signed = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)

    assert standalone.ed25519_verifies(key, text, signed)
    assert VerifierKey("log", key).accepts(signed, text)
    assert not standalone.ed25519_verifies(key, text + b"!", signed)
    assert not standalone.ed25519_verifies(changed_byte(key), text, signed)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_the_embedded_signature_check_agrees_with_the_library(
    data: st.DataObject, standalone: ModuleType
) -> None:
    private = Ed25519PrivateKey.from_private_bytes(data.draw(st.binary(min_size=32, max_size=32)))
    message = data.draw(st.binary(max_size=100))
    public, signed = private.public_key().public_bytes_raw(), private.sign(message)
    at, bit = data.draw(st.integers(0, 63)), data.draw(st.integers(0, 7))
    bent = bytearray(signed)
    bent[at] ^= 1 << bit

    assert standalone.ed25519_verifies(public, message, signed)
    assert not standalone.ed25519_verifies(public, message, bytes(bent))
    assert not VerifierKey("log", public).accepts(bytes(bent), message)


def test_malleable_short_and_impossible_signatures_are_refused(standalone: ModuleType) -> None:
    public, message = FORUM.key.public, b"text"
    signed = FORUM.sign(message)
    scalar = int.from_bytes(signed[32:], "little") + standalone.L
    malleable = signed[:32] + scalar.to_bytes(32, "little")

    for bad in (malleable, signed[:-1], b"", b"\xff" * 64, signed[32:] + signed[:32]):
        assert not standalone.ed25519_verifies(public, message, bad)
        assert not FORUM.key.accepts(bad, message)
    assert not standalone.ed25519_verifies(b"\xff" * 32, message, signed)
    assert not standalone.ed25519_verifies(public[:-1], message, signed)


def test_the_downloaded_program_needs_python_3_9_and_its_library_alone() -> None:
    tree = ast.parse(python_verifier(), feature_version=(3, 9))

    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom)
                     else [one.name for one in node.names])
    }  # fmt: skip
    assert imported <= sys.stdlib_module_names
    assert "folkmoot." not in python_verifier().decode()


def test_the_engine_itself_neither_imports_the_download_nor_knows_a_network() -> None:
    folder = Path(translog.__file__).parent
    imported = {
        name
        for path in folder.glob("*.py")
        for name in re.findall(r"^(?:from|import) ([\w.]+)", path.read_text("utf-8"), re.MULTILINE)
    }

    assert [name for name in imported if "standalone" in name] == []
    assert imported.isdisjoint({"urllib", "urllib.request", "socket", "http", "time", "random"})


def test_no_part_of_the_downloaded_program_hides_another() -> None:
    tree = ast.parse(python_verifier())
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]

    assert sorted(set(names)) == sorted(names)


def test_the_page_is_one_file_that_may_ask_nobody() -> None:
    page = browser_verifier([FORUM.key]).decode()

    assert re.findall(r"(?:src|href)=|https?://|url\(|@import|fetch\(|XMLHttp|{{", page) == []
    assert "default-src 'none'" in page
    assert FORUM.key.text in page


def test_a_name_of_a_key_cannot_break_out_of_the_page() -> None:
    wicked = VerifierKey("</script><script>alert(1)</script>", FORUM.key.public)

    assert "<script>alert" not in browser_verifier([wicked]).decode()


def test_every_sentence_of_the_page_is_there_in_every_language() -> None:
    page = browser_verifier().decode()
    found = re.search(r'id="texts">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    texts = json.loads(found[1])
    used = set(re.findall(r'data-(?:text|label)="(\w+)"', page))

    assert set(texts) == {"en", "ru", "be"}
    assert set(texts["en"]) == set(texts["ru"]) == set(texts["be"]) > used
    assert all(text.strip() for one in texts.values() for text in one.values())
    shown = dict(re.findall(r'data-text="(\w+)"[^>]*>([^<]+)<', page))
    assert {name: texts["en"][name] for name in shown} == shown


def test_the_page_says_what_is_not_proven(tmp_path: Path) -> None:
    texts = browser_verifier().decode()

    assert "does not prove that the text is lawful" in texts
    assert "не доказывает, что текст законен" in texts
    assert "не даказвае, што тэкст законны" in texts
