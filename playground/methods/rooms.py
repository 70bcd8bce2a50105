"""Who makes, joins, leaves, names and closes channels in, what everyone and the app hear of it out."""

from __future__ import annotations

import re

from playground.methods.channels import described
from playground.refusal import Json, Refused
from playground.registry import Args, method
from playground.workspace import Channel, new_id
from playground.world import World

MANAGE = ("channels:manage", "groups:write")
INVITE = (*MANAGE, "channels:write.invites", "groups:write.invites")
TOPIC = (*MANAGE, "channels:write.topic", "groups:write.topic")
LONGEST_NAME = 80
_LETTERS = {"channel": "C", "group": "G", "mpim": "G"}


# -- deeds of people and of the app ------------------------------------------------------------------------------------


def create(world: World, name: str, user: str, private: bool = False) -> Channel:
    """A new channel with its maker in it; raises Refused."""
    _check_name(world, name)
    kind = "group" if private else "channel"
    channel = Channel(new_id("C"), name, kind, {user}, creator=user, created=int(world.clock.now()))
    world.space.channels[channel.id] = channel
    if not private:
        made = {
            "id": channel.id,
            "name": name,
            "created": channel.created,
            "creator": user,
            "context_team_id": world.company.team_id,
        }
        _tell(world, "channel_created", {"channel": made})
    world.space.changed({"kind": "channels"})
    return channel


def join(world: World, channel: Channel, user: str, inviter: str = "") -> None:
    """Put a person or the app into a channel; everyone reads of it, and the app gets `member_joined_channel`."""
    channel.members.add(user)
    text = f"<@{user}> has joined the channel"
    world.space.add_message(
        channel,
        {"type": "message", "subtype": "channel_join", "user": user, "text": text, **({"inviter": inviter} if inviter else {})},
    )
    _tell_member(world, "member_joined_channel", channel, user, inviter)
    world.space.changed({"kind": "channels"})


def leave(world: World, channel: Channel, user: str) -> None:
    """Take a person or the app out of a channel. The app that is taken out hears `member_left_channel` last."""
    text = f"<@{user}> has left the channel"
    world.space.add_message(channel, {"type": "message", "subtype": "channel_leave", "user": user, "text": text})
    _tell_member(world, "member_left_channel", channel, user, "")
    if user == world.company.app.bot_user:
        _tell(world, _event(channel, "left"), {"channel": channel.id, "actor_id": user})
    channel.members.discard(user)
    world.space.changed({"kind": "channels"})


def rename(world: World, channel: Channel, name: str) -> None:
    _check_name(world, name)
    channel.name = name
    _tell(world, _event(channel, "rename"), {"channel": {"id": channel.id, "name": name, "created": channel.created}})
    world.space.changed({"kind": "channels"})


def archive(world: World, channel: Channel, user: str, closed: bool = True) -> None:
    channel.archived = closed
    _tell(world, _event(channel, "archive" if closed else "unarchive"), {"channel": channel.id, "user": user})
    world.space.changed({"kind": "channels"})


def remove(world: World, channel: Channel, user: str) -> None:
    """Take a channel away for good."""
    _tell(world, _event(channel, "deleted"), {"channel": channel.id, "actor_id": user})
    del world.space.channels[channel.id]
    world.space.changed({"kind": "channels"})


def _check_name(world: World, name: str) -> None:
    if not name:
        raise Refused("invalid_name_required")
    if len(name) > LONGEST_NAME:
        raise Refused("invalid_name_maxlength")
    if not re.search(r"[^\W_]", name):
        raise Refused("invalid_name_punctuation")
    if name != name.lower() or not re.fullmatch(r"[\w-]+", name):
        raise Refused("invalid_name_specials")
    if any(channel.name == name for channel in world.space.channels.values()):
        raise Refused("name_taken")


def _event(channel: Channel, what: str) -> str:
    """Slack tells of private channels as of groups."""
    return f"{'channel' if channel.kind == 'channel' else 'group'}_{what}"


def _tell(world: World, kind: str, event: Json) -> None:
    world.space.tell_app(kind, {"type": kind, **event, "event_ts": world.space.next_ts()})


def _tell_member(world: World, kind: str, channel: Channel, user: str, inviter: str) -> None:
    if world.space.bot_in(channel):
        more = {"inviter": inviter} if inviter else {}
        event = {"user": user, "channel": channel.id, "channel_type": _LETTERS[channel.kind], "team": world.company.team_id}
        _tell(world, kind, {**event, **more})


# -- methods -----------------------------------------------------------------------------------------------------------


def _room(world: World, args: Args, *, member: bool = True) -> Channel:
    channel = world.space.channel(args.given.get("channel"))
    if channel.kind in ("im", "mpim"):
        raise Refused("method_not_supported_for_channel_type")
    if member and not world.space.bot_in(channel):
        raise Refused("not_in_channel" if channel.kind == "channel" else "channel_not_found")
    return channel


@method("conversations.join", needs=("channel",), scope=("channels:join",))
def conversations_join(world: World, args: Args) -> Json:
    channel = _room(world, args, member=False)
    if channel.kind != "channel":
        raise Refused("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refused("is_archived")
    if world.space.bot_in(channel):
        return {"channel": described(world, channel), "warning": "already_in_channel"}
    join(world, channel, world.company.app.bot_user)
    return {"channel": described(world, channel)}


@method("conversations.create", needs=("name",), scope=MANAGE, tier=2)
def conversations_create(world: World, args: Args) -> Json:
    made = create(world, args.need("name"), world.company.app.bot_user, args.flag("is_private"))
    return {"channel": described(world, made)}


@method("conversations.invite", needs=("channel", "users"), scope=INVITE)
def conversations_invite(world: World, args: Args) -> Json:
    channel = _room(world, args)
    users = [user.strip() for user in args.need("users").split(",") if user.strip()]
    if not users:
        raise Refused("no_user")
    for user in users:
        if user == world.company.app.bot_user:
            raise Refused("cant_invite_self")
        if user not in world.space.people:
            raise Refused("user_not_found")
        if user in channel.members:
            raise Refused("already_in_channel")
    for user in users:
        join(world, channel, user, inviter=world.company.app.bot_user)
    return {"channel": described(world, channel)}


@method("conversations.kick", needs=("channel", "user"), scope=MANAGE)
def conversations_kick(world: World, args: Args) -> Json:
    channel, user = _room(world, args), args.need("user")
    if user == world.company.app.bot_user:
        raise Refused("cant_kick_self")
    if user not in channel.members:
        raise Refused("not_in_channel" if user in world.space.people else "user_not_found")
    leave(world, channel, user)
    return {}


@method("conversations.leave", needs=("channel",), scope=MANAGE)
def conversations_leave(world: World, args: Args) -> Json:
    channel = _room(world, args, member=False)
    if not world.space.bot_in(channel):
        return {"not_in_channel": True}
    leave(world, channel, world.company.app.bot_user)
    return {}


@method("conversations.rename", needs=("channel", "name"), scope=MANAGE, tier=2)
def conversations_rename(world: World, args: Args) -> Json:
    channel = _room(world, args)
    rename(world, channel, args.need("name"))
    return {"channel": described(world, channel)}


@method("conversations.archive", needs=("channel",), scope=MANAGE, tier=2)
def conversations_archive(world: World, args: Args) -> Json:
    channel = _room(world, args)
    if channel.archived:
        raise Refused("already_archived")
    archive(world, channel, world.company.app.bot_user)
    return {}


@method("conversations.setTopic", needs=("channel", "topic"), scope=TOPIC, tier=2)
def conversations_set_topic(world: World, args: Args) -> Json:
    channel = _room(world, args)
    channel.topic = _short(args.need("topic"))
    _say_so(world, channel, "channel_topic", "topic", channel.topic)
    return {"channel": described(world, channel)}


@method(
    "conversations.setPurpose",
    needs=("channel", "purpose"),
    scope=TOPIC,
    tier=2,
)
def conversations_set_purpose(world: World, args: Args) -> Json:
    channel = _room(world, args)
    channel.purpose = _short(args.need("purpose"))
    _say_so(world, channel, "channel_purpose", "purpose", channel.purpose)
    return {"purpose": channel.purpose, "channel": described(world, channel)}


def _short(text: str) -> str:
    if len(text) > 250:
        raise Refused("too_long")
    return text


def _say_so(world: World, channel: Channel, subtype: str, what: str, text: str) -> None:
    app = world.company.app
    words = f"<@{app.bot_user}> set the channel {what}: {text}"
    world.space.add_message(channel, {"type": "message", "subtype": subtype, "user": app.bot_user, "text": words, what: text})
    world.space.changed({"kind": "channels"})
