"""A message, an edit or a deletion goes in; where it is for the bot, an ``Incoming`` goes to the door."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from slack_bolt import App, BoltContext

from bot.policy.talks.incoming import OVERHEARD, REWORDED, Incoming
from bot.slack.doors.all import Doors
from bot.slack.files import file_names
from bot.slack.identity import team_of
from bot.slack.posts.text import calls_somebody, is_to_somebody_else, mentions, plain

KINDS = {"im": "dm", "mpim": "group", "group": "group", "channel": "channel"}
SPOKEN = (None, "file_share", "thread_broadcast", "me_message")
"""Subtypes of messages that a person wrote; all others are Slack's own remarks."""


def register(app: App, doors: Doors) -> None:
    """Listen to ``message`` with all its subtypes. What is not for the bot is acknowledged and forgotten."""

    @app.event("message")
    def on_message(event: dict[str, Any], context: BoltContext) -> None:
        subtype = event.get("subtype")
        bot, team = context.bot_user_id or "", context.team_id or ""
        incoming = None
        # a question that has replies is not deleted: it changes into a tombstone
        gone = subtype == "message_deleted" or event.get("message", {}).get("subtype") == "tombstone"
        if subtype == "message_changed" and not gone:
            incoming = edited(event, team, bot, doors)
        elif gone:
            incoming = deleted(event, team, bot, doors)
        elif subtype in SPOKEN:
            incoming = spoken(event, team, bot, doors) or overheard(event, team, bot, doors)
        if incoming is not None:
            doors.door(incoming)


def spoken(event: dict[str, Any], team: str, bot: str, doors: Doors) -> Incoming | None:
    """A direct message, or a reply in a thread where the bot has answered. A mention has its own event."""
    kind = _kind(event)
    if not _is_by_person(event, bot) or (kind != "dm" and mentions(event.get("text", ""), bot)):
        return None
    thread_ts = event.get("thread_ts", "")
    if kind != "dm" and is_to_somebody_else(event.get("text", ""), bot):
        return None
    if kind != "dm" and (not thread_ts or not doors.is_ours(team, event["channel"], thread_ts)):
        return None
    return Incoming(
        team=team,
        channel=event["channel"],
        channel_kind=kind,
        user=event["user"],
        text=plain(event.get("text", ""), bot),
        trigger="dm" if kind == "dm" else "thread",
        unique=event["ts"],
        ts=event["ts"],
        thread_ts=thread_ts or event["ts"],
        user_team=team_of(event),
        files=file_names(event),
    )


def overheard(event: dict[str, Any], team: str, bot: str, doors: Doors) -> Incoming | None:
    """What a person says to a whole channel in words alone, where the house answers that; it decides, and keeps nothing else."""
    text = event.get("text", "")
    if _kind(event) == "dm" or not _is_by_person(event, bot) or event.get("thread_ts") or not _is_words_alone(event):
        return None
    incoming = Incoming(
        team=team,
        channel=event["channel"],
        channel_kind=_kind(event),
        user=event["user"],
        text=plain(text, bot),
        trigger=OVERHEARD,
        unique=event["ts"],
        ts=event["ts"],
        thread_ts=event["ts"],
        user_team=team_of(event),
    )
    return incoming if doors.hears(incoming) else None


def edited(event: dict[str, Any], team: str, bot: str, doors: Doors) -> Incoming | None:
    """The new words of a question. Slack also reports a link's preview as an edit: the words are the same then."""
    message, before = event.get("message", {}), event.get("previous_message", {})
    same = message.get("text") == before.get("text")
    if same or not _is_by_person(message, bot) or message.get("subtype") not in SPOKEN:
        return None
    is_unasked = _is_overheard(event, team, bot, doors)
    if not is_unasked and not _is_for_us(event, team, bot, doors):
        return None
    edited_ts = message.get("edited", {}).get("ts") or event.get("event_ts") or event.get("ts", "")
    incoming = Incoming(
        team=team,
        channel=event["channel"],
        channel_kind=_kind(event),
        user=message["user"],
        text=plain(message.get("text", ""), bot),
        trigger=REWORDED if is_unasked else "edit",
        unique=f"{message['ts']}:{edited_ts}",
        ts=message["ts"],
        thread_ts=message.get("thread_ts") or message["ts"],
        user_team=team_of(message),
        files=file_names(message),
    )
    if is_unasked and not (_is_words_alone(message) and doors.hears(incoming)):
        return replace(incoming, text="", trigger="delete", files=())
    return incoming


def deleted(event: dict[str, Any], team: str, bot: str, doors: Doors) -> Incoming | None:
    """A question that was taken back: nothing of its words is handed on."""
    before = event.get("previous_message", {})
    ts = event.get("deleted_ts") or before.get("ts", "")
    if not ts or not _is_by_person(before, bot):
        return None
    if not _is_for_us(event, team, bot, doors) and not _is_overheard(event, team, bot, doors):
        return None
    return Incoming(
        team=team,
        channel=event["channel"],
        channel_kind=_kind(event),
        user=before["user"],
        text="",
        trigger="delete",
        unique=f"{ts}:deleted",
        ts=ts,
        thread_ts=before.get("thread_ts") or ts,
    )


def _is_for_us(event: dict[str, Any], team: str, bot: str, doors: Doors) -> bool:
    """Whether an edited or deleted message was a question: a direct message, a mention, or a reply in a thread of ours."""
    versions = [event.get("message") or {}, event.get("previous_message") or {}]
    if _kind(event) == "dm" or any(mentions(version.get("text", ""), bot) for version in versions):
        return True
    message = versions[0] or versions[1]
    return doors.is_ours(team, event["channel"], message.get("thread_ts") or message.get("ts", ""))


def _is_overheard(event: dict[str, Any], team: str, bot: str, doors: Doors) -> bool:
    """Whether an edited or deleted message is answered, or was, though no wording of it that we see calls the bot."""
    versions = [event.get("message") or {}, event.get("previous_message") or {}]
    if _kind(event) == "dm" or any(mentions(version.get("text", ""), bot) for version in versions):
        return False
    ts = versions[0].get("ts") or versions[1].get("ts", "")
    is_reply = any(version.get("thread_ts", ts) != ts for version in versions)
    return bool(ts) and not is_reply and doors.is_overheard(team, event["channel"], ts)


def _is_words_alone(message: dict[str, Any]) -> bool:
    """Whether it is nothing but words of a person, who calls nobody."""
    return not (
        message.get("subtype") or message.get("files") or message.get("attachments") or calls_somebody(message.get("text", ""))
    )


def _is_by_person(message: dict[str, Any], bot: str) -> bool:
    return bool(message.get("user")) and message.get("user") != bot and not message.get("bot_id")


def _kind(event: dict[str, Any]) -> str:
    return KINDS.get(event.get("channel_type", ""), "dm" if str(event.get("channel", "")).startswith("D") else "channel")
