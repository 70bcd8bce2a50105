"""How far a model is believed goes in, as plain values; what askers and owners are told of it comes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from babel.dates import format_date, format_timedelta
from babel.numbers import format_decimal, format_percent

from bot.policy.trust import Level
from bot.saying.words import Words, words_for

LEVELS = {
    Level.OFF: "model.level.off",
    Level.PROPOSES: "model.level.proposes",
    Level.BELIEVED: "model.level.believed",
}
WHYS = {
    "none": "model.why.none",
    "new": "model.why.new",
    "refused": "model.why.refused",
    "changed": "model.why.changed",
    "edited": "model.why.edited",
    "taken_back": "model.why.taken_back",
    "away": "model.why.away",
    "exam": "model.why.exam",
    "owner": "model.why.owner",
}
"""Why a model is believed no further."""
LOST = {
    "refused": "model.lost.refused",
    "changed": "model.lost.changed",
    "edited": "model.lost.edited",
    "taken_back": "model.lost.taken_back",
    "away": "model.lost.away",
}
ENDED = {"done": "model.doubted.done", "already": "model.doubted.already", "gone": "model.doubted.gone"}


def doubt_captions(words: Words) -> dict[str, str]:
    """The entry of an answer's menu that takes belief away, and its dialog."""
    return {
        "doubt": words("model.doubt"),
        "doubt_confirm": words("model.doubt.confirm"),
        "doubt_yes": words("model.doubt.yes"),
        "doubt_no": words("model.doubt.no"),
    }


def doubted(ended: str, receipt: str, language: str) -> str:
    """The word to whoever chose it, in private. ``ended``: a key of ``ENDED``."""
    return words_for(language, (language,))(ENDED[ended], receipt=receipt)


def lost(why: str, model: str, policy_languages: tuple[str, ...], **told: str) -> str:
    """A word to the owner: why the model is believed no more, and what to run. ``why``: a key of ``LOST``; ``told``: the record,
    the receipt, and the figures of an admission that it failed."""
    return words_for("", policy_languages)(LOST[why], model=model, command=command_of(model), **told)


def command_of(model: str) -> str:
    """What examines a model."""
    return f"mayi exam --model {model}"


class ExamProgress(Protocol):
    """How far an exam is."""

    @property
    def done(self) -> int: ...
    @property
    def of(self) -> int: ...
    @property
    def seconds_left(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a model is believed now, and why no further."""

    model: str
    level: Level
    why: str = ""
    """A key of ``WHYS``, or empty."""
    receipt: str = ""
    """Of the answer that was taken back."""
    examined: date | None = None
    bound: float = 1.0
    asks_exam: bool = False
    """Whether its owner may be asked to have its exam sat while nobody asks: one could be, and nothing was said of it."""
    progress: ExamProgress | None = None
    """Of an exam that is sat so."""


def line(now: Standing, words: Words) -> str:
    """For an owner's App Home: the level, since when, and at most how wrong it is."""
    level, command = words(LEVELS[now.level]), command_of(now.model)
    if now.examined is None:
        said = words("home.model.unexamined", model=now.model, level=level, command=command) + progress(now, words)
        return f"{said} {words(WHYS[now.why], receipt=now.receipt)}" if now.why in ("new", *LOST) else said
    day, bound = format_date(now.examined, format="long", locale=words.language), percent(now.bound, words)
    said = words("home.model", model=now.model, level=level, day=day, bound=bound) + progress(now, words)
    return f"{said} {words(WHYS[now.why], receipt=now.receipt)} `{command}`" if now.why in LOST else said


def progress(now: Standing, words: Words) -> str:
    """How far an exam in idle time is, as a sentence behind others; empty where none is sat."""
    if now.progress is None:
        return ""
    done, of = (str(format_decimal(number, locale=words.language)) for number in (now.progress.done, now.progress.of))
    if not now.progress.seconds_left:
        return " " + words("model.exam.progress", done=done, of=of)
    left = format_timedelta(timedelta(seconds=now.progress.seconds_left), locale=words.language)
    return " " + words("model.exam.progress.left", done=done, of=of, left=left)


def percent(share: float, words: Words) -> str:
    """A share as people write it, to a hundredth of a percent."""
    return str(format_percent(round(share, 4), locale=words.language, decimal_quantization=False))
