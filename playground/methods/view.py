"""Arguments of views.* in, modals and App Homes out."""

from __future__ import annotations

from playground.refusal import Json, Refused
from playground.registry import Args, method
from playground.views import checked_view
from playground.world import World


@method("views.open", needs=("view",), tier=4)
def open_(world: World, args: Args) -> Json:
    view = checked_view(args.json("view"), ("modal",))
    trigger = _trigger(world, args)
    return {"view": _of_step(world, args, world.views.open(trigger["user"], view, trigger["channel"]))}


@method("views.push", needs=("view",), tier=4)
def push(world: World, args: Args) -> Json:
    view = checked_view(args.json("view"), ("modal",))
    trigger = _trigger(world, args)
    return {"view": _of_step(world, args, world.views.push(trigger["user"], view, trigger["channel"]))}


def _of_step(world: World, args: Args, view: Json) -> Json:
    if args.step:
        world.of_step[view["id"]] = args.step
    return view


def _trigger(world: World, args: Args) -> Json:
    """Who clicked, and where; raises Refused."""
    given = [args.given[key] for key in ("trigger_id", "interactivity_pointer") if args.given.get(key)]
    if len(given) != 1:
        raise Refused("invalid_arguments", "missing required field: trigger_id")
    return world.triggers.exchange(given[0])


@method("views.update", needs=("view",), tier=4)
def update(world: World, args: Args) -> Json:
    view_id, external_id = args.text("view_id"), args.text("external_id")
    if not view_id and not external_id:
        raise Refused("invalid_arguments", "one of `view_id` and `external_id` is needed")
    user, old = world.views.find(view_id, external_id)
    view = checked_view(args.json("view"), ("modal", "home"))
    if view["type"] != old["type"]:
        raise Refused("invalid_arguments", f"the type of a view cannot change from {old['type']} to {view['type']}")
    return {"view": world.views.update(user, old, view, args.text("hash"))}


@method("views.publish", needs=("user_id", "view"), tier=4)
def publish(world: World, args: Args) -> Json:
    view = checked_view(args.json("view"), ("home",))
    if args.need("user_id") not in world.space.people:
        raise Refused("invalid_arguments", f"no user `{args.need('user_id')}` [json-pointer:/user_id]")
    return {"view": world.views.publish(args.need("user_id"), view, args.text("hash"))}
