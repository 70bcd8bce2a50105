"""Arguments of assistant.* and agents.* in, status lines and suggested prompts out."""

from __future__ import annotations

from typing import Any

from playground.methods.chat import writable
from playground.refusal import Json, Refused
from playground.registry import Args, method
from playground.world import World

SCOPES = ("assistant:write", "chat:write")
STATES = ("processing", "active", "suspended", "closed")


@method("assistant.threads.setStatus", needs=("channel_id", "thread_ts", "status"), scope=SCOPES)
def set_status(world: World, args: Args) -> Json:
    channel = writable(world, args.given.get("channel_id"))
    thread_ts = args.need("thread_ts")
    loading: Any = args.json("loading_messages") or []
    if not isinstance(loading, list) or len(loading) > 10:
        raise Refused("invalid_arguments", "no more than 10 items allowed [json-pointer:/loading_messages]")
    message = world.space.message(channel, thread_ts, "invalid_thread_ts")
    world.space.set_status(channel, message.get("thread_ts", thread_ts), args.need("status"), [str(line) for line in loading])
    return {}


@method("assistant.threads.setTitle", needs=("channel_id", "thread_ts", "title"), scope=SCOPES)
def set_title(world: World, args: Args) -> Json:
    channel = writable(world, args.given.get("channel_id"))
    world.space.message(channel, args.need("thread_ts"), "invalid_thread_ts")
    return {}


@method("assistant.threads.setSuggestedPrompts", needs=("channel_id", "prompts"), scope=SCOPES)
def set_suggested_prompts(world: World, args: Args) -> Json:
    channel = writable(world, args.given.get("channel_id"))
    prompts: Any = args.json("prompts")
    if not isinstance(prompts, list) or not 1 <= len(prompts) <= 4:
        raise Refused("invalid_arguments", "from 1 to 4 items allowed [json-pointer:/prompts]")
    for number, prompt in enumerate(prompts):
        if not isinstance(prompt, dict) or not prompt.get("title") or not prompt.get("message"):
            raise Refused("invalid_arguments", f"a prompt needs `title` and `message` [json-pointer:/prompts/{number}]")
    if args.text("thread_ts") and world.company.app.agent_view:
        return {}  # documented: in agent apps a call with thread_ts silently does nothing
    world.space.prompts[channel.id] = {"title": args.text("title") or "", "prompts": prompts}
    world.space.changed({"kind": "prompts", "channel": channel.id, **world.space.prompts[channel.id]})
    return {}


@method("agents.sessions.setStatus", needs=("channel_id", "thread_ts", "status"), scope=SCOPES)
def set_session_status(world: World, args: Args) -> Json:
    channel = writable(world, args.given.get("channel_id"))
    if args.need("status") not in STATES:
        raise Refused("invalid_arguments", f"must be one of: {', '.join(STATES)} [json-pointer:/status]")
    if len(args.text("title") or "") > 200:
        raise Refused("invalid_arguments", "must be less than 201 characters [json-pointer:/title]")
    world.space.message(channel, args.need("thread_ts"), "invalid_thread_ts")
    return {}
