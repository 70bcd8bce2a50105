"""A client goes in; who the bot is comes out, asked of Slack once, and every delivery is made to name one and the same home.

In an Enterprise Grid organisation one installation serves many workspaces: an event may name none of them, a click the
clicker's own. What is kept by keyed hash must not depend on that, so that an asker is known again wherever they click.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from slack_bolt import BoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError


class NotKnownYetError(Exception):
    """Slack did not say who we are: the delivery is not acknowledged, so that Slack sends it again."""


@dataclass(frozen=True, slots=True)
class Oneself:
    """The bot as Slack knows it. ``is_org_wide``: installed once for a whole organisation."""

    bot_user: str = ""
    bot: str = ""
    team: str = ""
    organisation: str = ""
    is_org_wide: bool = False

    @property
    def home(self) -> str:
        """The one name under which everything of this installation is kept."""
        return self.organisation if self.is_org_wide and self.organisation else self.team


class Identity:
    """Asks ``auth.test`` once and remembers. Bolt acknowledges when Slack's own error is raised, so another one is."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._known: Oneself | None = None
        self._lock = Lock()

    def who(self) -> Oneself:
        """Who we are. Raises ``NotKnownYetError``."""
        with self._lock:
            if self._known is None:
                self._known = self._ask()
            return self._known

    def _ask(self) -> Oneself:
        try:
            reply = self._client.auth_test()
        except SlackApiError as problem:
            raise NotKnownYetError(f"auth.test: {problem.response.get('error')}") from problem
        user, bot, team, enterprise = (str(reply.get(key) or "") for key in ("user_id", "bot_id", "team_id", "enterprise_id"))
        return Oneself(user, bot, team, enterprise, bool(reply.get("is_enterprise_install")))


def authorize_as(identity: Identity, client: WebClient) -> Callable[..., AuthorizeResult]:
    """Bolt's ``authorize``: the same bot for every workspace of the organisation."""

    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        one = identity.who()
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_user_id=one.bot_user, bot_id=one.bot, bot_token=client.token
        )

    return authorize


def team_of(message: dict[str, Any]) -> str:
    """The workspace of who wrote a message, as the event names it; empty where it does not."""
    return str(message.get("user_team") or message.get("team") or "")


def at_home(identity: Identity) -> Callable[..., None]:
    """A middleware: whichever workspace a delivery names, the listeners read the installation's own."""

    def name(body: dict[str, Any], context: BoltContext, next: Callable[[], None]) -> None:
        home = identity.who().home
        if home:
            body.setdefault("user_team", body.get("team_id") if "command" in body else "")
            context["team_id"] = home
            if "command" in body:
                body["team_id"] = home
            elif body.get("type") != "event_callback":
                body["team"] = {**(body.get("team") or {}), "id": home}
        next()

    return name
