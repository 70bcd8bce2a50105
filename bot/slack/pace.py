"""What somebody sends in a chat goes in, and is taken in at a human pace: what is too much at once is not read, and told so."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Lock

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from bot.policy.talks.incoming import UNASKED, Incoming
from bot.slack.agent.polite import Polite
from bot.slack.click import by_hook
from bot.slack.doors.all import DEED, GESTURE, WORD

OF_A_PERSON: tuple[RateLimitItem, ...] = (RateLimitItemPerMinute(20), RateLimitItemPerHour(300))
"""More than anybody asks, clicks and corrects."""
OF_GESTURES: tuple[RateLimitItem, ...] = (RateLimitItemPerMinute(120), RateLimitItemPerHour(1200))
"""More than anybody clicks and types in a form on the way to what it is for."""
OF_A_CHANNEL: tuple[RateLimitItem, ...] = (RateLimitItemPerMinute(60),)
"""More than people who talk with each other ask."""
A_WORD = RateLimitItemPerMinute(1)
"""How often somebody is told: whoever floods is not answered with a flood."""
OF = {DEED: OF_A_PERSON, GESTURE: OF_GESTURES, WORD: (A_WORD,)}
Hook = Callable[[str, str], bool]
"""An address that Slack gave for a while, and words -> whether they went there."""
log = logging.getLogger("mayi.pace")


class Pace:
    """The door, for as much as it takes at once. Each process counts what comes to it."""

    def __init__(
        self, door: Callable[[Incoming], None], polite: Polite, words: Callable[[str], str], hook: Hook = by_hook
    ) -> None:
        self._door, self._polite, self._words, self._hook = door, polite, words, hook
        self._limits = MovingWindowRateLimiter(MemoryStorage())
        self._one_by_one = Lock()

    def __call__(self, incoming: Incoming) -> None:
        """Take it in, or tell its author, if they put it to us. What is deleted is always taken in: that erases."""
        if incoming.trigger == "delete" or self._is_within(incoming):
            self._door(incoming)
            return
        if incoming.trigger not in UNASKED and self._limits.hit(A_WORD, "told", incoming.team, incoming.user):
            log.warning("somebody sends more than %s: it is not read", " or ".join(map(str, (*OF_A_PERSON, *OF_A_CHANNEL))))
            place = {"thread_ts": incoming.thread_ts} if incoming.thread_ts not in ("", incoming.ts) else {}
            to = {"channel": incoming.channel, "user": incoming.user, **place}
            words = self._words(incoming.user)
            if not (incoming.response_url and self._hook(incoming.response_url, words)):
                self._polite("chat.postEphemeral", **to, text=words)

    def _is_within(self, incoming: Incoming) -> bool:
        """A talk with the bot alone is no channel of others. What is not within is counted nowhere."""
        mine = [(item, "person", incoming.user) for item in OF_A_PERSON]
        theirs = [(item, "channel", incoming.channel) for item in OF_A_CHANNEL if incoming.channel_kind != "dm"]
        return self._hit([(item, (what, incoming.team, who)) for item, what, who in (*mine, *theirs)])

    def within(self, what: str, team: str, user: str) -> bool:
        """Whether something that is no message is taken in: a form, a command, a click. Counted beside the messages."""
        return self._hit([(item, (what, team, user)) for item in OF[what]])

    def _hit(self, all_: list[tuple[RateLimitItem, tuple[str, str, str]]]) -> bool:
        with self._one_by_one:
            if not all(self._limits.test(item, *of) for item, of in all_):
                return False
            for item, of in all_:
                self._limits.hit(item, *of)
        return True
