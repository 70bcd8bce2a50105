"""A question and what was clicked on its answer go in; what the bot would say comes out, to click on again. Nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.answers.answer import Answered, answer_reading, rule_all
from bot.answers.mind import Mind
from bot.answers.settle import after_all
from bot.clock.today import today_at
from bot.console.doors import MatrixWish
from bot.console.matrix import ASK, as_why
from bot.console.pressing import field_of
from bot.console.values.shown import Box, Choice, Try
from bot.policy.deciding.rulings import Stated
from bot.policy.deciding.ticks import AS_TICKED, TICK
from bot.policy.talks.answer import Answer, asks_of
from bot.policy.talks.checks import Pressed
from bot.policy.talks.talk import Asker, Reading, SafeText
from bot.reading.door import make_safe
from bot.reading.reader import Reader
from bot.saying.notices.own import by_todays_policy
from bot.saying.plain import as_text

READINGS = 4
"""Of a model, so that a click does not ask it again."""


def tried(mind: Mind, language: str, text: str, wish: MatrixWish, pressed: Sequence[Pressed] = ()) -> Try:
    """What the bot would say to somebody in that role and country, after these clicks."""
    asker = Asker("", wish.role.casefold(), wish.country.casefold(), language, frozenset({wish.role} if wish.role else ()))
    today = today_at(mind.knowledge)
    read = _heard if mind.is_helped else _read
    heard = read(mind.reader, make_safe(text), asker)
    reading = after_all(mind, pressed, heard, lambda one: rule_all(mind, one, today))
    answered = answer_reading(mind, reading, None, "", today)
    answer = answered.answer
    if any(one.version != mind.version for one in pressed):
        answer = by_todays_policy(answer)
    return _with_controls(
        Try(
            word=f"{answer.shape} {answer.word}".strip(),
            verdict=ASK if answer.label == ASK else answer.verdict,
            text=as_text(answer, asks=False),
            read_as=answer.read_as,
            why=tuple(as_why(line) for line in answer.why),
            pressed=tuple(map(field_of, pressed)),
        ),
        answered,
        mind,
    )


def _read(reader: Reader, safe: SafeText, asker: Asker) -> Reading:
    return reader.read(safe, None, asker)


_heard = lru_cache(maxsize=READINGS)(_read)


def _with_controls(shown: Try, answered: Answered, mind: Mind) -> Try:
    """The choices of what is asked last, or the boxes of the one answer."""
    answer, pending = answered.answer, answered.state.pending
    last = answer.parts[-1] if answer.parts else answer
    asked = asks_of([one for one in last.choices if pending is not None and pending.of(one.slot)])
    card = pending.card if pending is not None else ""

    def field(slot: str, value: str) -> str:
        return field_of(Pressed(slot, value, version=mind.version, card=card))

    captions = last.captions
    menus = [(captions.get(f"choose.{one.slot}", captions["choose"]), one.menu) for one in asked if one.menu]
    boxes = () if answer.parts else _boxes(answer, mind.knowledge.organisation.time_zone)
    is_proposed = any(line.box and line.is_proposed for line in answer.checklist) and bool(boxes)
    return replace(
        shown,
        asked=last.sentence,
        buttons=tuple(Choice(field(one.slot, one.value), one.label) for of in asked for one in of.buttons),
        menus=tuple((name, tuple(Choice(field(one.slot, one.value), one.label) for one in of)) for name, of in menus),
        boxes=boxes,
        ticking=field(TICK, "") if boxes else "",
        as_ticked=Choice(field(TICK, AS_TICKED), captions["as_ticked"]) if is_proposed else None,
    )


def _boxes(answer: Answer, zone: str) -> tuple[Box, ...]:
    captions = answer.captions

    def remark(at: str, *, is_proposed: bool) -> str:
        if at:
            return f"{captions['ticked']}, {datetime.fromisoformat(at).astimezone(ZoneInfo(zone)):%H:%M}"
        return captions["near"].format(label="").strip() if is_proposed else ""

    return tuple(
        Box(line.box, line.text, remark(line.ticked_at, is_proposed=line.is_proposed), line.stated is Stated.MET)
        for line in answer.checklist
        if line.box
    )
