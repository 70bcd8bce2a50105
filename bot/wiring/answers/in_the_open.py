"""An answered message goes in; where everybody in its channel can read a value of a person or a secret in it, its author alone is
told how to take that out.

What is queued names the question and the kinds of values; the words are made as they are said, and hold nothing of the message.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.flows.questions.take_in import WORDED
from bot.ledger.plain import ASKED
from bot.policy.talks.incoming import Asked
from bot.policy.talks.talk import Address
from bot.saying.notices.own import in_the_open
from bot.slack.posts.post import Poster
from bot.wiring.voices import Voice, Voices

Plain = dict[str, Any]
KIND = "in_the_open"
OF_OTHERS = ("channel", "group")
"""Kinds of channels in which more people read than the one who asks."""


@dataclass(frozen=True, slots=True)
class InTheOpen:
    """Tells an author once for each message, whatever becomes of its wordings."""

    poster: Poster
    notify: Callable[[str, Plain], None]
    languages: Callable[[], tuple[str, ...]] = field(default=lambda: ())
    """The policy's."""

    def telling(self, keep: Callable[[Plain], None]) -> Callable[[Plain], None]:
        """The step that keeps an answer, behind which the author is told. What was not answered is not spoken of."""

        def both(state: Plain) -> None:
            keep(state)
            asked: Asked = ASKED.validate_python(state["asked"])
            is_answered = state["said"]["kind"] == "answer" and state["posted"]["state"] == "posted"
            if is_answered and asked.kinds and asked.trigger in WORDED and asked.channel_kind in OF_OTHERS:
                told = {"key": asked.key, "kinds": list(asked.kinds), "language": state["said"]["answer"]["language"]}
                self.notify(f"{KIND}:{asked.message}", {"kind": KIND, **told})

        return both

    def heard(self, voices: Voices) -> InTheOpen:
        """With its voice among those of the house."""
        voices[KIND] = Voice(dict, post=self._post, is_whispered=True)
        return self

    def _post(self, _key: str, said: Plain, address: Address) -> str:
        self.poster.hint(address, in_the_open(tuple(said["kinds"]), said["language"], self.languages()))
        return ""
