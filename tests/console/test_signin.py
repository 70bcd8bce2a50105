"""Signing in with Slack, against a real OpenID Connect server on loopback that signs what it says."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from joserfc import jwt
from joserfc.jwk import RSAKey

from bot.console.doors import Role
from bot.console.signin import TEAM as TEAM_CLAIM
from bot.console.signin import USER, Oidc
from tests.console.place import PEOPLE, TEAM, Place, place_in

KEY, OTHER_KEY = RSAKey.generate_key(2048, {"kid": "one"}), RSAKey.generate_key(2048, {"kid": "one"})


@dataclass
class Issuer:
    """What the server says, and with which key it signs."""

    address: str = ""
    key: RSAKey = field(default_factory=lambda: KEY)
    claims: dict[str, Any] = field(default_factory=dict)
    nonce: str = ""
    says_issuer: str = ""


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    """The server, for one test."""
    state = Issuer()

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            at = state.address
            about = {
                "issuer": state.says_issuer or at,
                "authorization_endpoint": f"{at}/authorize",
                "token_endpoint": f"{at}/token",
            }
            pages = {
                "/.well-known/openid-configuration": {**about, "jwks_uri": f"{at}/keys"},
                "/keys": {"keys": [KEY.as_dict(private=False)]},
            }
            self._say(pages[self.path])

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            now = int(time.time())
            usual = {"iss": state.address, "aud": "app", "exp": now + 300, "iat": now, "nonce": state.nonce, TEAM_CLAIM: TEAM}
            token = jwt.encode({"alg": "RS256", "kid": "one"}, {**usual, **state.claims}, state.key)
            self._say({"ok": True, "access_token": "xoxp-x", "token_type": "Bearer", "id_token": token})

        def _say(self, value: dict[str, Any]) -> None:
            body = json.dumps(value).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    state.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield state
    server.shutdown()
    server.server_close()


@pytest.fixture
def place(tmp_path: Path, issuer: Issuer) -> Iterator[Place]:
    """A console that asks that server."""
    with place_in(tmp_path) as made:
        made.oidc = Oidc(issuer.address, "app", "the app's secret", "http://testserver/console/callback")
        yield made


def begin(client: TestClient, issuer: Issuer) -> str:
    """Go to the issuer; gives the state that it would send back."""
    where = client.get("/console/slack", follow_redirects=False).headers["location"]
    asked = parse_qs(urlsplit(where).query)
    assert where.startswith(f"{issuer.address}/authorize?") and asked["scope"] == ["openid profile"]
    issuer.nonce = asked["nonce"][0]
    return asked["state"][0]


@pytest.mark.parametrize("role", list(Role))
def test_whoever_slack_names_is_signed_in_in_their_role(place: Place, issuer: Issuer, role: Role) -> None:
    issuer.claims = {USER: PEOPLE[role]}
    with place.client() as client:
        state = begin(client, issuer)
        page = client.get("/console/callback", params={"code": "c", "state": state})
        assert page.url.path == "/console/matrix" and f"Name of {PEOPLE[role]}" in page.text
        assert client.get("/console/usage").status_code == (200 if role is Role.ADMIN else 403)


REFUSED: dict[str, dict[str, Any]] = {
    "another workspace's user": {TEAM_CLAIM: "T0OTHER001"},
    "a token for another app": {"aud": "other"},
    "a token of another issuer": {"iss": "https://evil.example"},
    "a token that is over": {"exp": 1_000_000_000},
    "a token of another sign-in": {"nonce": "other"},
    "a token that names nobody": {USER: ""},
}


@pytest.mark.parametrize("name", REFUSED)
def test_nobody_is_signed_in_by(place: Place, issuer: Issuer, name: str) -> None:
    issuer.claims = {USER: PEOPLE[Role.ADMIN], **REFUSED[name]}
    with place.client() as client:
        answer = client.get("/console/callback", params={"code": "c", "state": begin(client, issuer)})
        assert answer.status_code in {400, 403}
        assert client.get("/console/matrix").url.path == "/console/sign-in"


def test_a_token_that_another_key_signed_is_refused(place: Place, issuer: Issuer) -> None:
    issuer.claims, issuer.key = {USER: PEOPLE[Role.ADMIN]}, OTHER_KEY
    with place.client() as client:
        assert client.get("/console/callback", params={"code": "c", "state": begin(client, issuer)}).status_code == 400


@pytest.mark.parametrize(
    "given", [{"code": "c", "state": "other"}, {"code": "c"}, {"state": "x"}, {}, {"error": "access_denied"}]
)
def test_a_return_that_does_not_belong_to_this_browser_is_refused(place: Place, issuer: Issuer, given: dict[str, str]) -> None:
    issuer.claims = {USER: PEOPLE[Role.ADMIN]}
    with place.client() as client:
        begin(client, issuer)
        assert client.get("/console/callback", params=given).status_code == 400


def test_a_guest_of_the_workspace_is_refused(place: Place, issuer: Issuer) -> None:
    issuer.claims = {USER: "U0GUEST001"}
    place.barred.add("U0GUEST001")
    with place.client() as client:
        assert client.get("/console/callback", params={"code": "c", "state": begin(client, issuer)}).status_code == 403


def test_an_issuer_that_says_it_is_another_is_refused(place: Place, issuer: Issuer) -> None:
    issuer.says_issuer = "https://evil.example"
    with place.client() as client:
        assert client.get("/console/slack").status_code == 400


def test_an_issuer_that_is_away_is_said_to_be(tmp_path: Path) -> None:
    with place_in(tmp_path) as made:
        made.oidc = Oidc("http://127.0.0.1:9", "app", "secret", "http://testserver/console/callback", seconds=1)
        with made.client() as client:
            answer = client.get("/console/slack")
    assert answer.status_code == 503 and "Slack cannot be reached" in answer.text
