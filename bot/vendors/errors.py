"""What keeps a page of terms from being read, as exceptions of this room; each says in plain words why."""

from __future__ import annotations

from bot.policy.vendors.watching import Look


class UnreadError(Exception):
    """A page that cannot be read now. ``look``: blocked, moved, broken or emptied; the message says why."""

    def __init__(self, look: Look, why: str, *, status: int = 0, url: str = "", wait_seconds: float = 0) -> None:
        super().__init__(why)
        self.look = look
        self.why = why
        self.status = status
        self.url = url
        self.wait_seconds = wait_seconds


class RefusedAddressError(UnreadError):
    """An address inside our own network, or one that could lead there. It is never asked."""

    def __init__(self, host: str, why: str) -> None:
        super().__init__(Look.BROKEN, f"{host} {why}; only public addresses are read")
