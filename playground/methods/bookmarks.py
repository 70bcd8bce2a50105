"""Arguments of bookmarks.* in, the links at the top of a channel out."""

from __future__ import annotations

from playground.methods.channels import readable
from playground.refusal import Json, Refused
from playground.registry import Args, method
from playground.workspace import Channel, new_id
from playground.world import World

MOST = 100
WRITE = ("bookmarks:write",)


@method("bookmarks.list", needs=("channel_id",), scope=("bookmarks:read",))
def list_(world: World, args: Args) -> Json:
    return {"bookmarks": readable(world, args.given.get("channel_id")).bookmarks}


@method("bookmarks.add", needs=("channel_id", "title", "type"), scope=WRITE, tier=2)
def add(world: World, args: Args) -> Json:
    channel = readable(world, args.given.get("channel_id"))
    if args.need("type") != "link":
        raise Refused("invalid_bookmark_type")
    link = _link(args)
    if not link:
        raise Refused("invalid_link")
    if len(channel.bookmarks) >= MOST:
        raise Refused("too_many_bookmarks")
    now = int(world.clock.now())
    made: Json = {"id": new_id("Bk"), "channel_id": channel.id, "type": "link", "title": args.need("title"), "link": link}
    made |= {"emoji": args.text("emoji") or "", "icon_url": "", "entity_id": args.text("entity_id"), "rank": new_id("")[:4]}
    made |= {"app_id": world.company.app.id, "date_created": now, "date_updated": 0, "last_updated_by_user_id": ""}
    channel.bookmarks.append(made)
    return {"bookmark": made}


@method("bookmarks.edit", needs=("channel_id", "bookmark_id"), scope=WRITE, tier=2)
def edit(world: World, args: Args) -> Json:
    _, found = _bookmark(world, args)
    changes = {key: value for key in ("title", "emoji") if (value := args.text(key)) is not None}
    if link := _link(args):
        changes["link"] = link
    found.update(changes, date_updated=int(world.clock.now()), last_updated_by_user_id=world.company.app.bot_user)
    return {"bookmark": found}


@method("bookmarks.remove", needs=("channel_id", "bookmark_id"), scope=WRITE, tier=2)
def remove(world: World, args: Args) -> Json:
    channel, found = _bookmark(world, args)
    channel.bookmarks.remove(found)
    return {}


def _bookmark(world: World, args: Args) -> tuple[Channel, Json]:
    channel = readable(world, args.given.get("channel_id"))
    found = next((one for one in channel.bookmarks if one["id"] == args.need("bookmark_id")), None)
    if found is None:
        raise Refused("not_found")
    return channel, found


def _link(args: Args) -> str:
    link = args.text("link") or ""
    if link and not link.startswith(("http://", "https://", "mailto:", "slack://")):
        raise Refused("invalid_link")
    return link
