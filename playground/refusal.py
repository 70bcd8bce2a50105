"""A broken rule of Slack in, the error code and its explanation out."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


class Refused(Exception):  # noqa: N818 - Slack's own word for it is an error code, this carries one
    """Slack's answer `{"ok": false, "error": code}`; `messages` say what, where and what to do."""

    def __init__(self, code: str, *messages: str, **extra: Any) -> None:
        super().__init__(code, *messages)
        self.code = code
        self.messages = messages
        self.extra = extra

    def body(self) -> Json:
        """As the Web API words it."""
        body: Json = {"ok": False, "error": self.code, **self.extra}
        if self.messages:
            body["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in self.messages]}
            if self.code == "invalid_blocks":
                body["errors"] = list(self.messages)
        return body


class TooFast(Refused):
    """HTTP 429; `seconds` go into Retry-After."""

    def __init__(self, seconds: float) -> None:
        super().__init__("ratelimited")
        self.seconds = seconds
