"""A post to a response_url in, a private or visible message, or a change of the original one, out."""

from __future__ import annotations

from playground.methods.chat import content
from playground.refusal import Json, Refused
from playground.registry import Args
from playground.world import World


def respond(world: World, token: str, given: Json) -> None:
    """What one use of a response_url does; raises Refused."""
    hook = world.use_hook(token)
    channel = world.space.channel(hook["channel"])
    original = hook["message"]
    args = Args(given)
    if args.flag("delete_original"):
        if original is None:
            raise Refused("message_not_found")
        _change_original(world, hook, None)
        return
    made = content(args)
    if args.flag("replace_original") and original is not None:
        _change_original(world, hook, {"blocks": [], "attachments": [], **made})
        return
    message = {"type": "message", **world.team_fields(), **made}
    thread_ts = args.text("thread_ts") or (original or {}).get("thread_ts")
    if thread_ts:
        message["thread_ts"] = world.space.message(channel, thread_ts, "cannot_reply_to_message").get("thread_ts", thread_ts)
    if args.text("response_type") == "in_channel":
        world.space.add_message(channel, message)
    elif args.text("response_type") in (None, "ephemeral"):
        hook["message"] = world.space.add_ephemeral(channel, hook["user"], message)
    else:
        raise Refused("invalid_arguments", "must be in_channel or ephemeral [json-pointer:/response_type]")


def _change_original(world: World, hook: Json, changes: Json | None) -> None:
    channel = world.space.channel(hook["channel"])
    message = hook["message"]
    if message.get("is_ephemeral"):
        world.space.change_ephemeral(channel, message, changes)
        return
    world.space.message(channel, message["ts"])
    if changes is None:
        world.space.delete_message(channel, message)
    else:
        world.space.edit_message(channel, message, changes, by=world.company.app.bot_user)
