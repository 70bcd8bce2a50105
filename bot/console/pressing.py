"""A click on an answer of the try-it box goes in, or its field of the form that sends it on; each comes out as the other."""

from __future__ import annotations

import json
from dataclasses import astuple, replace
from datetime import UTC, datetime

from starlette.datastructures import FormData
from starlette.requests import Request

from bot.policy.deciding.ticks import BETWEEN, TICK
from bot.policy.talks.checks import Pressed

MOST_PRESSED = 50
"""So many clicks on one answer; no more are taken."""
LONGEST = 2_000


def field_of(pressed: Pressed) -> str:
    """One line of JSON."""
    return json.dumps(astuple(pressed))


async def presses(request: Request) -> tuple[Pressed, ...]:
    """All clicks on the answer that a form shows, the newest last. Fields that are none of ours count for nothing."""
    form = await request.form()
    return (*_read(form, "pressed"), *(_with_boxes(one, form) for one in _read(form, "press")))[:MOST_PRESSED]


def _read(form: FormData, name: str) -> list[Pressed]:
    found = []
    for field in form.getlist(name):
        try:
            said = json.loads(field) if isinstance(field, str) and len(field) <= LONGEST else None
        except ValueError:
            continue
        if isinstance(said, list) and len(said) == len(astuple(Pressed("", ""))) and all(isinstance(one, str) for one in said):
            found.append(Pressed(*said))
    return found


def _with_boxes(one: Pressed, form: FormData) -> Pressed:
    """As it was sent now. A click on boxes says which of them are ticked."""
    ticked = BETWEEN.join(str(box) for box in form.getlist("box"))
    value = ticked if one.slot == TICK and not one.value else one.value
    return replace(one, value=value[:LONGEST], at=datetime.now(UTC).isoformat(timespec="seconds"))
