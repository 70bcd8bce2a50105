"""A gap and the owner's choice go in; the edit that would close it comes out: a name, a data type, a tool or a rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.policy.changes.draft import Entry
from bot.policy.changes.gaps import Gap, Lack
from bot.policy.words import GIVES, STRICTNESS, Effect, Verdict

REVIEW_DAYS = 180
MOST_NEAR = 6
CAREFUL = Effect.REVIEW
"""What is proposed where the owner says nothing: somebody is asked each time, and nothing is allowed."""


class NoMendError(Exception):
    """No edit can be written without the owner's word; the message says which."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the owner chose."""

    as_: str = ""
    """Id of the tool, offering, data type or class that the words mean."""
    effect: str = ""
    """For a rule: allow, condition, review or forbid."""
    conditions: tuple[str, ...] = ()
    data_class: str = ""
    """For words that are a new data type: its class."""
    may_loosen: bool = False
    """Whether the rules that decide now may be set aside for a milder one."""


@dataclass(frozen=True, slots=True)
class Names:
    """Words that are another name of a thing."""

    thing: str
    words: tuple[str, ...]


Edit = Names | tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Mend:
    """Which edit closes which gap. Nothing is written here, and no effect is ever guessed to be an allowed."""

    known: Callable[[str], bool]
    """Whether an id is a tool, offering, data type or class of the policy."""
    near: Callable[[Gap], Sequence[str]]
    """Ids that the words may mean, nearest first."""
    of_catalog: Callable[[str], Mapping[str, Any]]
    """A tool's name -> what the shipped catalog says of it, as fields of a tool file; empty where it has none of that name."""
    is_rule: Callable[[str], bool]
    """Whether a reason's id is a rule of the files; silence and suspensions are reasons too, and nothing can set them aside."""
    slug: Callable[[str], str]

    def __call__(self, gap: Gap, choice: Choice, today: date) -> Edit:
        """Raises ``NoMendError`` where the owner has to choose first."""
        if choice.as_:
            return self._name(gap, choice.as_)
        if gap.lack is Lack.DATA:
            return self._data(gap, choice)
        if gap.lack is Lack.CHOICE:
            raise NoMendError(f"say what is meant by it: --as ID{self._one_of(gap)}")
        if gap.lack is Lack.ANSWER and not choice.effect:
            raise NoMendError(
                f"a rule decides it ({', '.join(gap.rules)}); edit that one, or say what is to hold: --effect EFFECT"
            )
        if gap.lack is Lack.TOOL:
            return self._tool(gap, choice, today)
        return (self._rule(gap, choice, gap.tool, today),)

    def ways(self, gap: Gap, classes: Sequence[str]) -> tuple[Choice, ...]:
        """What can be chosen for this gap, the most careful first; empty where a person has to edit the files. No effect here
        allows anything, or is milder than the answer that people are not content with: whoever wants that says so on the command
        line, or in the file."""
        if gap.lack in (Lack.RULE, Lack.ANSWER):
            is_whole = bool(gap.tool) and self.known(gap.data)
            effects = (one for one in (CAREFUL, Effect.FORBID) if gap.lack is Lack.RULE or _is_stricter(one, gap.verdict))
            return tuple(Choice(effect=one.value) for one in effects) if is_whole else ()
        if gap.lack is Lack.CHOICE and self.known(self._word(gap)):
            return ()
        meant = tuple(Choice(as_=one) for one in self._near(gap) if self.known(one))
        if gap.lack is Lack.TOOL:
            return (Choice(), *meant)
        return (*meant, *(Choice(data_class=one) for one in classes)) if gap.lack is Lack.DATA else meant

    def _name(self, gap: Gap, thing: str) -> Names:
        if not self.known(thing):
            raise NoMendError(f"the policy has no `{thing}`{self._one_of(gap)}")
        word = self._word(gap)
        if gap.lack in (Lack.RULE, Lack.ANSWER) or self.known(word):
            raise NoMendError("its names are understood already; say what is to hold: --effect EFFECT")
        return Names(thing, (word,))

    def _data(self, gap: Gap, choice: Choice) -> tuple[Entry, ...]:
        if not choice.data_class:
            raise NoMendError(f"say what it is: --as ID{self._one_of(gap)}, or --class CLASS for a new data type")
        if not self.known(choice.data_class):
            raise NoMendError(f"the policy has no data class `{choice.data_class}`")
        value = {"id": self.slug(gap.data), "label": gap.data[:1].upper() + gap.data[1:], "class": choice.data_class}
        return (Entry("data.yaml", "types", value),)

    def _tool(self, gap: Gap, choice: Choice, today: date) -> tuple[Entry, ...]:
        id_ = self.slug(gap.tool)
        value = {"id": id_, "label": gap.tool, **self.of_catalog(gap.tool), "review_by": _review_by(today)}
        entries = (Entry(f"tools/{id_}.yaml", "", value),)
        return (*entries, self._rule(gap, choice, id_, today)) if self.known(gap.data) else entries

    def _rule(self, gap: Gap, choice: Choice, tool: str, today: date) -> Entry:
        data = gap.data if self.known(gap.data) else ""
        if not data or not tool:
            raise NoMendError("no tool or no kind of data was said, so no rule can name them; look at the examples")
        effect = Effect(choice.effect) if choice.effect else CAREFUL
        value: dict[str, Any] = {"rule": f"gap-{self.slug(tool)}-{self.slug(data)}", "tools": [tool], "data": [data]}
        value["effect"] = effect.value
        if choice.conditions:
            value["conditions"] = list(choice.conditions)
        if gap.lack is Lack.ANSWER and not _is_stricter(effect, gap.verdict):
            value |= self._set_aside(gap, choice, effect)
        people = "1 person" if gap.people == 1 else f"{gap.people} people"
        value |= {"because": f"Asked by {people}, and no rule said anything of it.", "review_by": _review_by(today)}
        if gap.lack is Lack.ANSWER:
            value["because"] = f"Asked by {people} who were not content with the answer."
        return Entry("rules.yaml", "rules", value)

    def _set_aside(self, gap: Gap, choice: Choice, effect: Effect) -> dict[str, Any]:
        """What a rule that is not stricter needs to hold, and only an owner can want."""
        rules = [one for one in gap.rules if self.is_rule(one)]
        if effect is Effect.FORBID:
            return {}
        if not choice.may_loosen:
            raise NoMendError(f"`{effect.value}` would set aside what decides now ({', '.join(gap.rules)}): --allow-looser")
        return {"sets_aside": rules} if rules else {}

    def _word(self, gap: Gap) -> str:
        """The words that are not understood."""
        return gap.tool if gap.lack is Lack.TOOL or (gap.lack is Lack.CHOICE and not self.known(gap.tool)) else gap.data

    def _near(self, gap: Gap) -> list[str]:
        return list(dict.fromkeys((*gap.choices, *self.near(gap))))[:MOST_NEAR]

    def _one_of(self, gap: Gap) -> str:
        near = self._near(gap)
        return f" ({', '.join(near)})" if near else ""


def _is_stricter(effect: Effect, verdict: Verdict) -> bool:
    return STRICTNESS[GIVES[effect]] > STRICTNESS[verdict]


def _review_by(today: date) -> date:
    return today + timedelta(days=REVIEW_DAYS)
