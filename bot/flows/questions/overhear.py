"""A message that nobody put to the bot goes in; whether it is answered all the same comes out. Of all others nothing is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.policy.house import Audience
from bot.policy.talks.answer import Answer
from bot.policy.talks.incoming import REWORDED, Incoming
from bot.policy.talks.talk import Address


@dataclass(frozen=True, slots=True)
class Overhear:
    """Off, unless the policy names channels or wants hints. Every step looks and keeps nothing, but for ``tell``."""

    audience: Callable[[], Audience]
    is_worth_reading: Callable[[Incoming], bool]
    """Whether it may be a question at all; asks nobody, and takes no time."""
    is_one_of: Callable[[str, tuple[str, ...]], bool | None]
    """Channel id, names and ids -> whether it is one of them; None where that cannot be known now."""
    is_told: Callable[[Incoming], bool]
    """Whether this person had their hint."""
    is_sure: Callable[[Incoming], bool]
    """Whether it is surely a question to which the policy has an answer."""
    is_closed: Callable[[], bool]
    """Whether nobody is answered now."""
    admit: Callable[[Address], str]
    tell: Callable[[Incoming], None]
    """Tell somebody once that they can ask."""

    def __call__(self, incoming: Incoming) -> bool:
        """Whether to answer. A hint, where one is due, is queued. What costs nothing is tried first, the chat is asked last."""
        if incoming.trigger == REWORDED:
            return self.is_worth_reading(incoming) and self.is_sure(incoming)
        audience = self.audience()
        if not (audience.listen or audience.hint) or not self.is_worth_reading(incoming) or self.is_closed():
            return False
        listens = bool(audience.listen) and self.is_one_of(incoming.channel, audience.listen) is True
        if not listens and (not audience.hint or self.is_told(incoming)):
            return False
        address = Address(incoming.team, incoming.channel, incoming.user, user_team=incoming.user_team)
        if not self.is_sure(incoming) or self.admit(address):
            return False
        if not listens:
            self.tell(incoming)
        return listens


def is_outright(answer: Answer) -> bool:
    """Whether an answer says what is asked: nothing is asked back, and it is no remark of ours about the question."""
    every = (answer, *answer.parts)
    return answer.label not in ("ask", "off_topic") and not any(one.choices for one in every)
