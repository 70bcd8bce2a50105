"""A call of a method in, how long Slack would have the app wait out; off until a test or the command line switches it on."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from typing import Any

from playground.clock import Clock

MINUTE = 60.0
PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}  # the "+" of Slack's tiers is left out: bursts are no promise
POSTS_APART = 1.0  # seconds between two messages in one channel
POSTING = 0  # the special tier of chat.postMessage
UNLIMITED = -1  # special tiers for which the docs give no figure


class Rates:
    """Slack's tiers: so many calls of a method within a minute, and one message a second in a channel."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.on = False
        self._calls: dict[str, deque[float]] = {}
        self._posts: dict[str, float] = {}

    def clear(self) -> None:
        self._calls.clear()
        self._posts.clear()

    def wait(self, name: str, tier: int, given: Mapping[str, Any]) -> int:
        """Whole seconds until this call may be tried again; 0 lets it pass and counts it."""
        if not self.on or tier == UNLIMITED:
            return 0
        now = self.clock.now()
        if tier == POSTING:
            channel = str(given.get("channel"))
            since = now - self._posts.get(channel, 0.0)
            if since < POSTS_APART:
                return max(1, math.ceil(POSTS_APART - since))
            self._posts[channel] = now
            return 0
        calls = self._calls.setdefault(name, deque())
        while calls and calls[0] <= now - MINUTE:
            calls.popleft()
        if len(calls) >= PER_MINUTE[tier]:
            return max(1, math.ceil(calls[0] + MINUTE - now))
        calls.append(now)
        return 0
