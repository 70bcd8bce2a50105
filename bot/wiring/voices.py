"""A kind of notice goes in; how it is worded, posted and kept comes out: for what one corner of the house says by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.answers import notices
from bot.answers.correct import correction_words, keep_correction
from bot.answers.mind import Minds
from bot.answers.overhear import HINT, keep_hint
from bot.app import App
from bot.policy.talks.talk import Address
from bot.saying.words import phrase
from bot.slack.commands.mayi import COMMAND
from bot.slack.posts.post import Poster
from bot.slack.posts.text import safe

Plain = dict[str, Any]


def nothing_kept(_notice: Plain, _outcome: Plain) -> None:
    """Nothing is done once it is said."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One kind of notice. ``said`` has the same ``kind`` as its notice, and the ``key`` of its address."""

    word: Callable[[Plain], Plain | None]
    """notice -> said; None where there is nothing to say any more"""
    keep: Callable[[Plain, Plain], None] = nothing_kept
    """notice, outcome. Must be idempotent."""
    post: Callable[[str, Plain, Address], str] | None = None
    """key, said, address -> ts; where it is more than ``words``. Raises a ``PostingProblem``."""
    is_whispered: bool = False
    """Whether one person alone sees it, where nobody can look for it afterwards."""


Voices = dict[str, Voice]
"""By the kind of the notice. Filled while the house is built, before the engine starts."""


def voices_of_answers(app: App, minds: Minds, poster: Poster, erase: Callable[[str], None]) -> Voices:
    """What is said of answers. ``erase``: key -> all work and rows of one question are gone."""

    def post_line(key: str, said: Plain, address: Address) -> str:
        if ts := notices.place_taken_back(app, said):
            line = safe(said["line"])
            poster.change(address, ts, line, [{"type": "section", "text": {"type": "mrkdwn", "text": line}}], key)
        return ts

    def whisper(_key: str, said: Plain, address: Address) -> str:
        poster.hint(address, notices.in_the_open_words(app, said))
        return ""

    def hint(_key: str, _said: Plain, address: Address) -> str:
        poster.hint(address, phrase(app.language_of(address.user), "ask_me.hint", command=COMMAND))
        return ""

    to_owner = Voice(partial(notices.undelivered_words, app), partial(notices.tell_asker, app))
    return {
        "correction": Voice(partial(correction_words, app, minds), partial(keep_correction, app)),
        "late": to_owner,
        "refused": to_owner,
        notices.UNSEEN: Voice(partial(notices.unseen_words, app)),
        notices.TAKEN_BACK: Voice(
            notices.taken_back_line,
            # afterwards nobody needs to know the place any more
            lambda notice, _: app.ledger.erase_address(notice["key"]),
            post_line,
        ),
        notices.TAKE_BACK: Voice(lambda notice: notices.take_back(app, notice["of"], erase)),
        HINT: Voice(dict, partial(keep_hint, app), hint, is_whispered=True),
        notices.IN_THE_OPEN: Voice(dict, post=whisper, is_whispered=True),
    }
