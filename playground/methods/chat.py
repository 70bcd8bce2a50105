"""Arguments of chat.* in, messages in channels out."""

from __future__ import annotations

import json
from typing import Any

from playground import limits
from playground.blocks import checked_message_blocks
from playground.rates import POSTING, UNLIMITED
from playground.refusal import Json, Refused
from playground.registry import Args, method
from playground.workspace import Channel, with_blocks
from playground.world import World

METADATA_BYTES = 16_000


def writable(world: World, channel_id: Any) -> Channel:
    """The channel an app may post in: an id, `#name`, or a person's id (their DM). Raises Refused."""
    space = world.space
    if isinstance(channel_id, str) and channel_id in space.people:
        return space.dm(world.company.app.bot_user, channel_id)
    if isinstance(channel_id, str) and channel_id not in space.channels:
        named = channel_id.removeprefix("#")
        channel_id = next((c.id for c in space.channels.values() if c.name and c.name == named), channel_id)
    channel = space.channel(channel_id)
    if channel.archived:
        raise Refused("is_archived")
    if not space.bot_in(channel) and not (channel.kind == "channel" and "chat:write.public" in world.company.app.scopes):
        raise Refused("not_in_channel" if channel.kind == "channel" else "channel_not_found")
    return channel


def content(args: Args) -> Json:
    """text, blocks, attachments and metadata, checked; raises Refused."""
    text = args.text("text")
    blocks = checked_message_blocks(args.json("blocks", "invalid_blocks_format"))
    attachments = checked_attachments(args.json("attachments"))
    if written := args.text("markdown_text"):
        if text or blocks:
            raise Refused("markdown_text_conflict", "`markdown_text` stands alone, without `text` and `blocks`")
        if len(written) > limits.MARKDOWN:
            raise Refused("msg_too_long", f"markdown_text holds {len(written)} characters, at most {limits.MARKDOWN} fit")
        text, blocks = written, checked_message_blocks([{"type": "markdown", "text": written}])
    if not text and not blocks and not attachments:
        raise Refused("no_text")
    if text and len(text) > limits.MESSAGE_TEXT:
        raise Refused("msg_too_long", f"text holds {len(text)} characters, at most {limits.MESSAGE_TEXT} fit")
    made: Json = {"text": text or "", **({"blocks": blocks} if blocks else {})}
    if attachments:
        made["attachments"] = attachments
    if (metadata := checked_metadata(args.json("metadata", "invalid_metadata_format"))) is not None:
        made["metadata"] = metadata
    return made


def checked_attachments(attachments: Any) -> list[Json]:
    """The older form of blocks, still used for a coloured bar; raises Refused."""
    if not attachments:
        return []
    if not isinstance(attachments, list) or not all(isinstance(one, dict) for one in attachments):
        raise Refused("invalid_attachments", "must be a list of objects [json-pointer:/attachments]")
    if len(attachments) > limits.ATTACHMENTS:
        raise Refused("too_many_attachments")
    made = []
    for number, one in enumerate(attachments, 1):
        shown = {"id": number, "fallback": one.get("text") or "[no preview available]", **one}
        if "blocks" in one:
            shown["blocks"] = checked_message_blocks(one["blocks"])
        made.append(shown)
    return made


def checked_metadata(metadata: Any) -> Json | None:
    """Message metadata; raises Refused."""
    if metadata is None or metadata == {}:
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str) or not metadata["event_type"]:
        raise Refused("invalid_metadata_format", "metadata needs `event_type`, a text")
    if not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_format", "metadata needs `event_payload`, an object")
    if len(json.dumps(metadata).encode()) > METADATA_BYTES:
        raise Refused("metadata_too_large")
    return {"event_type": metadata["event_type"], "event_payload": metadata["event_payload"]}


def own_message(world: World, channel: Channel, ts: Any, code: str) -> Json:
    """A message that this app wrote; raises Refused."""
    message = world.space.message(channel, ts)
    if message.get("bot_id") != world.company.app.bot:
        raise Refused(code)
    return message


def signed(world: World, args: Args) -> Json:
    """Who a message is from: the app, under another name where it asked for one; raises Refused."""
    made: Json = {**world.team_fields(), "bot_profile": bot_profile(world)}
    other = {key: args.text(key) for key in ("username", "icon_emoji", "icon_url") if args.text(key)}
    if other and world.company.app.scopes and "chat:write.customize" not in world.company.app.scopes:
        needed = "chat:write.customize"
        raise Refused("missing_scope", needed=needed, provided=",".join(world.company.app.scopes))
    if "username" in other:
        made["username"] = other["username"]
    if icons := {key.removeprefix("icon_"): value for key, value in other.items() if key != "username"}:
        made["icons"] = icons
    return made


def bot_profile(world: World) -> Json:
    """What Slack tells of the app beside each of its messages."""
    app = world.company.app
    return {"id": app.bot, "app_id": app.id, "name": app.name, "deleted": False, "updated": 0, "team_id": world.company.team_id}


def in_thread(args: Args) -> Json:
    """`thread_ts` as a field of the message, where it was given; raises Refused."""
    thread_ts = args.text("thread_ts")
    if thread_ts is None:
        return {}
    if not thread_ts:
        raise Refused("invalid_thread_ts")
    return {"thread_ts": thread_ts}


@method("chat.postMessage", needs=("channel",), scope=("chat:write",), tier=POSTING)
def post_message(world: World, args: Args) -> Json:
    channel = writable(world, args.given.get("channel"))
    message: Json = {"type": "message", **signed(world, args), **content(args), **in_thread(args)}
    if "thread_ts" in message and args.flag("reply_broadcast"):
        message["subtype"] = "thread_broadcast"
    sent = world.space.add_message(channel, message)
    if args.step:
        world.of_step[f"{channel.id} {sent['ts']}"] = args.step
    return {"channel": channel.id, "ts": sent["ts"], "message": shown(sent)}


@method("chat.update", needs=("channel", "ts"), scope=("chat:write",))
def update(world: World, args: Args) -> Json:
    channel = writable(world, args.given.get("channel"))
    message = own_message(world, channel, args.text("ts"), "cant_update_message")
    stream = world.streams.get((channel.id, message["ts"]))
    if stream is not None and stream.until > world.clock.now():
        raise Refused("streaming_state_conflict", "the message is still being streamed; stop the stream first")
    new = content(args)
    if (size := len(new["text"].encode())) > limits.UPDATE_TEXT:
        raise Refused("msg_too_long", f"text holds {size} bytes, at most {limits.UPDATE_TEXT} fit in an update")
    # Docs of chat.update: old blocks stay only where no text is given; text without blocks takes their place.
    changes: Json = {**({"blocks": None} if new["text"] else {}), **new}
    if args.json("attachments") == []:  # the way to take them away
        changes["attachments"] = None
    if "streaming_state" in message:
        changes["streaming_state"] = "completed"
    world.space.edit_message(channel, message, changes, by=world.company.app.bot_user)
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": shown(message)}


@method("chat.delete", needs=("channel", "ts"), scope=("chat:write",))
def delete(world: World, args: Args) -> Json:
    channel = writable(world, args.given.get("channel"))
    message = own_message(world, channel, args.text("ts"), "cant_delete_message")
    world.space.delete_message(channel, message)
    return {"channel": channel.id, "ts": message["ts"]}


@method("chat.postEphemeral", needs=("channel", "user"), scope=("chat:write",), tier=4)
def post_ephemeral(world: World, args: Args) -> Json:
    channel = writable(world, args.given.get("channel"))
    user = args.need("user")
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    made = {"type": "message", **signed(world, args), **content(args)}
    if thread_ts := args.text("thread_ts"):
        made["thread_ts"] = world.space.message(channel, thread_ts, "cannot_reply_to_message").get("thread_ts", thread_ts)
    return {"message_ts": world.space.add_ephemeral(channel, user, made)["ts"]}


@method("chat.meMessage", needs=("channel", "text"), scope=("chat:write",))
def me_message(world: World, args: Args) -> Json:
    channel = writable(world, args.given.get("channel"))
    if not args.need("text"):
        raise Refused("no_text")
    sent = world.space.add_message(
        channel, {"type": "message", "subtype": "me_message", **signed(world, args), "text": args.need("text")}
    )
    return {"channel": channel.id, "ts": sent["ts"]}


@method("chat.getPermalink", needs=("channel", "message_ts"), json=False, tier=UNLIMITED)
def get_permalink(world: World, args: Args) -> Json:
    channel = world.space.channel(args.given.get("channel"))
    message = world.space.message(channel, args.text("message_ts"))
    link = f"{world.base_url}/archives/{channel.id}/p{message['ts'].replace('.', '')}"
    if message.get("thread_ts", message["ts"]) != message["ts"]:
        link += f"?thread_ts={message['thread_ts']}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def shown(message: Json, with_metadata: bool = False) -> Json:
    """A message as Slack gives it back: metadata only where it was asked for, and text alone also as a block."""
    hidden = {"hidden"} if with_metadata else {"metadata", "hidden"}
    return with_blocks({key: value for key, value in message.items() if key not in hidden})
