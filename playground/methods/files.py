"""Arguments of files.* in, what is known of files out: of people's files only name, type and size, unless a test gives more."""

from __future__ import annotations

import mimetypes
from typing import Any
from urllib.parse import quote

from playground.methods.chat import signed, writable
from playground.refusal import Json, Refused
from playground.registry import Args, method, page_of
from playground.workspace import new_id
from playground.world import World

LARGEST = 20 * 1024 * 1024


def described_file(world: World, user: str, given: Json) -> Json:
    """A file object as events carry it. `given`: name, and perhaps mimetype, size, title, id and content."""
    name = str(given.get("name") or "untitled")
    file_id = str(given.get("id") or new_id("F"))
    kind = str(given.get("mimetype") or mimetypes.guess_type(name)[0] or "application/octet-stream")
    content = given.get("content")
    raw = content.encode() if isinstance(content, str) else content if isinstance(content, bytes) else b""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else "binary"
    where = f"{world.base_url}/files-pri/{world.company.team_id}-{file_id}"
    made: Json = {
        "id": file_id,
        "created": int(world.clock.now()),
        "timestamp": int(world.clock.now()),
        "name": name,
        "title": str(given.get("title") or name),
        "mimetype": kind,
        "filetype": ending,
        "pretty_type": ending.upper(),
        "user": user,
        "user_team": world.company.team_id,
        "editable": False,
        "size": int(given.get("size") or len(raw)),
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": True,
        "public_url_shared": False,
        "display_as_bot": False,
        "url_private": f"{where}/{quote(name)}",
        "url_private_download": f"{where}/download/{quote(name)}",
        "permalink": f"{world.base_url}/files/{user}/{file_id}/{quote(name)}",
        "file_access": "visible",
    }
    world.space.files[file_id] = made
    world.contents[file_id] = raw
    return made


def share(world: World, channel_id: str, user: str, files: list[Json]) -> None:
    """`file_shared` for each file that came into a channel of the app."""
    if not world.space.bot_in(world.space.channels[channel_id]):
        return
    for file in files:
        event = {
            "type": "file_shared",
            "channel_id": channel_id,
            "file_id": file["id"],
            "user_id": user,
            "file": {"id": file["id"]},
        }
        world.space.tell_app("file_shared", {**event, "event_ts": world.space.next_ts()})


def _file(world: World, file_id: str) -> Json:
    if file_id not in world.space.files:
        raise Refused("file_not_found")
    return world.space.files[file_id]


@method("files.info", needs=("file",), scope=("files:read",), json=False, tier=4)
def info(world: World, args: Args) -> Json:
    return {"file": _file(world, args.need("file")), "comments": [], "response_metadata": {"next_cursor": ""}}


@method("files.list", scope=("files:read",), json=False)
def list_(world: World, args: Args) -> Json:
    user = args.text("user")
    found = [file for file in world.space.files.values() if user in (None, "", file["user"])]
    page, _ = page_of(found[::-1], args, 100, 1000)
    return {"files": page, "paging": {"count": len(page), "total": len(found), "page": 1, "pages": 1}}


@method("files.delete", needs=("file",), scope=("files:write",))
def delete(world: World, args: Args) -> Json:
    file = _file(world, args.need("file"))
    if file["user"] != world.company.app.bot_user:
        raise Refused("cant_delete_file")
    del world.space.files[file["id"]]
    world.contents.pop(file["id"], None)
    return {}


@method("files.getUploadURLExternal", needs=("filename", "length"), scope=("files:write",), json=False, tier=4)
def upload_url(world: World, args: Args) -> Json:
    try:
        length = int(args.need("length"))
    except ValueError as error:
        raise Refused("invalid_arguments", "must be a whole number [json-pointer:/length]") from error
    if length <= 0:
        raise Refused("invalid_arguments", "must be more than 0 [json-pointer:/length]")
    if length > LARGEST:
        raise Refused("file_upload_size_restricted")
    file_id = new_id("F")
    world.uploads[file_id] = {"name": args.need("filename"), "length": length, "content": None}
    return {"upload_url": f"{world.base_url}/upload/v1/{file_id}", "file_id": file_id}


@method("files.completeUploadExternal", needs=("files",), scope=("files:write",), tier=4)
def complete(world: World, args: Args) -> Json:
    wanted: Any = args.json("files")
    if not isinstance(wanted, list) or not wanted or not all(isinstance(one, dict) and one.get("id") for one in wanted):
        raise Refused("invalid_arguments", "must be a list of objects with `id` [json-pointer:/files]")
    for one in wanted:
        upload = world.uploads.get(one["id"])
        if upload is None or upload["content"] is None:
            raise Refused("file_not_found")
    bot = world.company.app.bot_user
    places = [place for place in [args.text("channel_id"), *(args.text("channels") or "").split(",")] if place]
    channels = [writable(world, place) for place in places]
    made = []
    for one in wanted:
        upload = world.uploads.pop(one["id"])
        made.append(described_file(world, bot, {**upload, "id": one["id"], "title": one.get("title"), "size": upload["length"]}))
    for channel in channels:
        message: Json = {
            "type": "message",
            "subtype": "file_share",
            **signed(world, args),
            "text": args.text("initial_comment") or "",
        }
        if args.text("thread_ts"):
            message["thread_ts"] = args.text("thread_ts")
        world.space.add_message(channel, {**message, "files": made, "upload": True})
        share(world, channel.id, bot, made)
    return {"files": made}
