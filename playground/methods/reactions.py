"""Arguments of reactions.* and pins.* in, emoji and pins on messages out; people react through here as well."""

from __future__ import annotations

from playground.methods.channels import readable
from playground.methods.chat import shown
from playground.refusal import Json, Refused
from playground.registry import Args, method, page_of
from playground.workspace import Channel
from playground.world import World


@method("reactions.add", needs=("channel", "timestamp", "name"), scope=("reactions:write",))
def add_reaction(world: World, args: Args) -> Json:
    channel, message, name = _target(world, args)
    react(world, channel, message, name, world.company.app.bot_user)
    return {}


@method("reactions.remove", needs=("channel", "timestamp", "name"), scope=("reactions:write",), tier=2)
def remove_reaction(world: World, args: Args) -> Json:
    channel, message, name = _target(world, args)
    unreact(world, channel, message, name, world.company.app.bot_user)
    return {}


@method("reactions.get", needs=("channel", "timestamp"), scope=("reactions:read",), json=False)
def get_reactions(world: World, args: Args) -> Json:
    channel = readable(world, args.given.get("channel"))
    message = world.space.message(channel, args.text("timestamp"))
    return {"type": "message", "channel": channel.id, "message": shown(message)}


@method("reactions.list", scope=("reactions:read",), json=False, tier=2)
def list_reactions(world: World, args: Args) -> Json:
    """What one person (or the app itself) reacted to."""
    user = args.text("user") or world.company.app.bot_user
    if not world.space.is_user(user):
        raise Refused("user_not_found")
    items = [
        {"type": "message", "channel": channel.id, "message": shown(message)}
        for channel in world.space.channels.values()
        if world.space.bot_in(channel)
        for message in channel.messages.values()
        if any(user in entry["users"] for entry in message.get("reactions", []))
    ]
    page, more = page_of(items[::-1], args, 100, 1000)
    return {"items": page, "response_metadata": more}


def _target(world: World, args: Args) -> tuple[Channel, Json, str]:
    channel, name = readable(world, args.given.get("channel")), args.need("name").strip(":")
    message = world.space.message(channel, args.text("timestamp"))
    if not name.replace("_", "").replace("-", "").replace("+", "").replace("::skin", "").isalnum():
        raise Refused("invalid_name")
    return channel, message, name


def react(world: World, channel: Channel, message: Json, name: str, user: str) -> None:
    """Add one person's reaction; raises Refused when it is there already."""
    reactions = message.setdefault("reactions", [])
    entry = next((r for r in reactions if r["name"] == name), None)
    if entry is None:
        reactions.append(entry := {"name": name, "users": [], "count": 0})
    if user in entry["users"]:
        raise Refused("already_reacted")
    entry["users"].append(user)
    entry["count"] += 1
    _tell(world, "reaction_added", channel, message, {"user": user, "reaction": name})


def unreact(world: World, channel: Channel, message: Json, name: str, user: str) -> None:
    """Take one person's reaction away; raises Refused when there is none."""
    reactions = message.get("reactions", [])
    entry = next((r for r in reactions if r["name"] == name), None)
    if entry is None or user not in entry["users"]:
        raise Refused("no_reaction")
    entry["users"].remove(user)
    entry["count"] -= 1
    if not entry["users"]:
        reactions.remove(entry)
    if not reactions:
        del message["reactions"]
    _tell(world, "reaction_removed", channel, message, {"user": user, "reaction": name})


def _tell(world: World, kind: str, channel: Channel, message: Json, what: Json) -> None:
    world.space.changed({"kind": "message", "channel": channel.id, "message": message})
    if world.space.bot_in(channel):
        item = {"type": "message", "channel": channel.id, "ts": message["ts"]}
        event = {"type": kind, **what, "item": item, "item_user": message["user"]}
        world.space.tell_app(kind, {**event, "event_ts": world.space.next_ts()})


# -- pins ----------------------------------------------------------------------------------------------------------------


@method("pins.add", needs=("channel",), scope=("pins:write",), tier=2)
def add_pin(world: World, args: Args) -> Json:
    channel, message = _pinnable(world, args)
    pin(world, channel, message, world.company.app.bot_user)
    return {}


@method("pins.remove", needs=("channel",), scope=("pins:write",), tier=2)
def remove_pin(world: World, args: Args) -> Json:
    channel, message = _pinnable(world, args)
    if message["ts"] not in channel.pins:
        raise Refused("no_pin")
    channel.pins.remove(message["ts"])
    message.pop("pinned_to", None)
    _tell_pin(world, "pin_removed", channel, message, world.company.app.bot_user)
    return {}


@method("pins.list", needs=("channel",), scope=("pins:read",), json=False, tier=2)
def list_pins(world: World, args: Args) -> Json:
    channel = readable(world, args.given.get("channel"))
    return {"items": [_pinned(channel, channel.messages[ts]) for ts in reversed(channel.pins) if ts in channel.messages]}


def pin(world: World, channel: Channel, message: Json, user: str) -> None:
    """Pin a message for everyone; raises Refused when it is pinned."""
    if message["ts"] in channel.pins:
        raise Refused("already_pinned")
    channel.pins.append(message["ts"])
    message["pinned_to"] = [channel.id]
    _tell_pin(world, "pin_added", channel, message, user)


def _pinnable(world: World, args: Args) -> tuple[Channel, Json]:
    channel = readable(world, args.given.get("channel"))
    if not args.text("timestamp"):
        raise Refused("no_item_specified")
    return channel, world.space.message(channel, args.text("timestamp"))


def _pinned(channel: Channel, message: Json) -> Json:
    return {"type": "message", "channel": channel.id, "message": shown(message)}


def _tell_pin(world: World, kind: str, channel: Channel, message: Json, user: str) -> None:
    world.space.changed({"kind": "message", "channel": channel.id, "message": message})
    if world.space.bot_in(channel):
        event = {"type": kind, "user": user, "channel_id": channel.id, "item": _pinned(channel, message)}
        world.space.tell_app(kind, {**event, "event_ts": world.space.next_ts()})


@method("emoji.list", scope=("emoji:read",), json=False, tier=2)
def emoji(world: World, args: Args) -> Json:
    """Custom emoji only, as in Slack; this workspace has none."""
    return {"emoji": {}, "cache_ts": str(world.clock.now())}
