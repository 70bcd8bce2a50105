"""What a glossary keeps from some people in; the limits that say so out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.knowledge.importing.cells.entries import resolve
from bot.knowledge.importing.limit import Limit
from bot.knowledge.importing.rows.people_columns import role_of
from bot.knowledge.importing.texts.document import Line
from bot.knowledge.importing.texts.glossary import PeopleEntry
from bot.knowledge.importing.texts.patterns import pieces
from bot.knowledge.importing.texts.words import fold, tokens
from bot.policy.provisions import STAFF


def of_people(
    entries: Iterable[PeopleEntry],
    names: tuple[dict[str, str], dict[str, str]],
    tools: dict[str, str],
    classes: dict[str, str],
    language: str,
) -> Iterator[Limit]:
    """What the glossary keeps from some people: a ban where rules can name them, else a look first for whoever says their name.
    ``names``: folded name -> the row's, or the column's; ``tools``, ``classes``: ids by name."""
    for one in entries:
        rows, columns = resolve(one, *names, [])
        about = tuple(tools[row] for row in rows), tuple(classes[column] for column in columns)
        for name, whom, words, is_whole in _groups(one.who, language):
            asks = one.asks or not is_whole
            rule = f"{'ask first for' if asks else 'not for'} {name}"
            yield Limit(rule, Line(one.text, one.at.line), one.text, whom, *about, asks=asks, words=words)


def _groups(who: str, language: str) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...], bool]]:
    """The people of a name: each group with its role, or with the words for it, and whether the role is all of it. "Students and
    agency nurses" are two; of "trainees in their first year" any trainee is asked."""
    parts = [who] if role_of(who) else [part for part in pieces(who, language) if part.strip()]
    roles = {role: True for part in parts if (role := role_of(part))}
    others = [part for part in parts if not role_of(part)]
    roles = dict.fromkeys(filter(None, map(_role_in, others)), False) | roles
    yield from ((role, (role,), (), is_whole) for role, is_whole in roles.items())
    if others:
        longest = max(len(tokens(part)) for part in parts)
        whole = [part for part in others if longest == 1 or len(tokens(part)) > 1]  # "bank" of "bank and agency nurses" is a word
        yield who, (), tuple(dict.fromkeys(map(fold, (who, *whole)))), False


def _role_in(part: str) -> str:
    """The role of the first words of it that have one, but for that of everybody."""
    words = part.split()
    runs = (role_of(" ".join(words[at:end])) for at in range(len(words)) for end in range(len(words), at, -1))
    return next((role for role in runs if role and role != STAFF), "")
