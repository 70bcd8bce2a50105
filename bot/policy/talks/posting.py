"""What can go wrong when something is posted or looked for: the four outcomes that the rooms tell each other by raising them."""

from __future__ import annotations


class PostingProblem(Exception):  # noqa: N818 - an outcome that is acted upon, not a fault of ours
    """A post, an update or a look that did not end well."""


class RateLimited(PostingProblem):
    """Surely not posted: asked to wait. ``retry_after_seconds`` is what the other side wants."""

    def __init__(self, retry_after_seconds: float) -> None:
        super().__init__(f"asked to wait {retry_after_seconds:g} s")
        self.retry_after_seconds = retry_after_seconds


class Uncertain(PostingProblem):
    """It may have been posted and it may not: a time-out, a broken connection, a server error."""


class Refused(PostingProblem):
    """Surely not posted, and trying again will not help (channel gone, not a member). ``reason`` is Slack's own word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class LookRefused(PostingProblem):
    """The look for our own key in a thread is not allowed, or cannot be done (a private answer has none)."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
