"""Arguments of usergroups.* in, groups of people and what the app hears of them out."""

from __future__ import annotations

from dataclasses import replace

from playground.company import Group
from playground.refusal import Json, Refused
from playground.registry import Args, method
from playground.workspace import new_id
from playground.world import World

READ, WRITE = ("usergroups:read",), ("usergroups:write",)


@method("usergroups.list", scope=READ, json=False, tier=2)
def list_(world: World, args: Args) -> Json:
    shown = [group for group in world.space.groups.values() if args.flag("include_disabled") or not group.disabled]
    return {"usergroups": [described(world, group, args.flag("include_users")) for group in shown]}


@method("usergroups.users.list", needs=("usergroup",), scope=READ, json=False, tier=2)
def members(world: World, args: Args) -> Json:
    return {"users": list(_group(world, args).people)}


@method("usergroups.create", needs=("name",), scope=WRITE, tier=2)
def create(world: World, args: Args) -> Json:
    handle = args.text("handle") or args.need("name").lower().replace(" ", "-")
    _check(world, handle, args.need("name"))
    made = Group(new_id("S"), handle, args.need("name"), (), args.text("description") or "")
    world.space.groups[made.id] = made
    return {"usergroup": _told(world, "subteam_created", made)}


@method("usergroups.update", needs=("usergroup",), scope=WRITE, tier=2)
def update(world: World, args: Args) -> Json:
    group = _group(world, args)
    name, handle = args.text("name") or group.name, args.text("handle") or group.handle
    words = args.text("description")
    _check(world, handle, name, group.id)
    described_as = group.description if words is None else words
    return {"usergroup": _changed(world, replace(group, name=name, handle=handle, description=described_as))}


@method("usergroups.disable", needs=("usergroup",), scope=WRITE, tier=2)
def disable(world: World, args: Args) -> Json:
    return {"usergroup": _changed(world, replace(_group(world, args), disabled=True))}


@method("usergroups.enable", needs=("usergroup",), scope=WRITE, tier=2)
def enable(world: World, args: Args) -> Json:
    return {"usergroup": _changed(world, replace(_group(world, args), disabled=False))}


@method("usergroups.users.update", needs=("usergroup", "users"), scope=WRITE, tier=2)
def set_members(world: World, args: Args) -> Json:
    group = _group(world, args)
    users = tuple(dict.fromkeys(user.strip() for user in args.need("users").split(",") if user.strip()))
    if not users:
        raise Refused("no_users_provided")
    if any(user not in world.space.people for user in users):
        raise Refused("invalid_users")
    world.space.groups[group.id] = changed = replace(group, people=users)
    came, went = [user for user in users if user not in group.people], [user for user in group.people if user not in users]
    event: Json = {"subteam_id": group.id, "team_id": world.company.team_id, "date_update": int(world.clock.now())}
    event |= {"added_users": came, "added_users_count": len(came), "removed_users": went, "removed_users_count": len(went)}
    _tell(world, "subteam_members_changed", event)
    return {"usergroup": described(world, changed, True)}


def described(world: World, group: Group, with_users: bool) -> Json:
    """A user group object."""
    made: Json = {"id": group.id, "team_id": world.company.team_id, "is_usergroup": True, "is_subteam": True, "name": group.name}
    made |= {"handle": group.handle, "description": group.description, "user_count": len(group.people), "is_external": False}
    made["date_delete"] = int(world.clock.now()) if group.disabled else 0
    return {**made, "users": list(group.people)} if with_users else made


def _group(world: World, args: Args) -> Group:
    group = world.space.groups.get(args.need("usergroup"))
    if group is None:
        raise Refused("no_such_subteam")
    return group


def _check(world: World, handle: str, name: str, own: str = "") -> None:
    others = [group for group in world.space.groups.values() if group.id != own]
    if any(group.handle == handle for group in others):
        raise Refused("handle_already_exists")
    if any(group.name == name for group in others):
        raise Refused("name_already_exists")


def _changed(world: World, group: Group) -> Json:
    world.space.groups[group.id] = group
    return _told(world, "subteam_updated", group)


def _told(world: World, kind: str, group: Group) -> Json:
    shown = described(world, group, True)
    _tell(world, kind, {"subteam": shown})
    return shown


def _tell(world: World, kind: str, event: Json) -> None:
    world.space.tell_app(kind, {"type": kind, **event, "event_ts": world.space.next_ts()})
