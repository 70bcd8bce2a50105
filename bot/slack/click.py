"""The payload of a click goes in; who clicked where, and on whose answer, comes out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.policy.deciding.ticks import BETWEEN
from bot.policy.talks.talk import Address
from bot.slack.doors.all import Doors
from bot.slack.marks import Mark, from_block_id
from bot.slack.posts.kit import NO_VALUE
from bot.slack.posts.post import BROKEN_LINE, TIMEOUT_SECONDS, reason_of
from bot.slack.posts.text import safe

OK = 200
log = logging.getLogger("bot.slack.click")


@dataclass(frozen=True, slots=True)
class Click:
    """One click on one of the bot's messages."""

    mark: Mark
    team: str
    channel: str
    channel_kind: str
    user: str
    message_ts: str
    thread_ts: str
    action_ts: str
    value: str
    trigger_id: str
    response_url: str
    user_team: str = ""

    @property
    def is_private(self) -> bool:
        return self.channel_kind == "private"


def read_click(body: dict[str, Any]) -> Click:
    """Read a ``block_actions`` payload. An ephemeral message has no thread of ours: it is answered through response_url."""
    action = body["actions"][0]
    container = body.get("container", {})
    channel = body.get("channel", {}).get("id") or container.get("channel_id", "")
    message = body.get("message", {})
    ticked = BETWEEN.join(one["value"] for one in action.get("selected_options", ()))
    value = action.get("value") or ticked or (action.get("selected_option") or {}).get("value", "")
    message_ts = message.get("ts") or container.get("message_ts", "")
    kind = "dm" if channel.startswith("D") else "group" if channel.startswith("G") else "channel"
    return Click(
        mark=from_block_id(action.get("block_id", "")),
        team=(body.get("team") or {}).get("id") or body["user"].get("team_id", ""),
        channel=channel,
        channel_kind="private" if container.get("is_ephemeral") else kind,
        user=body["user"]["id"],
        message_ts=message_ts,
        thread_ts=message.get("thread_ts") or container.get("thread_ts") or message_ts,
        action_ts=action.get("action_ts", ""),
        value="" if value == NO_VALUE else value,
        trigger_id=body.get("trigger_id", ""),
        response_url=body.get("response_url", ""),
        user_team=body["user"].get("team_id") or "",
    )


def is_in_form(body: dict[str, Any]) -> bool:
    """Whether it was on a form or a page, and not on a message."""
    return bool(body.get("view"))


def is_on_message(body: dict[str, Any]) -> bool:
    """Whether it was on one of our messages."""
    return not is_in_form(body)


def address_of(click: Click) -> Address:
    """Where the message stands that was clicked."""
    thread = click.thread_ts if click.thread_ts != click.message_ts else ""
    return Address(click.team, click.channel, click.user, thread, click.message_ts, click.response_url)


def is_asker(click: Click, doors: Doors) -> bool:
    """Whether the one who clicked is the one who asked."""
    return not click.mark.asker or click.mark.asker == doors.mark(click.team, click.user)


def whisper(click: Click, words: str, client: WebClient) -> None:
    """Say something that only the one who clicked sees: where they clicked, else in a direct message.

    Where Slack refuses both, the log says so and nothing else breaks.
    """
    if not (click.is_private and click.response_url and by_hook(click.response_url, words)):
        _by_message(click, words, client)


def by_hook(hook: str, words: str, blocks: list[dict[str, Any]] | None = None) -> bool:
    """A response_url lives for half an hour and five posts; False where it is over."""
    client = WebhookClient(hook, timeout=TIMEOUT_SECONDS, retry_handlers=[])
    try:
        return client.send(text=words, blocks=blocks, response_type="ephemeral", replace_original=False).status_code == OK
    except BROKEN_LINE as problem:
        log.warning("a private remark did not go through its response_url: %s", type(problem).__name__)
        return False


def _by_message(click: Click, words: str, client: WebClient) -> None:
    try:
        if click.channel:
            thread = click.thread_ts if click.thread_ts != click.message_ts else None
            client.chat_postEphemeral(channel=click.channel, user=click.user, text=words, thread_ts=thread)
        else:  # a click in a form: there is no place to say it but the person's own
            client.chat_postMessage(channel=click.user, text=words)
    except (SlackApiError, *BROKEN_LINE) as problem:
        log.warning("a private remark could not be sent: %s", reason_of(problem))


def taking(take: Callable[[Ack, dict[str, Any]], None], doors: Doors, client: WebClient) -> Callable[[Ack, dict[str, Any]], None]:
    """A door for clicks: Slack does not send a click again, so a failure is told to the one who clicked."""

    def guarded(ack: Ack, body: dict[str, Any]) -> None:
        try:
            take(ack, body)
        except Exception:
            log.exception("a click was not taken in")
            ack()
            _sorry(body, doors, client)

    return guarded


def working(listener: Callable[[dict[str, Any]], None], doors: Doors, client: WebClient) -> Callable[[dict[str, Any]], None]:
    """The same for what is done once Slack is answered."""

    def guarded(body: dict[str, Any]) -> None:
        try:
            listener(body)
        except Exception:
            log.exception("a click was not worked on")
            _sorry(body, doors, client)

    return guarded


def _sorry(body: dict[str, Any], doors: Doors, client: WebClient) -> None:
    click = read_click(body)
    whisper(click, safe(doors.texts(click.mark.language, "slack.failed")), client)


def acknowledge(ack: Ack) -> None:
    """Nothing to keep before Slack is answered: what there is to do comes after it."""
    ack()
