"""A workflow's step that the app does in, `function_executed` out; functions.completeSuccess and completeError end it."""

from __future__ import annotations

from typing import Any

from playground.refusal import Json, Refused
from playground.registry import Args, method
from playground.workspace import new_id
from playground.world import World


def run(world: World, callback_id: str, inputs: Json) -> Json:
    """Let a workflow come to a step of the app; raises Refused where the app has none or inputs are missing."""
    declared = {one["callback_id"]: one for one in world.company.app.functions}
    if declared and callback_id not in declared:
        raise Refused("no_such_function", f"no such step: {callback_id}; there are: {', '.join(declared)}")
    function = _described(world, callback_id, declared.get(callback_id, {}))
    if absent := _absent(function["input_parameters"], inputs):
        raise Refused("parameter_validation_failed", *absent)
    step: Json = {"id": new_id("Fx"), "token": new_id("xwfp-"), "status": "running", "function": function, "inputs": inputs}
    world.steps[step["id"]] = step
    event: Json = {"type": "function_executed", "function": function, "inputs": inputs, "function_execution_id": step["id"]}
    event |= {"workflow_execution_id": new_id("Wx"), "event_ts": world.space.next_ts(), "bot_access_token": step["token"]}
    world.delivery.send_event(world.event_body(event))  # nobody subscribes to it: who declares a step hears of it
    return step


def _described(world: World, callback_id: str, declared: Json) -> Json:
    now = int(world.clock.now())
    made: Json = {"id": new_id("Fn"), "callback_id": callback_id, "title": declared.get("title", callback_id), "type": "app"}
    made |= {key: _listed(declared.get(key)) for key in ("input_parameters", "output_parameters")}
    made |= {"description": declared.get("description", ""), "app_id": world.company.app.id}
    return {**made, "date_created": now, "date_updated": now, "date_deleted": 0}


def _listed(parameters: Any) -> list[Json]:
    """A manifest names parameters in an object, the event in a list."""
    return [{"name": name, **one} for name, one in (parameters or {}).items()]


def _absent(parameters: list[Json], given: Json) -> list[str]:
    return [
        f"missing required parameter: {one['name']}" for one in parameters if one.get("is_required") and one["name"] not in given
    ]


@method("functions.completeSuccess", needs=("function_execution_id", "outputs"))
def succeed(world: World, args: Args) -> Json:
    step, outputs = _running(world, args), args.json("outputs")
    if not isinstance(outputs, dict):
        raise Refused("invalid_arguments", "must be an object [json-pointer:/outputs]")
    if absent := _absent(step["function"]["output_parameters"], outputs):
        raise Refused("parameter_validation_failed", *absent)
    step |= {"status": "completed", "outputs": outputs}
    return {}


@method("functions.completeError", needs=("function_execution_id", "error"))
def fail(world: World, args: Args) -> Json:
    step = _running(world, args)
    step |= {"status": "failed", "error": args.need("error")}
    return {}


def _running(world: World, args: Args) -> Json:
    step = world.steps.get(args.need("function_execution_id"))
    if step is None:
        raise Refused("function_execution_not_found")
    if step["status"] != "running":
        raise Refused("execution_not_in_running_state")
    return step
