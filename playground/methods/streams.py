"""Arguments of chat.startStream, appendStream and stopStream in, a message that grows out."""

from __future__ import annotations

from playground.blocks import checked_message_blocks
from playground.methods.assistant import set_session
from playground.methods.chat import checked_metadata, own_message, shown, signed, writable
from playground.refusal import Json, Refused
from playground.registry import Args, method
from playground.streamed import MODES, Streamed, checked_chunks
from playground.workspace import Channel
from playground.world import World

STREAM_SECONDS = 300.0  # streams die about five minutes after their start, even when appended to (python-slack-sdk #1859)


def _streaming(world: World, args: Args) -> tuple[Channel, Json, Streamed]:
    channel = writable(world, args.given.get("channel"))
    message = own_message(world, channel, args.text("ts"), "message_not_owned_by_app")
    stream = world.streams.get((channel.id, message["ts"]))
    if message.get("streaming_state") != "in_progress" or stream is None or stream.until < world.clock.now():
        raise Refused("message_not_in_streaming_state")
    return channel, message, stream


def _grow(stream: Streamed, args: Args) -> bool:
    """Add what this call brings; whether it brought anything. Raises Refused before anything is added."""
    text = args.text("markdown_text") or ""
    chunks = checked_chunks(args.json("chunks", "invalid_chunks"), text)
    stream.add(text, chunks)
    return bool(text or chunks)


@method("chat.startStream", needs=("channel", "thread_ts"), scope=("chat:write",), tier=2)
def start(world: World, args: Args) -> Json:
    channel = writable(world, args.given.get("channel"))
    if channel.kind != "im":
        for key in ("recipient_team_id", "recipient_user_id"):
            if not args.text(key):
                raise Refused(f"missing_{key}", f"{key} is needed when streaming to a channel")
        if args.text("recipient_user_id") not in world.space.people:
            raise Refused("user_not_found")
    mode = args.text("task_display_mode") or "timeline"
    if mode not in MODES:
        raise Refused("invalid_arguments", f"must be one of: {', '.join(MODES)} [json-pointer:/task_display_mode]")
    stream = Streamed(world.clock.now() + STREAM_SECONDS, mode)
    _grow(stream, args)
    message: Json = {"type": "message", **signed(world, args), "text": stream.text, "thread_ts": args.need("thread_ts")}
    message |= {"blocks": stream.blocks, "streaming_state": "in_progress"}
    sent = world.space.add_message(channel, message)
    world.streams[channel.id, sent["ts"]] = stream
    return {"channel": channel.id, "ts": sent["ts"]}


@method("chat.appendStream", needs=("channel", "ts"), scope=("chat:write",), tier=4)
def append(world: World, args: Args) -> Json:
    channel, message, stream = _streaming(world, args)
    if not _grow(stream, args):
        raise Refused("no_text")
    message |= {"text": stream.text, "blocks": stream.blocks}
    world.space.changed({"kind": "message", "channel": channel.id, "message": message})
    return {"channel": channel.id, "ts": message["ts"]}


@method("chat.stopStream", needs=("channel", "ts"), scope=("chat:write",), tier=2)
def stop(world: World, args: Args) -> Json:
    channel, message, stream = _streaming(world, args)
    last = checked_message_blocks(args.json("blocks", "invalid_blocks_format"))
    metadata = checked_metadata(args.json("metadata"))
    _grow(stream, args)
    if session := args.text("session_status"):
        set_session(world, channel, message["thread_ts"], session)
    changes: Json = {"text": stream.text, "blocks": [*stream.blocks, *last], "streaming_state": "completed"}
    if metadata is not None:
        changes["metadata"] = metadata
    del world.streams[channel.id, message["ts"]]
    world.space.edit_message(channel, message, changes, by=world.company.app.bot_user, mark_edited=False)
    return {"channel": channel.id, "ts": message["ts"], "message": shown(message)}
