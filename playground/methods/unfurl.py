"""A message with links of the app's domains in, `link_shared` out; chat.unfurl in, previews below that message out."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from playground.blocks import checked_message_blocks
from playground.refusal import Json, Refused
from playground.registry import Args, method
from playground.workspace import Channel, new_id
from playground.world import World

_LINK = re.compile(r"<(https?://[^|>]+)(?:\|[^>]*)?>")


def links_of(world: World, message: Json) -> list[Json]:
    """The links of a message that belong to the app: domain (as registered) and url."""
    found: list[Json] = []
    for url in dict.fromkeys(_LINK.findall(message.get("text", ""))):
        plain = url.replace("&amp;", "&")
        host = urlsplit(plain).hostname or ""
        if any(host == domain or host.endswith(f".{domain}") for domain in world.company.app.unfurl_domains):
            found.append({"domain": host, "url": plain})
    return found


def tell_of_links(world: World, channel: Channel, message: Json) -> None:
    """`link_shared`, also for channels that the app is not in."""
    links = links_of(world, message)
    if not links:
        return
    unfurl_id = new_id("unfurl-")
    world.unfurls[unfurl_id] = (channel.id, message["ts"])
    event: Json = {
        "type": "link_shared",
        "channel": channel.id,
        "is_bot_user_member": world.space.bot_in(channel),
        "user": message["user"],
        "message_ts": message["ts"],
        "unfurl_id": unfurl_id,
        "source": "conversations_history",
        "links": links,
        "event_ts": world.space.next_ts(),
    }
    if "thread_ts" in message:
        event["thread_ts"] = message["thread_ts"]
    world.space.tell_app("link_shared", event)


@method("chat.unfurl", scope=("links:write",))
def unfurl(world: World, args: Args) -> Json:
    channel, message = _message(world, args)
    unfurls: Any = args.json("unfurls", "invalid_unfurls_format")
    if unfurls is None:
        raise Refused("missing_unfurls")
    if not isinstance(unfurls, dict) or not all(isinstance(preview, dict) for preview in unfurls.values()):
        raise Refused("invalid_unfurls_format")
    mine = {link["url"] for link in links_of(world, message)}
    attached = [a for a in message.get("attachments", []) if a.get("app_unfurl_url") not in unfurls]
    for url, preview in unfurls.items():
        if url not in mine:
            raise Refused("cannot_unfurl_url" if url in message.get("text", "") else "cannot_unfurl_message")
        shown = {**preview, "app_unfurl_url": url, "from_url": url, "is_app_unfurl": True, "bot_id": world.company.app.bot}
        if "blocks" in preview:
            shown["blocks"] = checked_message_blocks(preview["blocks"])
        attached.append({"id": len(attached) + 1, "fallback": "[no preview available]", **shown})
    world.space.edit_message(channel, message, {"attachments": attached}, by=message["user"], mark_edited=False)
    return {}


def _message(world: World, args: Args) -> tuple[Channel, Json]:
    if args.text("unfurl_id"):
        if args.text("source") not in ("conversations_history", "composer"):
            raise Refused("invalid_arguments", "`unfurl_id` needs `source` [json-pointer:/source]")
        channel_id, ts = world.unfurls.get(args.need("unfurl_id"), ("", ""))
    else:
        channel_id, ts = args.need("channel"), args.need("ts")
        for key, value in (("channel", channel_id), ("ts", ts)):
            if not value:
                raise Refused(f"missing_{key}")
    channel = world.space.channels.get(channel_id)
    if channel is None:
        raise Refused("cannot_find_channel" if not args.text("unfurl_id") else "invalid_unfurl_id")
    return channel, world.space.message(channel, ts, "cannot_find_message")
