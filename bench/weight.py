"""What the home page weighs in a browser that has never been here."""

import shutil
from dataclasses import dataclass

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes that travelled, with headers, and how many requests."""

    size_bytes: float
    requests: int


def weigh(address: str) -> Weight | None:
    """Open a page with an empty cache; ``None`` without Chromium."""
    if CHROMIUM is None:
        return None
    from playwright.sync_api import sync_playwright

    sizes: list[float] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page()
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.on(
            "Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"])
        )
        page.goto(address, wait_until="networkidle")
        browser.close()
    return Weight(sum(sizes), len(sizes))
