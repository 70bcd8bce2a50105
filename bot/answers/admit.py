"""An address goes in; why it is not answered comes out, empty where it is: who may ask, and in which channels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.policy.house import Audience
from bot.policy.talks.admission import CHANNEL, UNKNOWN, barred
from bot.policy.talks.talk import Address

TALK = "D"
"""Ids of direct messages begin so: they are no channel."""


@dataclass(frozen=True, slots=True)
class Admit:
    """Whom the policy answers. What cannot be known is decided to the careful side."""

    audience: Callable[[], Audience]
    standing: Callable[[str, str], str]
    """User and the workspace that the delivery named -> staff, guest, stranger or unknown."""
    is_one_of: Callable[[str, tuple[str, ...]], bool | None]
    """Channel id, names and ids -> whether it is one of them; None where that cannot be known now."""

    def __call__(self, address: Address) -> str:
        """``guest``, ``stranger``, ``unknown``, ``channel``, or empty."""
        return self.person(address.user, address.user_team) or self.channel(address.channel)

    def person(self, user: str, user_team: str) -> str:
        """The same for a person, wherever they are."""
        audience = self.audience()
        if not user or (audience.guests and audience.other_organisations):
            return ""
        return barred(audience, self.standing(user, user_team))

    def channel(self, channel: str) -> str:
        """The same for a channel, whoever asks."""
        audience = self.audience()
        if channel.startswith(TALK) or not (audience.allow or audience.deny):
            return ""
        denied = bool(audience.deny) and self.is_one_of(channel, audience.deny)
        allowed = not audience.allow or self.is_one_of(channel, audience.allow)
        if denied is None or allowed is None:
            return UNKNOWN
        return CHANNEL if denied or not allowed else ""
