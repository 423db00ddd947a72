"""``python -m tools.lighthouse.run [PAGE…]``: four scores for seven pages, on a phone and a desktop.

Loads the demonstration into a throw-away installation, serves it as ``folkmoot serve`` does,
signs in for the desk, and prints performance, accessibility, best practices and SEO. Exits 1
if any score is below :data:`LEAST`. Needs npm (with a registry) once and Chromium; Lighthouse
itself is kept in ``var/lighthouse``. Reports stay there too.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from bench.installation import ROOT, installation

LEAST = 95
HERE = Path(__file__).resolve().parent
FOLDER = ROOT / "var" / "lighthouse"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
CHROME_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
SCREENS = {"phone": (), "desktop": ("--preset=desktop",)}
SERIES = "/en/series/amber-road/"
EDITION = f"{SERIES}third/"
ACCOUNT = ("secretary@folkmoot.example", "amber-harbour-2031")


def main() -> int:
    """Score every page, or those named; 0 if all scores are high enough."""
    if not CHROMIUM or not shutil.which("npm"):
        print("Lighthouse needs Chromium and npm: install the packages chromium and npm.")
        return 1
    install()
    low = []
    with installation() as made:
        made.folkmoot("demo")
        with made.server() as server:
            headers = sign_in(server.address)
            pages = find_pages(server.address)
            chosen = {name: pages[name] for name in sys.argv[1:] or pages}
            print(f"{'page':12} {'screen':8} " + " ".join(f"{one:>14}" for one in CATEGORIES))
            for name, path in chosen.items():
                for screen, flags in SCREENS.items():
                    extra = headers if name == "desk" else {}
                    report = lighthouse(server.address + path, flags, extra)
                    (FOLDER / f"{name}-{screen}.json").write_text(json.dumps(report))
                    scores = [round(100 * report["categories"][one]["score"]) for one in CATEGORIES]
                    print(
                        f"{name:12} {screen:8} " + " ".join(f"{one:14}" for one in scores),
                        flush=True,
                    )
                    low += tell_losses(report) if min(scores) < LEAST else []
    return 1 if low else 0


def install() -> None:
    """Bring Lighthouse into its folder, unless it is there in the version asked for."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = (HERE / "package.json").read_text()
    kept = FOLDER / "package.json"
    if (FOLDER / "node_modules").is_dir() and kept.exists() and kept.read_text() == wanted:
        return
    kept.write_text(wanted)
    command = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(command, cwd=FOLDER, check=True)


def lighthouse(url: str, flags: tuple[str, ...], headers: dict[str, str]) -> dict[str, Any]:
    """One run over one address."""
    command = [
        str(FOLDER / "node_modules/.bin/lighthouse"), url, "--quiet", "--output=json",
        f"--chrome-flags={CHROME_FLAGS}", f"--only-categories={','.join(CATEGORIES)}",
        f"--extra-headers={json.dumps(headers)}", *flags,
    ]  # fmt: skip
    environment = {**os.environ, "CHROME_PATH": CHROMIUM, "CI": "1"}
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def tell_losses(report: dict[str, Any]) -> list[str]:
    """Print which audits cost points in the categories that are too low."""
    told = []
    for category in report["categories"].values():
        if round(100 * category["score"]) >= LEAST:
            continue
        for reference in category["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                shown = audit.get("displayValue", "")
                told.append(f"    {category['id']}: {audit['id']} {audit['score']} {shown}")
    print("\n".join(told), flush=True)
    return told


def find_pages(address: str) -> dict[str, str]:
    """The pages to score: the richest edition of the demonstration, and where it leads."""

    def first_link(path: str, pattern: str) -> str:
        with urllib.request.urlopen(address + path, timeout=60) as answer:
            found = re.search(rf'href="({pattern})[#"]', answer.read().decode())
        if not found:
            raise LookupError(f"{path} links to no {pattern}")
        return found.group(1)

    return {
        "home": "/en/",
        "series": SERIES,
        "edition": EDITION,
        "programme": f"{EDITION}programme/",
        "person": first_link(f"{EDITION}people/", "/en/people/[^/]+/"),
        "source": first_link(f"{EDITION}sources/", "/en/sources/[^/]+/"),
        "desk": "/en/desk/",
    }


def sign_in(address: str) -> dict[str, str]:
    """The headers of somebody who signed in with an account of the demonstration."""
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = address + "/en/accounts/login/"
    text = opener.open(page).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    if token is None:
        raise LookupError("the sign-in page has no form")
    sent = {"login": ACCOUNT[0], "password": ACCOUNT[1], "csrfmiddlewaretoken": token.group(1)}
    request = urllib.request.Request(page, urllib.parse.urlencode(sent).encode())
    # The address under test is not the configured one, so it vouches for itself.
    request.add_header("Referer", page)
    opener.open(request).close()
    cookies = {cookie.name: cookie.value or "" for cookie in jar}
    if "sessionid" not in cookies:
        raise PermissionError("the demonstration's account could not sign in")
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}


if __name__ == "__main__":
    sys.exit(main())
