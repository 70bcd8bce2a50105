"""What a glossary keeps from some people in; the limits that say so out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.knowledge.importing.cells.entries import resolve
from bot.knowledge.importing.prose.limits import Limit
from bot.knowledge.importing.rows.people_columns import role_of
from bot.knowledge.importing.texts.document import Line
from bot.knowledge.importing.texts.glossary import PeopleEntry
from bot.knowledge.importing.texts.words import fold


def of_people(
    entries: Iterable[PeopleEntry], names: tuple[dict[str, str], dict[str, str]], tools: dict[str, str], classes: dict[str, str]
) -> Iterator[Limit]:
    """What the glossary keeps from some people: a ban where rules can name them, else a look first for whoever says their name.
    ``names``: folded name -> the row's, or the column's; ``tools``, ``classes``: ids by name."""
    for one in entries:
        rows, columns = resolve(one, *names, [])
        role = role_of(one.who) or ""
        whom, words = ((role,), ()) if role else ((), (fold(one.who),))
        asks = one.asks or not role
        name = f"{'ask first for' if asks else 'not for'} {role or one.who}"
        about = tuple(tools[row] for row in rows), tuple(classes[column] for column in columns)
        yield Limit(name, Line(one.text, one.at.line), one.text, whom, (), *about, asks=asks, words=words)
