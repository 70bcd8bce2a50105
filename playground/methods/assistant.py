"""Arguments of assistant.* and agents.* in, status lines, suggested prompts and agent sessions out."""

from __future__ import annotations

from typing import Any

from playground.methods.chat import writable
from playground.rates import UNLIMITED
from playground.refusal import Json, Refused
from playground.registry import Args, method
from playground.workspace import Channel
from playground.world import World

SCOPES = ("assistant:write", "chat:write")
STATES = ("processing", "active", "suspended", "closed")
LONGEST_TITLE = 200


@method("assistant.threads.setStatus", needs=("channel_id", "thread_ts", "status"), scope=SCOPES, tier=UNLIMITED)
def set_status(world: World, args: Args) -> Json:
    channel = writable(world, args.given.get("channel_id"))
    thread_ts = args.need("thread_ts")
    loading: Any = args.json("loading_messages") or []
    if not isinstance(loading, list) or len(loading) > 10:
        raise Refused("invalid_arguments", "no more than 10 items allowed [json-pointer:/loading_messages]")
    message = world.space.message(channel, thread_ts, "invalid_thread_ts")
    world.space.set_status(channel, message.get("thread_ts", thread_ts), args.need("status"), [str(line) for line in loading])
    return {}


@method("assistant.threads.setTitle", needs=("channel_id", "thread_ts", "title"), scope=SCOPES, tier=4)
def set_title(world: World, args: Args) -> Json:
    """The title of an assistant's thread stands in its first message; a thread of an agent only has to be there."""
    channel = writable(world, args.given.get("channel_id"))
    root = world.space.message(channel, args.need("thread_ts"), "invalid_thread_ts")
    if root.get("subtype") == "assistant_app_thread":
        thread = {**root["assistant_app_thread"], "title": args.need("title")}
        changes = {"text": args.need("title"), "assistant_app_thread": thread}
        world.space.edit_message(channel, root, changes, by=world.company.app.bot_user)
    return {}


@method("assistant.threads.setSuggestedPrompts", needs=("channel_id", "prompts"), scope=SCOPES, tier=4)
def set_suggested_prompts(world: World, args: Args) -> Json:
    channel = writable(world, args.given.get("channel_id"))
    prompts: Any = args.json("prompts")
    if not isinstance(prompts, list) or not 1 <= len(prompts) <= 4:
        raise Refused("invalid_arguments", "from 1 to 4 items allowed [json-pointer:/prompts]")
    for number, prompt in enumerate(prompts):
        if not isinstance(prompt, dict) or not prompt.get("title") or not prompt.get("message"):
            raise Refused("invalid_arguments", f"a prompt needs `title` and `message` [json-pointer:/prompts/{number}]")
    app, thread_ts = world.company.app, args.text("thread_ts")
    if thread_ts and app.agent_view:
        return {}  # documented: in agent apps a call with thread_ts silently does nothing
    if app.assistant_view:
        if not thread_ts:
            raise Refused("invalid_arguments", "missing required field: thread_ts")
        world.space.message(channel, thread_ts, "invalid_thread_ts")
    place = f"{channel.id} {thread_ts}" if thread_ts else channel.id
    offer = {"title": args.text("title") or "", "prompts": prompts}
    world.space.prompts[place] = offer
    world.space.changed({"kind": "prompts", "channel": channel.id, "place": place, **offer})
    return {}


def _session_place(world: World, args: Args) -> tuple[Channel, str]:
    if not world.company.app.agent_view:
        raise Refused("feature_not_enabled", "only an app that is declared as an agent has sessions")
    channel = writable(world, args.given.get("channel_id"))
    root = world.space.message(channel, args.need("thread_ts"), "invalid_thread_ts")
    return channel, str(root.get("thread_ts", root["ts"]))


def set_session(world: World, channel: Channel, thread_ts: str, status: str, title: str = "") -> Json:
    """Make or change the agent session of a thread; raises Refused."""
    if status not in STATES:
        raise Refused("invalid_arguments", f"must be one of: {', '.join(STATES)} [json-pointer:/status]")
    session = world.space.sessions.setdefault((channel.id, thread_ts), {"title": title, "status": status})
    session["status"] = status
    world.space.changed({"kind": "session", "channel": channel.id, "thread_ts": thread_ts, **session})
    return session


@method("agents.sessions.setStatus", needs=("channel_id", "thread_ts", "status"), scope=("chat:write",))
def set_session_status(world: World, args: Args) -> Json:
    channel, thread_ts = _session_place(world, args)
    if len(args.text("title") or "") > LONGEST_TITLE:
        raise Refused("invalid_arguments", "must be less than 201 characters [json-pointer:/title]")
    starter = args.text("initiator_user_id")
    if starter and starter not in channel.members:
        raise Refused("user_not_in_channel")
    session = set_session(world, channel, thread_ts, args.need("status"), args.text("title") or "")
    answer: Json = {"status": session["status"], "agent_status": session["status"], "title": session["title"]}
    if "agent_session_stopped" not in world.company.app.events:
        warning = "missing_agent_session_stopped_event_subscription"
        answer |= {"warning": warning, "response_metadata": {"warnings": [warning]}}
    return answer


@method("agents.sessions.rename", needs=("channel_id", "thread_ts", "title"), scope=("chat:write",))
def rename_session(world: World, args: Args) -> Json:
    channel, thread_ts = _session_place(world, args)
    if not 0 < len(args.need("title")) <= LONGEST_TITLE:
        raise Refused("invalid_arguments", "must be from 1 to 200 characters [json-pointer:/title]")
    session = world.space.sessions.get((channel.id, thread_ts))
    if session is None:
        raise Refused("session_not_found")
    session["title"] = args.need("title")
    world.space.changed({"kind": "session", "channel": channel.id, "thread_ts": thread_ts, **session})
    return {"title": session["title"]}
