"""A visitor checks an entry of the register in a browser, from a file, without any server."""

import json
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from folkmoot.engines.translog.downloads import browser_verifier
from folkmoot.engines.translog.keys import VerifierKey
from folkmoot.engines.translog.notes import add_cosignature
from tests.browser.test_accessibility import OPTIONS
from tests.engines.translog.forge import CITY, DOCUMENT, FORUM, START, STRANGER, register, shown
from tests.engines.translog.test_verifying import false_bundles

pytestmark = pytest.mark.browser

ENTRIES = 1_000
BUDGET_MILLISECONDS = 100


@pytest.fixture(scope="module")
def bundle() -> bytes:
    forum = register(ENTRIES)
    note = add_cosignature(forum.head().note, witness=CITY, at=START)
    forum.take_cosignature(note, witness=CITY.key)
    return forum.bundle(700, disclosed=shown()).write()


def open_page(page: Any, folder: Path, *keys: VerifierKey) -> None:
    (folder / "verify.html").write_bytes(browser_verifier(keys))
    page.goto((folder / "verify.html").as_uri())


def give(page: Any, field: str, name: str, data: bytes) -> None:
    page.locator(f"#{field}").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )


def verdict(page: Any, bundle: bytes, document: bytes | None = None) -> str:
    """Give the files anew and wait for the answer to exactly these."""
    page.locator("#document").set_input_files([])
    page.locator("#bundle").set_input_files([])
    expect(page.locator("#result")).to_be_hidden()
    if document is not None:
        give(page, "document", "agreement.pdf", document)
    give(page, "bundle", "entry.json", bundle)
    expect(page.locator("#result")).to_be_visible()
    return str(page.locator("#result").get_attribute("data-verdict"))


def sentences(page: Any) -> set[str]:
    return {one.get_attribute("data-check") for one in page.locator("#checks li").all()}


def test_a_true_bundle_with_its_document_holds_at_once_and_no_host_is_asked(
    page: Any, tmp_path: Path, bundle: bytes
) -> None:
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda told: errors.append(told.text) if told.type == "error" else None)
    open_page(page, tmp_path, FORUM.key, CITY.key)

    assert verdict(page, bundle, DOCUMENT) == "holds"
    assert sentences(page) == {
        "signatureOk", "witnessesOk", "entryOk", "inclusionOk", "objectsOk", "documentOk",
    }  # fmt: skip
    expect(page.locator("#facts")).to_contain_text("700")
    expect(page.locator("#objects")).to_contain_text("Борис Вымышленный")
    times = []
    for _ in range(5):
        verdict(page, bundle, DOCUMENT)
        times.append(float(page.locator("#result").get_attribute("data-milliseconds")))
    assert sorted(times)[2] <= BUDGET_MILLISECONDS
    assert (errors, [one for one in asked if not one.startswith("file:")]) == ([], [])


def test_a_document_that_was_changed_is_refused(page: Any, tmp_path: Path, bundle: bytes) -> None:
    open_page(page, tmp_path, FORUM.key)

    assert verdict(page, bundle, DOCUMENT + b" ") == "fails"
    assert "documentBad" in sentences(page)
    assert verdict(page, bundle, DOCUMENT) == "holds"


def test_every_false_bundle_is_refused(page: Any, tmp_path: Path) -> None:
    true = register(300).bundle(7, disclosed=shown()).write()
    open_page(page, tmp_path, FORUM.key)

    assert verdict(page, true) == "holds"
    for name, (data, _) in false_bundles(true).items():
        if data:
            assert verdict(page, data) == "fails", name


def test_a_redacted_bundle_holds_and_says_what_is_withheld(page: Any, tmp_path: Path) -> None:
    open_page(page, tmp_path, FORUM.key)

    assert verdict(page, register(9).bundle(7, disclosed=shown()[:1]).write(), DOCUMENT) == "holds"
    expect(page.locator("[data-check=withheld]")).to_contain_text("signatories")


def test_without_a_key_from_elsewhere_nobodys_signature_is_claimed(
    page: Any, tmp_path: Path
) -> None:
    forged = register(9, signer=STRANGER).bundle(7).write()
    open_page(page, tmp_path)

    assert verdict(page, forged) == "holdsUntrusted"
    page.locator("#keys").fill(FORUM.key.text)
    expect(page.locator("#result")).to_have_attribute("data-verdict", "fails")
    page.locator("#keys").fill(FORUM.key.text[:-3])
    expect(page.locator("[data-check=keysBad]")).to_be_visible()


def test_a_browser_without_ed25519_says_so_and_claims_nothing(
    page: Any, tmp_path: Path, bundle: bytes
) -> None:
    page.add_init_script(
        "crypto.subtle.importKey = async () => {"
        " throw new DOMException('Unrecognized name.', 'NotSupportedError'); };"
    )
    open_page(page, tmp_path, FORUM.key)

    assert verdict(page, bundle, DOCUMENT) == "incomplete"
    expect(page.locator("#verdict")).to_contain_text("cannot check Ed25519")
    assert verdict(page, json.dumps({**json.loads(bundle), "proof": []}).encode()) == "fails"


def test_files_may_be_dropped_and_the_page_speaks_three_languages(
    page: Any, tmp_path: Path, bundle: bytes
) -> None:
    open_page(page, tmp_path, FORUM.key)
    page.evaluate(
        """([bundle, paper]) => {
          const files = new DataTransfer();
          files.items.add(new File([bundle], "entry.json"));
          files.items.add(new File([paper], "agreement.pdf"));
          const drop = new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true });
          document.getElementById("drop").dispatchEvent(drop);
        }""",
        [bundle.decode(), DOCUMENT.decode()],
    )

    expect(page.locator("[data-check=documentOk]")).to_be_visible()
    for name, title in [("Русский", "Проверка записи реестра"),
                        ("Беларуская", "Праверка запісу рэестра"),
                        ("English", "Check an entry of the register")]:  # fmt: skip
        page.get_by_role("button", name=name).click()
        expect(page).to_have_title(title)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator("#verdict")).to_have_text("Everything that was checked holds.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_can_be_used_by_everybody(
    browser: Any, tmp_path: Path, bundle: bytes, scheme: str, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    open_page(page, tmp_path, FORUM.key)
    faults = []
    for document in (DOCUMENT, b"another"):
        verdict(page, bundle, document)
        found = Axe().run(page, options=OPTIONS).response["violations"]
        faults += [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()

    assert faults == []
