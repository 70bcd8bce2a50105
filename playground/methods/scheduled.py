"""Arguments of chat.scheduleMessage and its sisters in, messages that come when the playground's clock says so out."""

from __future__ import annotations

from playground.methods.chat import content, in_thread, shown, signed, writable
from playground.refusal import Json, Refused
from playground.registry import Args, method, page_of
from playground.workspace import new_id
from playground.world import World

FARTHEST = 120 * 24 * 3600  # seconds
WINDOW = 5 * 60
MOST_IN_WINDOW = 30


@method("chat.scheduleMessage", needs=("channel", "post_at"), scope=("chat:write",))
def schedule(world: World, args: Args) -> Json:
    channel = writable(world, args.given.get("channel"))
    try:
        post_at = int(str(args.given["post_at"]))
    except ValueError as error:
        raise Refused("invalid_time") from error
    now = world.clock.now()
    if post_at <= now:
        raise Refused("time_in_past")
    if post_at > now + FARTHEST:
        raise Refused("time_too_far")
    near = [e for e in world.scheduled.values() if e["channel_id"] == channel.id and abs(e["post_at"] - post_at) < WINDOW]
    if len(near) >= MOST_IN_WINDOW:
        raise Refused("restricted_too_many")
    message: Json = {"type": "message", **signed(world, args), **content(args), **in_thread(args)}
    entry: Json = {
        "id": new_id("Q"),
        "channel_id": channel.id,
        "post_at": post_at,
        "date_created": int(now),
        "text": message["text"],
    }
    world.scheduled[entry["id"]] = entry
    world.spawn(_post_later(world, entry, dict(message)))
    answer = {"channel": channel.id, "scheduled_message_id": entry["id"], "post_at": post_at}
    return {**answer, "message": {**shown(message), "type": "delayed_message"}}


async def _post_later(world: World, entry: Json, message: Json) -> None:
    await world.clock.sleep_until(entry["post_at"])
    if world.scheduled.pop(entry["id"], None) is not entry or "metadata" in message:
        return  # deleted, or with metadata: Slack's docs warn that such a message never comes
    channel = world.space.channels.get(entry["channel_id"])
    if channel is not None and world.space.bot_in(channel) and not channel.archived:
        world.space.add_message(channel, message)


@method("chat.deleteScheduledMessage", needs=("channel", "scheduled_message_id"), scope=("chat:write",))
def delete_scheduled(world: World, args: Args) -> Json:
    channel = writable(world, args.given.get("channel"))
    entry = world.scheduled.get(args.need("scheduled_message_id"))
    if entry is None or entry["channel_id"] != channel.id:
        raise Refused("invalid_scheduled_message_id")
    del world.scheduled[entry["id"]]
    return {}


@method("chat.scheduledMessages.list")
def list_scheduled(world: World, args: Args) -> Json:
    wanted = args.text("channel")
    if wanted:
        world.space.channel(wanted)
    try:
        low, high = float(args.text("oldest") or 0), float(args.text("latest") or "inf")
    except ValueError as error:
        raise Refused("invalid_arguments", "oldest and latest must be Unix times") from error
    found = [e for e in world.scheduled.values() if wanted in (None, "", e["channel_id"]) and low <= e["post_at"] <= high]
    page, more = page_of(sorted(found, key=lambda e: int(e["post_at"])), args, 100, 1000)
    return {"scheduled_messages": page, "response_metadata": more}
