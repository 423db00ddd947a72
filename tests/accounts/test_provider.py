"""People with an account may sign in at the provider the operator chose; strangers may not."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from folkmoot.rooms.accounts.models import User

pytestmark = pytest.mark.django_db


class Provider(ThreadingHTTPServer):
    """A small OpenID Connect provider that vouches for whatever ``person`` says."""

    person: dict[str, Any]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def answer(self, path: str) -> dict[str, Any]:
        ours = self.address
        return {
            "/.well-known/openid-configuration": {
                "issuer": ours,
                "authorization_endpoint": f"{ours}/authorize",
                "token_endpoint": f"{ours}/token",
                "userinfo_endpoint": f"{ours}/person",
                "jwks_uri": f"{ours}/keys",
            },
            "/token": {"access_token": "a", "token_type": "Bearer"},
            "/person": self.person,
        }[path]


class Answers(BaseHTTPRequestHandler):
    """Answers as the provider says."""

    server: Provider

    def do_GET(self) -> None:
        body = json.dumps(self.server.answer(urlsplit(self.path).path)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    server = Provider(("127.0.0.1", 0), Answers)
    server.person = {"sub": "17", "email": "ilo@forum.example", "email_verified": True}
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    app = {
        "provider_id": "oidc",
        "name": "Union Login",
        "client_id": "folkmoot",
        "secret": "s",
        "settings": {"server_url": server.address},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def sign_in_at_provider(client: Client) -> Any:
    """Follow the way there and back again."""
    there = client.post("/en/accounts/oidc/oidc/login/")
    asked = parse_qs(urlsplit(there["Location"]).query)
    callback = urlsplit(asked["redirect_uri"][0]).path
    return client.get(callback, {"code": "c", "state": asked["state"][0]}, follow=True)


def is_signed_in(client: Client) -> bool:
    return client.get("/en/accounts/").status_code == 200


@pytest.mark.parametrize("language", ["en", "ru", "be"])
def test_the_provider_is_told_one_address_whatever_the_language(language, client, provider):
    there = client.post(f"/{language}/accounts/oidc/oidc/login/")

    asked = parse_qs(urlsplit(there["Location"]).query)
    assert asked["redirect_uri"] == ["http://testserver/accounts/oidc/oidc/login/callback/"]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_who_comes_back_from_the_provider_goes_on_in_their_own_language(
    language, client, account, provider
):
    user = account()
    User.objects.filter(pk=user.pk).update(language=language)

    arrived = sign_in_at_provider(client)

    assert arrived.redirect_chain[0][0].startswith(f"/{language}/")


def test_a_known_verified_address_signs_in(client, account, provider):
    account()

    assert b"Union Login" in client.get("/en/accounts/login/").content
    sign_in_at_provider(client)

    assert is_signed_in(client)


@pytest.mark.parametrize(
    "person",
    [
        {"sub": "18", "email": "who@forum.example", "email_verified": True},
        {"sub": "19", "email": "ilo@forum.example", "email_verified": False},
    ],
)
def test_a_stranger_or_an_unverified_address_does_not(person, client, account, provider):
    account()
    provider.person = person

    sign_in_at_provider(client)

    assert not is_signed_in(client)
    assert User.objects.count() == 1


def test_without_a_provider_the_sign_in_page_offers_none(client):
    assert b"oidc" not in client.get("/en/accounts/login/").content
