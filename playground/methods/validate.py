"""Block Kit JSON in, whether Slack would take it out: blocks.validate changes nothing."""

from __future__ import annotations

import re
from typing import Any

from playground import limits
from playground.blocks import block_faults
from playground.rates import UNLIMITED
from playground.refusal import Json, Refused
from playground.registry import Args, method
from playground.views import view_faults
from playground.world import World

_PLACE = re.compile(r"^(?P<what>.*) \[json-pointer:(?P<at>[^\]]*)\]$", re.DOTALL)


@method("blocks.validate", tier=UNLIMITED)
def validate(world: World, args: Args) -> Json:
    given = {key: args.json(key) for key in ("blocks", "message", "view") if args.given.get(key) not in (None, "")}
    if len(given) != 1:
        raise Refused("invalid_arguments", "must provide exactly one of `blocks`, `view`, or `message`")
    ((kind, value),) = given.items()
    faults = _faults(kind, value)
    if not faults:
        return {}
    raise Refused(f"invalid_{kind}", errors=[_as_object(fault, kind) for fault in faults])


def _faults(kind: str, value: Any) -> list[str]:
    if kind == "view":
        return view_faults(value, ("modal", "home")) if isinstance(value, dict) else ["must be an object [json-pointer:/view]"]
    blocks = value if kind == "blocks" else value.get("blocks", []) if isinstance(value, dict) else None
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return ["must be a list of blocks [json-pointer:/blocks]"]
    return block_faults(blocks, "message", limits.MESSAGE_BLOCKS)


def _as_object(fault: str, kind: str) -> Json:
    found = _PLACE.match(fault)
    what, at = (found["what"], found["at"]) if found else (fault, "")
    prefix = {"blocks": "/blocks", "view": "/view"}.get(kind, "")
    return {"code": "failed_constraint", "message": what, "pointer": at.removeprefix(prefix)}
