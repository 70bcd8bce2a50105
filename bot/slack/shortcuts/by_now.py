"""A form with somebody's present choice goes in; it shows what is ruled of that, and what was shown is kept, once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack

from bot.policy.talks.checks import Shown, Who
from bot.slack.doors.all import Doors
from bot.slack.shortcuts.screen import Screen, Seen
from bot.slack.shortcuts.told import who_of

ByNow = Callable[[Doors, dict[str, Any]], tuple[Shown, dict[str, Any], dict[str, Any]]]
"""What is ruled of the present choice, the form that shows it, and the one for when nobody can tell what is newest."""


def show(doors: Doors, screen: Screen, body: dict[str, Any], by_now: ByNow) -> None:
    """Something was picked: show in the same form what holds now."""
    shown, after, unsure = by_now(doors, body)
    _settle(doors, who_of(body), shown, screen.update(body, after, unsure))


def answer(ack: Ack, doors: Doors, body: dict[str, Any], by_now: ByNow) -> None:
    """The answer to the form as it is sent: it can be overtaken by nothing."""
    shown, after, _ = by_now(doors, body)
    if shown.key:
        doors.checks.keep(shown, who_of(body))
    ack(response_action="update", view=after)


def _settle(doors: Doors, who: Who, shown: Shown, seen: Seen) -> None:
    """Keep what is seen; where the form was closed meanwhile, the answer goes to the asker directly."""
    if seen is Seen.OVERTAKEN or not shown.key or shown.answer is None:
        return
    doors.checks.keep(shown, who)
    if seen is Seen.NO:
        verdict, word = shown.answer.sentence, shown.answer.word
        verdict = doors.texts(shown.language, "labelled", label=word, text=verdict) if word else verdict
        words = doors.texts(shown.language, "pick.closed", answer=verdict, receipt=shown.answer.receipt)
        doors.checks.tell(who, f"closed:{shown.key}", words)
