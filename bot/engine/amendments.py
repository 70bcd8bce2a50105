"""What a model makes of an answer that stands goes in; it takes the answer's place or is said below it, once, or it is dropped.

A late reading comes from the process that waited for it; an objection from the check below, which runs while nobody waits.
"""

from __future__ import annotations

from typing import Any

import structlog
from dbos import DBOS, SetEnqueueOptions

from bot.engine import turns
from bot.engine.patience import patiently, unless_away
from bot.engine.sealed import proved, queue, sealed
from bot.engine.steps import Plain, now_in, until_the_stop
from bot.engine.workflows import FAILED, RETRIES, TOO_EARLY, decide, enqueue_notice, timed, until_said, why_of

log = structlog.get_logger("mayi.engine")

AMENDMENTS = "amendments"
CHECKS = "checks"
PAUSES = (60.0, 600.0, 1500.0)
"""Seconds before a check is tried again that got no reply: the last try begins before an hour is over."""
LONGEST_WAITS = {"turn": turns.THEN_SECONDS, "amend": turns.THEN_SECONDS, "check": PAUSES[-1], "notice": 86_400.0}
"""Name of work that is ever put off -> seconds, at most."""
BEHIND = 2e-6
"""Seconds by which an amendment stands behind its answer and before whatever its asker says next."""


@DBOS.step(name="check", max_attempts=3, **RETRIES)
@until_the_stop
@proved
def _check(told: Plain) -> Any:
    return unless_away(lambda: now_in().amend.check(told))


@DBOS.step(name="reread", max_attempts=3, **RETRIES)
@until_the_stop
@proved
def _reread(asked: Plain, given: Plain) -> Any:
    def read() -> Plain:
        if turns.is_too_early(asked):
            return {TOO_EARLY: True}
        return now_in().amend.read(asked, {**given, "overtaken": turns.is_overtaken(asked)})

    return timed(read)


@DBOS.step(name="say again", max_attempts=3, **RETRIES)
@until_the_stop
@proved
def _say(state: Plain) -> Any:
    return timed(lambda: now_in().amend.say(state))


@DBOS.step(name="keep amended", max_attempts=8, **RETRIES)
@until_the_stop
@proved
def _keep(state: Plain) -> Any:
    return unless_away(lambda: now_in().amend.keep(state))


@DBOS.step(name="drop", max_attempts=8, **RETRIES)
@until_the_stop
@proved
def _drop(given: Plain, why: str) -> Any:
    return unless_away(lambda: now_in().amend.drop(given, why))


@DBOS.workflow(name="check")
@until_the_stop
@sealed
def check(told: Plain, tries: int) -> None:
    """One answer that words gave at once, looked at by the model that checks."""
    try:
        found = patiently(_check, told)
    except FAILED:
        log.warning("an answer stays unchecked: the step failed each time", key=told["asked"]["key"])
        return
    if found.get("again") and tries < len(PAUSES):
        enqueue_check(told, tries + 1)
    elif "given" in found:
        enqueue_amendment(found["asked"], found["given"])


@DBOS.workflow(name="amend")
@until_the_stop
@sealed
def amend(asked: Plain, given: Plain, tries: int) -> None:
    """One answer that stands, amended once; whatever keeps it from being amended leaves it as it is."""
    state: Plain = {"asked": asked, "given": given, "timings_ms": {}}
    steps = (("read", "reading", _reread), ("decide", "ruled", decide), ("say", "said", _say))
    for name, kept_as, step in steps:
        try:
            state[kept_as], state["timings_ms"][name] = patiently(step, *((asked, given) if name == "read" else (state,)))
        except FAILED:
            patiently(_drop, given, "failed")
            return
        if state[kept_as].get(TOO_EARLY):
            enqueue_amendment(asked, given, tries + 1)
            return
        if why := state[kept_as].get("dropped"):
            patiently(_drop, given, why)
            return
    state["posted"] = until_said(asked["key"], state["said"])
    ended = state["posted"]["state"]
    if ended == "stopped" or (ended != "posted" and not given.get("must_be_seen")):
        patiently(_drop, given, state["posted"]["reason"] or ended)
        return
    patiently(_keep, state)
    if ended != "posted":
        enqueue_notice(f"owner:{asked['key']}", {"kind": ended, "key": asked["key"], **why_of(state)})


def enqueue_check(told: Plain, tries: int = 0) -> None:
    """Queue the check of one answer. ``told``: ``asked`` and ``reading`` of its workflow."""
    pause = SetEnqueueOptions(delay_seconds=PAUSES[tries - 1] if tries else None)
    with pause:
        queue(CHECKS, check, f"check:{told['asked']['key']}:{tries}", told, tries)


def enqueue_amendment(asked: Plain, given: Plain, tries: int = 0) -> None:
    """Queue one amendment; a second use of its key is a no-op. It has its own turn in the talk: what its asker says next waits
    for it, and it gives way to what they have said already."""
    turn = asked["turn"] if tries else asked["turn"] + BEHIND
    asked = {**asked, "turn": turn}
    with turns.of_talk(asked, tries):
        queue(AMENDMENTS, amend, f"answer:{asked['key']}" + (f":turn{tries}" if tries else ""), asked, given, tries)
