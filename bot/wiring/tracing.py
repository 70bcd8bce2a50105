"""The door and the steps of an answer go in; the same come out, each with a span around it where traces are collected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.engine.steps import AnswerSteps
from bot.policy.talks.incoming import Incoming
from bot.traces import Traces

Plain = dict[str, Any]


def traced_door(
    traces: Traces, door: Callable[[Incoming], None], identity_of: Callable[[Incoming], str]
) -> Callable[[Incoming], None]:
    """How long it takes to take something in."""
    return traces.of("door", door, identity_of, lambda incoming: {"trigger": incoming.trigger, "channel": incoming.channel_kind})


def traced_steps(traces: Traces, steps: AnswerSteps) -> AnswerSteps:
    """How long each step takes; for the log, how saying it ended."""

    def of_asked(asked: Plain) -> str:
        return str(asked["key"])

    def of_state(state: Plain, *_: Any) -> str:
        return str(state["asked"]["key"])

    return AnswerSteps(
        read=traces.of("read", steps.read, of_asked),
        decide=traces.of("decide", steps.decide, of_state),
        say=traces.of("say", steps.say, of_state),
        sorry=traces.of("sorry", steps.sorry, of_state, lambda _state, step: {"failed": step}),
        log=traces.of("log", steps.log, of_state, lambda state: {"posted": state["posted"]["state"]}),
        think=traces.of("think", steps.think, of_asked) if steps.think else None,
    )
