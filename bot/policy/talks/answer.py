"""The answer as it is said: the words given back, without any markup of where they are shown. Plain and frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bot.policy.deciding.rulings import Stated
from bot.policy.requests import Offer
from bot.policy.talks.talk import Intent, WhyLine
from bot.policy.words import Slot, Verdict

MOST_BUTTONS = 6
"""Choices, with the one for those who do not know."""


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One condition in an answer's checklist."""

    text: str
    stated: Stated
    general: bool = False
    box: str = ""
    """What a tick of it is kept as; empty where nobody can tick it here."""
    ticked_at: str = ""
    """When the asker ticked it, in UTC."""
    is_proposed: bool = False
    """A model ticked it whose word does not count."""


@dataclass(frozen=True, slots=True)
class TermsLine:
    """One point of a vendor's terms in an answer, with where that stands and until when it was looked at."""

    text: str
    place: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One button of a question back."""

    slot: Slot
    value: str
    label: str
    examples: str = ""
    """Of a kind of data two things that are of it, as this policy has them."""
    first: bool = False
    """One of the few that are most likely meant: where the others are a list, it is a button."""


@dataclass(frozen=True, slots=True)
class Asks:
    """The choices about one thing as they are shown: buttons, a menu, or the likely ones as buttons beside a menu."""

    slot: Slot
    buttons: tuple[Choice, ...]
    menu: tuple[Choice, ...] = ()


def asks_of(choices: Sequence[Choice]) -> tuple[Asks, ...]:
    """A few choices are buttons, many a menu; where two things are asked at once, each is a menu."""
    groups = [tuple(of_slot) for _, of_slot in groupby(choices, key=lambda choice: choice.slot)]
    if len(groups) == 1 and len(choices) <= MOST_BUTTONS:
        return (Asks(groups[0][0].slot, groups[0]),)
    return tuple(
        Asks(of[0].slot, tuple(one for one in of if one.first), tuple(one for one in of if not one.first)) for of in groups
    )


def still_asks(answer: Answer) -> bool:
    """Whether there is a choice to make, or a box that nobody ticked."""
    is_open = any(line.box and (line.is_proposed or line.stated is not Stated.MET) for line in answer.checklist)
    return bool(answer.choices) or is_open or any(map(still_asks, answer.parts))


@dataclass(frozen=True, slots=True)
class ToolLine:
    """One row of a table: a tool, or a kind of data where nobody said which."""

    label: str
    verdict: Verdict
    shape: str
    word: str
    condition: str = ""
    """The one condition that matters most."""
    group: str = ""
    """The heading that it stands under, where there are several."""


@dataclass(frozen=True, slots=True)
class Start:
    """The one tool that somebody who asks for a tool is told to start with."""

    label: str
    why: str = ""
    """Why this one: who has it, that it is made for the task, that the policy names it."""
    others: str = ""
    """What else, in one line; all of it stands in ``Answer.tools``."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The words given back, without any Slack markup. ``text`` is the whole of it as plain text, verdict first."""

    language: str
    label: str
    """allow, conditional, deny, ask, not_listed, off_topic."""
    verdict: str
    """A ``Verdict`` value, or empty where nothing was decided."""
    intent: Intent
    shape: str
    word: str
    sentence: str
    checklist: tuple[CheckLine, ...] = ()
    how_to_get: str = ""
    instead: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    """Numbered steps of the incident path."""
    contact: str = ""
    """Whom to tell, from policy.yaml; empty where it names nobody."""
    why: tuple[WhyLine, ...] = ()
    notes: tuple[str, ...] = ()
    tools: tuple[ToolLine, ...] = ()
    start: Start | None = None
    """With it ``tools`` wait behind a button."""
    choices: tuple[Choice, ...] = ()
    read_as: str = ""
    receipt: str = ""
    version: str = ""
    passages: tuple[WhyLine, ...] = ()
    background: tuple[WhyLine, ...] = ()
    """Sentences in a model's words, each with its passage's place; shown as background only."""
    terms: tuple[TermsLine, ...] = ()
    """What is recorded of the vendor's terms on the points that were asked about."""
    footer: str = ""
    """Receipt, policy version and, for a sample company, that it is one."""
    captions: dict[str, str] = field(default_factory=dict)
    """Headings and button words in the answer's language: ``why``, ``instead``, ``get``, ``read_as``, ``correct`` ..."""
    offers: tuple[Offer, ...] = ()
    """What can be asked for with one button: access to the tool, or somebody's word."""
    announcement: str = ""
    """An admin's words above the answer, for as long as they hang on the notice board."""
    parts: tuple[Answer, ...] = ()
    """With several questions in one message: one answer each; the top is their summary."""
    text: str = ""
