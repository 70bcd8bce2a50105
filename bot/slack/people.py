"""A Slack user id goes in; what Slack knows of them comes out: mail domain, user groups, guest or stranger. Kept an hour."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.policy.talks.admission import GUEST, STAFF, STRANGER, UNKNOWN
from bot.slack.identity import Oneself
from bot.slack.posts.post import BROKEN_LINE

KEPT_SECONDS = 3600
log = logging.getLogger("bot.slack.people")


@dataclass(frozen=True, slots=True)
class Seen:
    """What Slack knows of somebody, as far as people.yaml may ask. ``domain``: ``@example.org`` or empty."""

    domain: str = ""
    groups: frozenset[str] = frozenset()


class People:
    """Looks people up. Where Slack does not say, they are unknown, and the policy's assumptions hold."""

    def __init__(
        self, client: WebClient, clock: Callable[[], float] = time.monotonic, who: Callable[[], Oneself] = Oneself
    ) -> None:
        self._client = client
        self._clock = clock
        self._who = who
        self._lock = Lock()
        self._users: dict[str, tuple[float, dict[str, Any]]] = {}
        self._members: tuple[float, dict[str, frozenset[str]]] | None = None

    def of(self, user: str) -> Seen:
        """What is known of one user, for people.yaml. The address of somebody of another organisation is whatever that
        organisation wrote, so it is of no domain."""
        known = self._user(user)
        _, at, domain = str((known.get("profile") or {}).get("email", "")).lower().rpartition("@")
        is_believed = at and not self._is_stranger(known)
        return Seen(f"@{domain}" if is_believed else "", self._groups_of(user))

    def name(self, user: str) -> str:
        """How people here call somebody; their id where Slack does not say."""
        profile = self._user(user).get("profile") or {}
        return str(profile.get("display_name") or profile.get("real_name") or user)

    def language(self, user: str) -> str:
        """The language that somebody reads Slack in (``nl``); empty where Slack does not say."""
        return str(self._user(user).get("locale") or "").partition("-")[0].lower()

    def has_left(self, user: str) -> bool:
        """Whether Slack knows that somebody is no longer there; who cannot be asked about has not."""
        return bool(self._user(user).get("deleted"))

    def standing(self, user: str, user_team: str = "") -> str:
        """Staff, guest, stranger (of another organisation, or no longer of ours) or unknown.

        ``user_team``: the workspace that the delivery named. Where Slack cannot be asked, only our own counts as staff's.
        """
        known = self._user(user)
        if not known:
            return STAFF if user_team and user_team == self._who().team else UNKNOWN
        if known.get("deleted") or self._is_stranger(known):
            return STRANGER
        return GUEST if known.get("is_restricted") or known.get("is_ultra_restricted") else STAFF

    def _is_stranger(self, known: dict[str, Any]) -> bool:
        return bool(known.get("is_stranger")) or not _is_of_ours(known, self._who())

    def _user(self, user: str) -> dict[str, Any]:
        """Slack's record of a user; empty where it cannot be had, which is not remembered."""
        now = self._clock()
        with self._lock:
            kept = self._users.get(user)
        if kept and now - kept[0] < KEPT_SECONDS:
            return kept[1]
        found: dict[str, Any] = self._ask("users.info", user=user, include_locale="true").get("user") or {}
        if found:
            with self._lock:
                self._users[user] = (now, found)
        return found

    def _groups_of(self, user: str) -> frozenset[str]:
        now = self._clock()
        with self._lock:
            known = self._members
        if known is None or now - known[0] >= KEPT_SECONDS:
            groups = self._ask("usergroups.list", include_users="true").get("usergroups")
            if groups is None:  # what could not be asked is not remembered; who was in which group an hour ago still is
                return frozenset(group for group, members in (known[1] if known else {}).items() if user in members)
            known = (now, {group["id"]: frozenset(group.get("users") or ()) for group in groups})
            with self._lock:
                self._members = known
        return frozenset(group for group, members in known[1].items() if user in members)

    def _ask(self, method: str, **arguments: str) -> dict[str, Any]:
        try:
            reply = self._client.api_call(method, params=arguments)
        except (SlackApiError, *BROKEN_LINE) as problem:
            log.warning("%s could not be asked: %s", method, type(problem).__name__)
            return {}
        return reply.data if isinstance(reply.data, dict) else {}


def _is_of_ours(known: dict[str, Any], own: Oneself) -> bool:
    """Of our workspace, or of our organisation. A record that names neither is Slack's old kind, of one workspace only."""
    team = str(known.get("team_id") or "")
    organisation = str((known.get("enterprise_user") or {}).get("enterprise_id") or "")
    if own.organisation and own.organisation in (organisation, team):
        return True
    return not team or not own.team or team == own.team
