"""What conditions keep out in words that name no known data in; rules that wait for these words out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.knowledge.importing.bans.kept_out import KeptOut
from bot.knowledge.importing.prose.duties import Duty
from bot.knowledge.importing.prose.limits import Limit
from bot.knowledge.importing.texts.document import Line
from bot.knowledge.importing.texts.words import unique_slug
from bot.knowledge.importing.waiting.telling import Telling

_MOST = 4
"""Words of a thing that people can be expected to say all of."""


def find_kept_words(left: Iterable[tuple[Duty, KeptOut]], telling: Telling, taken: set[str]) -> list[Limit]:
    """Whoever says a thing that the condition of these rows and classes keeps out ("never in disciplinary hearings") is told no;
    whoever says but some of its telling words, or names such a case ("while a tender is open"), has somebody look first."""
    return [limit for duty, clause in left for limit in _limits(duty, clause, telling, taken)]


def _limits(duty: Duty, clause: KeptOut, telling: Telling, taken: set[str]) -> Iterator[Limit]:
    line = Line(str(duty.text), 1)
    things = [telling.content(thing) for thing in clause.things] if clause.is_noun else []
    firm = tuple(dict.fromkeys(" ".join(words) for words in things if 0 < len(words) <= _MOST))
    told = (word for thing in clause.things or (clause.said,) for word in telling.of(thing, set()))
    asked = tuple(dict.fromkeys(word for word in told if word not in firm))
    for words, asks in ((firm, False), (asked, True)):
        if words:
            rule = unique_slug(f"{duty.id} {'look first' if asks else 'never'} {words[0]}", taken)
            yield Limit(rule, line, clause.said, rows=duty.tools, data=duty.data, asks=asks, words=words)
