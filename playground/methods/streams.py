"""Arguments of chat.startStream, appendStream and stopStream in, a message that grows out."""

from __future__ import annotations

from typing import Any

from playground import limits
from playground.blocks import block_faults, checked_message_blocks, with_ids
from playground.methods.assistant import set_session
from playground.methods.chat import checked_metadata, own_message, shown, writable
from playground.refusal import Json, Refused
from playground.registry import Args, method
from playground.workspace import Channel
from playground.world import World

STREAM_SECONDS = 300.0  # streams die about five minutes after their start, even when appended to (python-slack-sdk #1859)


def _added(args: Args) -> tuple[str, list[Json]]:
    """The Markdown and the blocks of this call; raises Refused."""
    text = args.text("markdown_text") or ""
    if len(text) > limits.MARKDOWN:
        raise Refused("msg_too_long", f"markdown_text holds {len(text)} characters, at most {limits.MARKDOWN} fit in one call")
    chunks: Any = args.json("chunks") or []
    if not isinstance(chunks, list):
        raise Refused("invalid_chunks", "chunks must be a list")
    blocks: list[Json] = []
    for number, chunk in enumerate(chunks):
        kind = chunk.get("type") if isinstance(chunk, dict) else None
        if kind == "markdown_text":
            text += str(chunk.get("text", ""))
        elif kind == "blocks":
            if faults := block_faults(chunk.get("blocks") or [], "message", limits.MESSAGE_BLOCKS, f"/chunks/{number}/blocks"):
                raise Refused("invalid_blocks", *faults)
            blocks += with_ids(chunk["blocks"])
        elif kind not in ("task_update", "plan_update"):
            raise Refused("invalid_chunks", f"unsupported type: {kind} [json-pointer:/chunks/{number}/type]")
    return text, blocks


def _streaming(world: World, args: Args) -> tuple[Channel, Json]:
    channel = writable(world, args.given.get("channel"))
    message = own_message(world, channel, args.text("ts"), "message_not_owned_by_app")
    if message.get("streaming_state") != "in_progress" or world.streams.get((channel.id, message["ts"]), 0.0) < world.clock.now():
        raise Refused("message_not_in_streaming_state")
    return channel, message


def _grow(message: Json, text: str, blocks: list[Json]) -> Json:
    whole = message["text"] + text
    shown_blocks: list[Json] = [{"type": "markdown", "block_id": "streamed", "text": whole}] if whole else []
    kept = [block for block in message.get("blocks", []) if block["block_id"] != "streamed"]
    return {"text": whole, "blocks": [*shown_blocks, *kept, *blocks]}


@method("chat.startStream", needs=("channel", "thread_ts"), scope=("chat:write",), tier=2)
def start(world: World, args: Args) -> Json:
    channel = writable(world, args.given.get("channel"))
    if channel.kind != "im":
        for key in ("recipient_team_id", "recipient_user_id"):
            if not args.text(key):
                raise Refused(f"missing_{key}", f"{key} is needed when streaming to a channel")
    text, blocks = _added(args)
    message = {"type": "message", **world.team_fields(), "text": "", "thread_ts": args.need("thread_ts"), "blocks": []}
    message["streaming_state"] = "in_progress"
    message |= _grow(message, text, blocks)
    sent = world.space.add_message(channel, message)
    world.streams[channel.id, sent["ts"]] = world.clock.now() + STREAM_SECONDS
    return {"channel": channel.id, "ts": sent["ts"]}


@method("chat.appendStream", needs=("channel", "ts"), scope=("chat:write",), tier=4)
def append(world: World, args: Args) -> Json:
    channel, message = _streaming(world, args)
    text, blocks = _added(args)
    if not text and not blocks and not args.json("chunks"):
        raise Refused("no_text")
    message |= _grow(message, text, blocks)
    world.space.changed({"kind": "message", "channel": channel.id, "message": message})
    return {"channel": channel.id, "ts": message["ts"]}


@method("chat.stopStream", needs=("channel", "ts"), scope=("chat:write",), tier=2)
def stop(world: World, args: Args) -> Json:
    channel, message = _streaming(world, args)
    text, blocks = _added(args)
    last = checked_message_blocks(args.json("blocks", "invalid_blocks_format"))
    if session := args.text("session_status"):
        set_session(world, channel, message["thread_ts"], session)
    changes: Json = {**_grow(message, text, [*blocks, *last]), "streaming_state": "completed"}
    if (metadata := checked_metadata(args.json("metadata"))) is not None:
        changes["metadata"] = metadata
    del world.streams[channel.id, message["ts"]]
    world.space.edit_message(channel, message, changes, by=world.company.app.bot_user, mark_edited=False)
    return {"channel": channel.id, "ts": message["ts"], "message": shown(message)}
