"""Somebody who is not signed in comes; with Slack's word (OpenID Connect) or a one-time link they are."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from bot.app import App
from bot.console.access import SIGN_INS_A_MINUTE, Access, is_from_here, person_of, role_of
from bot.console.deeds import keep_deed
from bot.console.doors import RefusedError, Role
from bot.console.pages import Pages

STATE_COOKIE = "mayi_signing_in"
STATE_SECONDS = 600
USER, TEAM = "https://slack.com/user_id", "https://slack.com/team_id"
LEEWAY_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Oidc:
    """Where and as what we ask Slack who somebody is."""

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str
    seconds: float = 10.0


def sign_in_pages(pages: Pages, oidc: Oidc | None) -> APIRouter:
    """The pages before the console."""
    router = APIRouter()

    @router.get("/console/sign-in")
    def sign_in(request: Request) -> Response:
        return _page(request, pages, has_slack=oidc is not None)

    _link_pages(router, pages)
    _slack_pages(router, pages.app, pages.access, oidc)
    return router


def _page(request: Request, pages: Pages, *, has_slack: bool = False, link: str = "") -> Response:
    """Who is signed in already may look at it, too: their word is in the form for the language."""
    signed = pages.access.known(request)
    return pages.renderer.page(request, "signin", csrf=signed.csrf if signed else "", has_slack=has_slack, link=link)


def _link_pages(router: APIRouter, pages: Pages) -> None:
    """By a link that holds once."""
    app, access = pages.app, pages.access

    @router.get("/console/link/{token}")
    def link(request: Request, token: str) -> Response:
        """A page with a button: what only looks at a link, such as a preview, does not use it up."""
        access.limit(request, SIGN_INS_A_MINUTE, "link")
        if not app.ledger.is_link(token, datetime.now(UTC)):
            raise RefusedError("console.error.link")
        return _page(request, pages, link=token)

    @router.post("/console/link")
    def use_link(request: Request, token: str = Form("")) -> Response:
        access.limit(request, SIGN_INS_A_MINUTE, "sign-in")
        if not is_from_here(request):
            raise RefusedError("console.error.form")
        found = app.ledger.use_link(token, datetime.now(UTC))
        if found is None:
            raise RefusedError("console.error.link")
        return _welcome(app, access, found[0], _role_today(app, found[0]))


def _slack_pages(router: APIRouter, app: App, access: Access, oidc: Oidc | None) -> None:
    """By Slack's word: there with a state and a nonce of ours, and back with them."""

    @router.get("/console/slack")
    def to_slack(request: Request) -> Response:
        access.limit(request, SIGN_INS_A_MINUTE, "sign-in")
        if oidc is None:
            raise RefusedError("console.error.no_slack")
        nonce = secrets.token_urlsafe(24)
        with _client(oidc) as client:
            where, state = client.create_authorization_url(_about(oidc)["authorization_endpoint"], nonce=nonce)
        response = RedirectResponse(where, status_code=303)
        access.remember(response, STATE_COOKIE, {"state": state, "nonce": nonce}, STATE_SECONDS)
        return response

    @router.get("/console/callback")
    def back(request: Request, code: str = "", state: str = "") -> Response:
        access.limit(request, SIGN_INS_A_MINUTE, "sign-in")
        kept = access.remembered(request, STATE_COOKIE, STATE_SECONDS)
        if oidc is None or not code or not kept or not secrets.compare_digest(kept["state"].encode(), state.encode()):
            raise RefusedError("console.error.slack")
        response = _welcome(app, access, *_one_of_ours(app, _claims(oidc, code, kept["nonce"])))
        response.delete_cookie(STATE_COOKIE, path="/console")
        return response


def _welcome(app: App, access: Access, user: str, role: Role) -> Response:
    """The way in for somebody whom we know now; that they came is a deed."""
    response = RedirectResponse("/console", status_code=303)
    access.begin(response, user, role)
    keep_deed(app, person_of(app, user, role), "sign_in")
    return response


def _one_of_ours(app: App, claims: dict[str, Any]) -> tuple[str, Role]:
    """Whom the claims name, and their role. Raises ``RefusedError`` where they have none, or are of another workspace."""
    user, team = str(claims.get(USER, "")), str(claims.get(TEAM, ""))
    return user, _role_today(app, user if team and team == app.slack.team() else "")


def _role_today(app: App, user: str) -> Role:
    """Raises ``RefusedError`` where they have none."""
    role = role_of(app, user)
    if role is None:
        raise RefusedError("console.error.stranger")
    return role


def _client(oidc: Oidc) -> Any:
    from authlib.integrations.httpx_client import OAuth2Client  # noqa: PLC0415 - 5 MB with what is below; few sign in

    return OAuth2Client(
        oidc.client_id, oidc.client_secret, scope="openid profile", redirect_uri=oidc.redirect_uri, timeout=oidc.seconds,
        token_endpoint_auth_method="client_secret_post",  # noqa: S106 - the name of a method
    )  # fmt: skip


def _about(oidc: Oidc) -> dict[str, Any]:
    """What the issuer says of itself. Raises ``RefusedError`` where it cannot be asked, or says it is somebody else."""
    try:
        reply = httpx.get(f"{oidc.issuer}/.well-known/openid-configuration", timeout=oidc.seconds)
        about: dict[str, Any] = reply.raise_for_status().json()
    except (httpx.HTTPError, ValueError) as problem:
        raise RefusedError("console.error.slack_away") from problem
    if about.get("issuer") != oidc.issuer:
        raise RefusedError("console.error.slack")
    return about


def _claims(oidc: Oidc, code: str, nonce: str) -> dict[str, Any]:
    """What the issuer says of who signed in: signed by it, for us, just now, for this very sign-in."""
    from authlib.integrations.base_client import OAuthError  # noqa: PLC0415 - as above
    from joserfc import jwt  # noqa: PLC0415 - as above
    from joserfc.errors import JoseError  # noqa: PLC0415 - as above
    from joserfc.jwk import KeySet  # noqa: PLC0415 - as above

    about = _about(oidc)
    try:
        with _client(oidc) as client:
            token = client.fetch_token(about["token_endpoint"], code=code, grant_type="authorization_code")
        keys = KeySet.import_key_set(httpx.get(about["jwks_uri"], timeout=oidc.seconds).raise_for_status().json())
        claims = jwt.decode(str(token["id_token"]), keys, algorithms=["RS256"]).claims
        registry = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS, now=int(time.time()),
            iss={"essential": True, "value": oidc.issuer}, aud={"essential": True, "value": oidc.client_id},
            exp={"essential": True}, nonce={"essential": True, "value": nonce},
        )  # fmt: skip
        registry.validate(claims)
    except (OAuthError, JoseError, KeyError, ValueError) as problem:
        raise RefusedError("console.error.slack") from problem
    except httpx.HTTPError as problem:
        raise RefusedError("console.error.slack_away") from problem
    return dict(claims)
