"""The durable flows: an ``asked`` goes in, it is answered once and logged; a notice goes in, it is said once and kept.

Steps are appended, never reordered or removed: a workflow that began under the last release is finished by this one.
DBOS finds the functions of this module by name, and runs them with whatever steps ``steps.use`` was given.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import structlog
from dbos import DBOS, SetEnqueueOptions
from dbos._error import DBOSMaxStepRetriesExceeded
from dbos._serialization import PortableWorkflowError

from bot.engine import turns
from bot.engine.outbox import Said
from bot.engine.patience import patiently, rest, unless_away
from bot.engine.sealed import proved, queue, sealed
from bot.engine.steps import Plain, now_in, until_the_stop

log = structlog.get_logger("mayi.engine")

ANSWERS = "answers"
EXPLANATIONS = "explanations"
READINGS = "readings"
NOTICES = "notices"

TOO_EARLY = "too_early"
"""What ``read`` gives in place of a reading while an earlier question of the same talk is being answered."""

ROUNDS = 5000
"""Tries at saying one thing, about a day of a chat that does not answer, before it is left for the owner."""

FAILED = (DBOSMaxStepRetriesExceeded, PortableWorkflowError)
"""A step that failed in all its tries: the first as it happens, the second as it is read back after a crash."""

RETRIES: dict[str, Any] = {"retries_allowed": True, "interval_seconds": 0.2, "backoff_rate": 3.0}


def timed(call: Callable[[], Any]) -> Any:
    """What the call gives, with the milliseconds that it took; ``AWAY`` where a database is away."""

    def measured() -> list[Any]:
        begun = time.perf_counter()
        given = call()
        return [given, round((time.perf_counter() - begun) * 1000, 3)]

    return unless_away(measured)


@DBOS.step(name="read", max_attempts=3, **RETRIES)
@until_the_stop
@proved
def _read(asked: Plain) -> Any:
    return timed(lambda: {TOO_EARLY: True} if turns.is_too_early(asked) else now_in().answer.read(asked))


@DBOS.step(name="think", max_attempts=3, **RETRIES)
@until_the_stop
@proved
def _think(asked: Plain) -> Any:
    steps = now_in().answer
    return timed(lambda: (steps.think or steps.read)(asked))


@DBOS.step(name="decide", max_attempts=3, **RETRIES)
@until_the_stop
@proved
def decide(state: Plain) -> Any:
    return timed(lambda: now_in().answer.decide(state))


@DBOS.step(name="say", max_attempts=3, **RETRIES)
@until_the_stop
@proved
def _say(state: Plain) -> Any:
    return timed(lambda: now_in().answer.say(state))


@DBOS.step(name="sorry", max_attempts=3, **RETRIES)
@until_the_stop
@proved
def _sorry(state: Plain, step: str) -> Any:
    return unless_away(lambda: now_in().answer.sorry(state, step))


@DBOS.step(name="post", max_attempts=8, **RETRIES)
@until_the_stop
@proved
def _post(key: str, said: Said) -> Any:
    return unless_away(lambda: asdict(now_in().sayer.say_once(key, said)))


@DBOS.step(name="log", max_attempts=8, **RETRIES)
@until_the_stop
@proved
def _log(state: Plain) -> Any:
    return unless_away(lambda: now_in().answer.log(state))


@DBOS.step(name="explain", max_attempts=3, **RETRIES)
@until_the_stop
@proved
def _explain(told: Plain) -> Any:
    return unless_away(lambda: asdict(now_in().explain(told)))


@DBOS.step(name="word", max_attempts=3, **RETRIES)
@until_the_stop
@proved
def _word(notice: Plain) -> Any:
    return unless_away(lambda: now_in().notice.word(notice))


@DBOS.step(name="keep", max_attempts=8, **RETRIES)
@until_the_stop
@proved
def _keep(notice: Plain, outcome: Plain) -> Any:
    return unless_away(lambda: now_in().notice.keep(notice, outcome))


@DBOS.workflow(name="answer")
@until_the_stop
@sealed
def answer(asked: Plain) -> None:
    """One question, answered once; where a model is to read it too, by the workflow below, so that nobody waits behind it."""
    _answer(asked, _read)


@DBOS.workflow(name="turn")
@until_the_stop
@sealed
def turn(asked: Plain, tries: int) -> None:
    """One question that was too early ``tries`` times."""
    _answer(asked, _read, tries)


@DBOS.workflow(name="think")
@until_the_stop
@sealed
def think(asked: Plain) -> None:
    """One question that a model reads too, answered once."""
    _answer(asked, _think)


def _answer(asked: Plain, read: Callable[[Plain], Any], tries: int = 0) -> None:
    state: Plain = {"asked": asked, "timings_ms": {}}
    for name, kept_as, step in (("read", "reading", read), ("decide", "ruled", decide), ("say", "said", _say)):
        try:
            state[kept_as], state["timings_ms"][name] = patiently(step, asked if name == "read" else state)
        except FAILED:
            state["failed"] = name
            state["said"] = patiently(_sorry, state, name)
            break
        if name == "read" and state["reading"].get(TOO_EARLY):
            enqueue_turn(asked, tries + 1)
            return
        if name == "read" and state["reading"].get("later"):
            enqueue_thinking(asked)
            return
    state["posted"] = until_said(asked["key"], state["said"])
    patiently(_log, state)
    if state["posted"]["state"] == "posted" and "explain" in state["said"]:
        enqueue_explanation({"asked": asked, "explain": state["said"]["explain"]})
    if state["posted"]["state"] not in ("posted", "stopped"):
        enqueue_notice(f"owner:{asked['key']}", {"kind": state["posted"]["state"], "key": asked["key"], **why_of(state)})


@DBOS.workflow(name="explain")
@until_the_stop
@sealed
def explain(told: Plain) -> None:
    """More about one answer, which stands already: where it cannot be said, nobody is without a reply."""
    for _ in range(ROUNDS):
        try:
            outcome = patiently(_explain, told)
        except FAILED:
            log.warning("an answer stays without its explanation: the step failed each time", key=told["asked"]["key"])
            return
        if outcome["state"] != "wait":
            return
        rest(max(outcome["seconds"], 0.05))


@DBOS.workflow(name="notice")
@until_the_stop
@sealed
def notice(told: Plain) -> None:
    """One thing that the house says by itself, said once."""
    said = patiently(_word, told)
    if said is None:
        patiently(_keep, told, {"state": "dropped", "ts": "", "reason": "nothing to say any more", "said": {}})
        return
    patiently(_keep, told, {**until_said(str(DBOS.workflow_id), said), "said": said})


def why_of(state: Plain) -> Plain:
    """For the notice of an answer that nobody may have seen: Slack's reason, or the step that failed."""
    return {"reason": state["posted"]["reason"], "failed": state.get("failed", "")}


def until_said(key: str, said: Said) -> Plain:
    """Try until it is decided; waits are durable, so a crash does not begin them anew."""
    outcome: Plain = {}
    for _ in range(ROUNDS):
        outcome = patiently(_post, key, said)
        if outcome["state"] != "wait":
            return outcome
        rest(max(outcome["seconds"], 0.05))
    return {**outcome, "state": "late"}


def enqueue_answer(asked: Plain) -> None:
    """Queue one question; a second use of its key is a no-op."""
    asked = turns.placed(asked)
    with turns.of_talk(asked):
        queue(ANSWERS, answer, f"answer:{asked['key']}", asked)


def enqueue_turn(asked: Plain, tries: int) -> None:
    """Queue one question again, behind what was asked before it in the same talk."""
    with turns.of_talk(asked, tries):
        queue(ANSWERS, turn, f"answer:{asked['key']}:turn{tries}", asked, tries)


def enqueue_thinking(asked: Plain) -> None:
    """Queue one question that a model reads too; a second use of its key is a no-op."""
    with turns.of_talk(asked):
        queue(READINGS, think, f"answer:{asked['key']}:think", asked)


def enqueue_explanation(told: Plain) -> None:
    """Queue more about one answer; a second use of its key is a no-op."""
    queue(EXPLANATIONS, explain, f"explain:{told['asked']['key']}", told)


def enqueue_notice(workflow_id: str, told: Plain, seconds: float = 0) -> None:
    """Queue one notice, to be worded in so many seconds; a second use of the id is a no-op."""
    with SetEnqueueOptions(delay_seconds=seconds or None):
        queue(NOTICES, notice, workflow_id, told)
