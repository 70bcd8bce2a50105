"""An address and an answer go in; a Slack message and its ts come out. Trouble is told in the words of ``policy.posting``."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.policy.talks.answer import Answer
from bot.policy.talks.posting import LookRefused, PostingProblem, RateLimited, Refused, Uncertain
from bot.policy.talks.talk import Address
from bot.slack.marks import nobody_marked
from bot.slack.posts.blocks import to_message
from bot.slack.posts.sharing import share_button
from bot.slack.posts.text import LONGEST_TEXT, cut, safe

EVENT_TYPE = "mayi_answer"
TIMEOUT_SECONDS = 10
PAGE = 200
MOST_PAGES = 10
PERHAPS_POSTED = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"})
TOO_MUCH = frozenset({"msg_blocks_too_long", "msg_too_long", "invalid_blocks", "invalid_blocks_format"})
"""Slack's limits are not all written down: what it finds too long is said again in plain words."""
LONGEST_SECTION = 2900
BROKEN_LINE = (OSError, http.client.HTTPException, SlackClientError)
"""Time-outs and broken connections: urllib's errors are OSErrors, a cut reply is an HTTPException."""


def reason_of(problem: Exception) -> str:
    """Slack's own word for what went wrong, else the kind of the broken line; for the log."""
    return str(problem.response.get("error")) if isinstance(problem, SlackApiError) else type(problem).__name__


def build_client(token: str, base_url: str = WebClient.BASE_URL) -> WebClient:
    """A client that never repeats a call by itself: repeating is the engine's, which looks first."""
    return WebClient(token=token, base_url=base_url, timeout=TIMEOUT_SECONDS, retry_handlers=[])


class Poster:
    """The port to Slack that the engine posts through. ``mark`` makes the asker's mark from team and user."""

    def __init__(self, client: WebClient, mark: Callable[[str, str], str] = nobody_marked) -> None:
        self._client = client
        self._mark = mark

    def post(self, address: Address, answer: Answer, key: str) -> str:
        """Post an answer with our key in its metadata; gives the message's ts. Raises a ``PostingProblem``."""
        text, blocks = to_message(answer, self._mark(address.team, address.user))
        return self._send("chat.postMessage", address, text, blocks, key, **_thread(address))

    def update(self, address: Address, answer: Answer, key: str, whole: bool = False) -> str:
        """Replace the bot's own message (``address.message_ts``). May be repeated. Raises a ``PostingProblem``."""
        text, blocks = to_message(answer, self._mark(address.team, address.user), whole)
        return self._send("chat.update", address, text, blocks, key, ts=address.message_ts)

    def tell(self, address: Address, words: str, key: str) -> str:
        """Post plain words (a correction's line, a reminder); gives the message's ts. Raises a ``PostingProblem``."""
        text = cut(safe(words), 2900)
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]
        return self._send("chat.postMessage", address, cut(text, LONGEST_TEXT), blocks, key, **_thread(address))

    def whisper(self, address: Address, answer: Answer) -> None:
        """Show all of an answer to one person of a channel, with nothing to press. Raises a ``PostingProblem``."""
        text, blocks = to_message(answer, whole=True)
        self._show(address, text, [block for block in blocks if block["type"] != "actions"])

    def hint(self, address: Address, words: str) -> None:
        """Show plain words to one person of a channel. Raises a ``PostingProblem``."""
        text = cut(safe(words), 2900)
        self._show(address, text, [{"type": "section", "text": {"type": "mrkdwn", "text": text}}])

    def _show(self, address: Address, text: str, blocks: list[dict[str, Any]]) -> None:
        to = {"channel": address.channel, "user": address.user, **_thread(address)}
        self._call("chat.postEphemeral", json={**to, "text": text, "blocks": blocks})

    def private(self, address: Address, answer: Answer, whole: bool = False) -> None:
        """Answer so that only the asker sees it, through the response_url (5 posts, 30 minutes); in place of the message that was
        clicked, where one was. Raises a ``PostingProblem``."""
        mark = self._mark(address.team, address.user)
        text, blocks = to_message(answer, mark, whole)
        self._by_hook(address, text, [*blocks, *share_button(answer, mark)], replace_original=bool(address.message_ts))

    def remark(self, address: Address, words: str) -> None:
        """Say something to the asker alone, where they just clicked. Raises a ``PostingProblem``."""
        text = cut(safe(words), 2900)
        self._by_hook(address, text, [{"type": "section", "text": {"type": "mrkdwn", "text": text}}])

    def put(self, address: Address, text: str, blocks: list[dict[str, Any]], key: str) -> str:
        """Post what was drawn elsewhere; gives the message's ts. Raises a ``PostingProblem``."""
        return self._send("chat.postMessage", address, text, blocks, key, **_thread(address))

    def change(self, address: Address, ts: str, text: str, blocks: list[dict[str, Any]], key: str) -> None:
        """Replace a message of our own by what was drawn elsewhere. May be repeated. Raises a ``PostingProblem``."""
        self._send("chat.update", address, text, blocks, key, ts=ts)

    def _by_hook(self, address: Address, text: str, blocks: list[dict[str, Any]], *, replace_original: bool = False) -> None:
        hook = WebhookClient(address.response_url, timeout=TIMEOUT_SECONDS, retry_handlers=[])
        how: dict[str, Any] = {"response_type": "ephemeral", "replace_original": replace_original}
        try:
            _send_by(hook, text=text, blocks=blocks, **how)
        except Refused as refused:
            if refused.reason not in TOO_MUCH:
                raise
            _send_by(hook, text=text, blocks=_plainly(text), **how)

    def find(self, address: Address, key: str, is_it: Callable[[dict[str, Any]], bool] = lambda _message: False) -> str | None:
        """The ts of the message that carries our key, None where the thread has none.

        ``is_it``: whether a bot's message that carries no key is the one all the same.
        Raises ``LookRefused`` where Slack does not let us look, ``RateLimited`` and ``Uncertain`` where it may later.
        """
        if address.private:
            raise LookRefused("private")
        arguments: dict[str, Any] = {"channel": address.channel, "include_all_metadata": True, "limit": PAGE}
        if address.thread_ts:
            arguments["ts"] = address.thread_ts
        for _ in range(MOST_PAGES):
            page = self._look("conversations.replies" if address.thread_ts else "conversations.history", arguments)
            for message in page.get("messages", []):
                metadata = message.get("metadata") or {}
                if metadata.get("event_type") == EVENT_TYPE:
                    found = metadata.get("event_payload", {}).get("key") == key
                else:
                    found = bool(message.get("bot_id")) and is_it(message)
                if found:
                    return str(message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return None
            arguments["cursor"] = cursor
        raise LookRefused("too_many_pages")

    def _send(self, method: str, address: Address, text: str, blocks: list[dict[str, Any]], key: str, **more: str) -> str:
        arguments = {
            "channel": address.channel,
            "text": text,
            "blocks": blocks,
            "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": key}},
            "unfurl_links": False,
            "unfurl_media": False,
            **more,
        }
        if method == "chat.update":
            del arguments["unfurl_links"], arguments["unfurl_media"]
        try:
            return str(self._call(method, json=arguments)["ts"])
        except Refused as refused:
            if refused.reason not in TOO_MUCH:
                raise
        arguments["blocks"] = _plainly(text)
        return str(self._call(method, json=arguments)["ts"])

    def _look(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        try:
            return self._call(method, params=arguments)
        except Refused as refused:
            raise LookRefused(refused.reason) from refused

    def _call(self, method: str, **how: Any) -> dict[str, Any]:
        try:
            reply = self._client.api_call(method, **how)
        except SlackApiError as problem:
            response: Any = problem.response
            data = response.data if isinstance(response.data, dict) else {}
            raise _problem(response.status_code, data, response.headers) from problem
        except BROKEN_LINE as problem:
            raise Uncertain(str(problem)) from problem
        return reply.data if isinstance(reply.data, dict) else {}


def _send_by(hook: WebhookClient, **what: Any) -> None:
    """One post to a response_url. Slack may say no in words, with a status of 200. Raises a ``PostingProblem``."""
    try:
        reply = hook.send(**what)
    except BROKEN_LINE as problem:
        raise Uncertain(str(problem)) from problem
    said = reply.body.strip()
    if reply.status_code == 200 and not said.startswith("{"):
        return
    try:
        told: dict[str, Any] = json.loads(said) if said.startswith("{") else {}
    except ValueError:
        told = {}
    if reply.status_code != 200 or told.get("ok") is False:
        raise _problem(reply.status_code, {"error": told.get("error") or said[:80]}, reply.headers)


def _plainly(text: str) -> list[dict[str, Any]]:
    """Where Slack has taken nothing: the verdict and what must hold are said all the same, without buttons."""
    return [{"type": "section", "text": {"type": "mrkdwn", "text": cut(text, LONGEST_SECTION)}}]


def _thread(address: Address) -> dict[str, str]:
    return {"thread_ts": address.thread_ts} if address.thread_ts else {}


def _problem(status: int, data: dict[str, Any], headers: Any) -> PostingProblem:
    """Slack's refusal in our words."""
    error = str(data.get("error") or f"http_{status}")
    if status == 429 or error in ("ratelimited", "rate_limited"):
        return RateLimited(_retry_after(headers))
    if status >= 500 or error in PERHAPS_POSTED:
        return Uncertain(error)
    return Refused(error)


def _retry_after(headers: Any) -> float:
    """Seconds to wait, at least one. Headers come as strings or lists, in any case."""
    for name, value in dict(headers or {}).items():
        if str(name).lower() == "retry-after":
            first = value[0] if isinstance(value, list) else value
            return max(1.0, float(first)) if str(first).replace(".", "", 1).isdigit() else 1.0
    return 1.0
