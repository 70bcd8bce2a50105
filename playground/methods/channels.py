"""Arguments of conversations.* in, what the app may see of channels out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.methods.chat import shown
from playground.refusal import Json, Refused
from playground.registry import Args, method, page_of
from playground.workspace import Channel
from playground.world import World

PREFIX = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}
KINDS = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
READ_HISTORY = tuple(f"{prefix}:history" for prefix in PREFIX.values())
READ = tuple(f"{prefix}:read" for prefix in PREFIX.values())
MOST_IN_GROUP = 8


def readable(world: World, channel_id: Any, right: str = "") -> Channel:
    """A channel whose messages the app may read; raises Refused. `right`: history or read, for its kind of channel."""
    channel = world.space.channel(channel_id)
    if not world.space.bot_in(channel):
        raise Refused("not_in_channel" if channel.kind == "channel" else "channel_not_found")
    if right:
        granted(world, channel.kind, right)
    return channel


def granted(world: World, kind: str, right: str) -> None:
    """Slack has a scope for each kind of channel; raises Refused where the app was not given that one."""
    needed, scopes = f"{PREFIX[kind]}:{right}", world.company.app.scopes
    if scopes and needed not in scopes:
        raise Refused("missing_scope", needed=needed, provided=",".join(scopes))


def _between(messages: list[Json], args: Args) -> list[Json]:
    oldest, latest, inclusive = args.text("oldest") or "0", args.text("latest"), args.flag("inclusive")
    try:
        low, high = float(oldest), float(latest) if latest else float("inf")
    except ValueError as error:
        raise Refused("invalid_ts_oldest", "oldest and latest must be timestamps") from error
    return [m for m in messages if low < float(m["ts"]) < high or (inclusive and m["ts"] in (oldest, latest))]


def _paged(messages: list[Json], args: Args, default: int = 100) -> Json:
    page, more = page_of(messages, args, default, 999)
    with_metadata = args.flag("include_all_metadata")
    answer: Json = {"messages": [shown(m, with_metadata) for m in page], "has_more": bool(more["next_cursor"])}
    if more["next_cursor"]:
        answer["response_metadata"] = more
    return answer


@method("conversations.history", needs=("channel",), scope=READ_HISTORY, json=False)
def history(world: World, args: Args) -> Json:
    channel = readable(world, args.given.get("channel"), "history")
    seen = [
        m for m in channel.messages.values() if m.get("thread_ts", m["ts"]) == m["ts"] or m.get("subtype") == "thread_broadcast"
    ]
    return {**_paged(_between(seen, args)[::-1], args), "pin_count": 0}


@method("conversations.replies", needs=("channel", "ts"), scope=READ_HISTORY, json=False)
def replies(world: World, args: Args) -> Json:
    channel = readable(world, args.given.get("channel"), "history")
    thread = channel.thread(args.need("ts"))
    if not thread:
        raise Refused("thread_not_found")
    root, answers = thread[0], thread[1:]
    if args.need("ts") != root["ts"]:  # the ts of a reply gives that reply alone
        return _paged([m for m in answers if m["ts"] == args.need("ts")], args)
    return _paged([root, *_between(answers, args)], args, 1000 - 1)


@method("conversations.open", scope=("im:write", "mpim:write"))
def open_(world: World, args: Args) -> Json:
    """One person's direct messages, or those of up to eight people and the app."""
    if given := args.text("channel"):
        return {"channel": described(world, _direct(world, given))}
    users = list(dict.fromkeys(user.strip() for user in (args.text("users") or "").split(",") if user.strip()))
    if not users:
        raise Refused("users_list_not_supplied")
    if len(users) > MOST_IN_GROUP:
        raise Refused("too_many_users")
    if any(user not in world.space.people for user in users):
        raise Refused("user_not_found")
    granted(world, "mpim" if len(users) > 1 else "im", "write")
    app = world.company.app.bot_user
    channel = world.space.group_dm(users) if len(users) > 1 else world.space.dm(app, users[0])
    return {"channel": described(world, channel) if args.flag("return_im") else {"id": channel.id}}


@method("conversations.close", needs=("channel",), scope=("im:write", "mpim:write"), tier=2)
def close(world: World, args: Args) -> Json:
    """Nothing is seen of it: the playground shows every talk."""
    granted(world, _direct(world, args.given.get("channel")).kind, "write")
    return {}


def _direct(world: World, channel_id: Any) -> Channel:
    channel = readable(world, channel_id)
    if channel.kind not in ("im", "mpim"):
        raise Refused("method_not_supported_for_channel_type")
    return channel


@method("conversations.info", needs=("channel",), scope=READ, json=False)
def info(world: World, args: Args) -> Json:
    channel = world.space.channel(args.given.get("channel"))
    if channel.kind != "channel" and not world.space.bot_in(channel):
        raise Refused("channel_not_found")
    granted(world, channel.kind, "read")
    return {"channel": described(world, channel)}


@method("conversations.list", scope=READ, json=False, tier=2)
def list_(world: World, args: Args) -> Json:
    return _listed(world, args, lambda channel: True)


def _listed(world: World, args: Args, belongs: Callable[[Channel], bool]) -> Json:
    """The channels of the wanted types that the app may see."""
    wanted = [kind.strip() for kind in (args.text("types") or "public_channel").split(",")]
    if unknown := [kind for kind in wanted if kind not in KINDS]:
        raise Refused("invalid_types", f"unknown type: {unknown[0]}")
    kinds = {KINDS[kind] for kind in wanted}
    for kind in sorted(kinds):
        granted(world, kind, "read")
    seen = [c for c in world.space.channels.values() if c.kind in kinds and belongs(c)]
    seen = [c for c in seen if c.kind == "channel" or world.space.bot_in(c)]
    if args.flag("exclude_archived"):
        seen = [c for c in seen if not c.archived]
    page, more = page_of([described(world, channel) for channel in seen], args, 100, 999)
    return {"channels": page, "response_metadata": more}


@method("conversations.members", needs=("channel",), scope=READ, json=False, tier=4)
def members(world: World, args: Args) -> Json:
    channel = readable(world, args.given.get("channel"), "read")
    page, more = page_of([{"id": user} for user in sorted(channel.members)], args, 100, 999)
    return {"members": [entry["id"] for entry in page], "response_metadata": more}


def described(world: World, channel: Channel) -> Json:
    """A channel object."""
    made: Json = {
        "id": channel.id,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_im": channel.kind == "im",
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind != "channel",
        "is_archived": channel.archived,
        "is_ext_shared": False,
        "context_team_id": world.company.team_id,
    }
    if channel.kind == "im":
        made["user"] = next(iter(channel.members - {world.company.app.bot_user}), world.company.app.bot_user)
        return made
    named = {"name": channel.name, "name_normalized": channel.name, "num_members": len(channel.members)}
    words = {
        key: {"value": value, "creator": "", "last_set": 0}
        for key, value in (("topic", channel.topic), ("purpose", channel.purpose))
    }
    origin = {
        "created": channel.created,
        "creator": channel.creator,
        "is_general": False,
        "is_shared": False,
        "is_org_shared": False,
    }
    return {**made, **named, **words, **origin, "is_member": world.space.bot_in(channel)}


@method("users.conversations", scope=READ, json=False)
def conversations_of(world: World, args: Args) -> Json:
    """The channels of one person, as far as the app may see them, or of the app itself."""
    user = args.text("user") or world.company.app.bot_user
    if not world.space.is_user(user):
        raise Refused("user_not_found")
    return _listed(world, args, lambda channel: user in channel.members)


@method("conversations.mark", needs=("channel", "ts"), scope=("channels:manage", "groups:write", "im:write"))
def mark(world: World, args: Args) -> Json:
    """The app's own reading mark: nothing is seen of it."""
    readable(world, args.given.get("channel"))
    return {}
