"""Tables of contacts and cells such as "ask the Case Manager" in; whom people ask or tell, and who approves a condition, out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from bot.knowledge.importing.prose.contacts import Contact, how_found
from bot.knowledge.importing.prose.duties import Duty
from bot.knowledge.importing.texts.document import Document, Line, unmarked
from bot.knowledge.importing.texts.patterns import any_of
from bot.knowledge.importing.texts.words import find_run, fold, has_word, sentence_words, small_words, tokens, unique_slug

_FEWEST = 2
"""Rows with an address or a number of a table of contacts."""
_MOST = 5
"""Words of a role."""
_OWN = ("owner", "help", "incident")


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of a table of contacts: who, what for, and how to reach them."""

    name: str
    about: str
    how: str
    line: Line


def read_contacts(document: Document) -> list[Listed]:
    """The rows of all tables of which one column has addresses or numbers."""
    blocks = groupby(document.lines, key=lambda line: (line.heading, line.kind))
    return [one for (_, kind), lines in blocks if kind == "row" for one in _of_table(list(lines))]


def _of_table(lines: list[Line]) -> Iterator[Listed]:
    body = [line for line in lines[1:] if len(line.cells) == len(lines[0].cells)]
    found = [{at for at, cell in enumerate(line.cells) if how_found(cell)} for line in body]
    places = sorted(set().union(*found), key=lambda at: -sum(at in one for one in found))
    column = next(iter(places), 0)
    who = int(column != 1 and fold(lines[0].cells[0]) in {fold(word) for word in sentence_words()["topics"]})
    if not column or sum(column in one for one in found) < max(_FEWEST, len(body) // 2):
        return
    for line in body:
        about = " ".join(cell for at, cell in enumerate(line.cells) if at not in (who, column))
        if name := unmarked(line.cells[who]).strip():
            yield Listed(name, about, line.cells[column].strip(), line)


def with_listed(known: Iterable[Contact], listed: list[Listed]) -> list[Contact]:
    """The contacts with what a table says of them. Who is listed for questions is asked, and whom the document says to tell of a
    slip stays."""
    how = {fold(one.name): one.how for one in listed}
    found = {kind: (kind, name, said or how.get(fold(name), ""), line) for kind, name, said, line in known}
    for kind, words in (("help", sentence_words()["asked_for"]), ("incident", sentence_words()["incident"])):
        row = next((one for one in listed if has_word(one.about, words)), None)
        if row and (kind == "help" or kind not in found):
            found[kind] = (kind, row.name, row.how, row.line)
    return list(found.values())


def name_approvers(duties: Iterable[Duty], listed: list[Listed], known: list[Contact], owner: str) -> list[Contact]:
    """Puts the contact whose word it takes to each condition that says so; gives contacts that are not known yet."""
    ids = {fold(name): kind for kind, name, *_ in reversed(known)}
    ids |= {fold(owner): "owner"} if owner else {}
    taken, found = {*_OWN, *ids.values()}, []
    for duty in duties:
        text = duty.text if isinstance(duty.text, str) and not duty.general else ""
        row = _row_of(duty.whose, listed) if duty.whose else _named(text, listed) if text else None
        name = duty.whose or (row.name if row else asked_in(text))
        if name and fold(name) not in ids:
            ids[fold(name)] = unique_slug(name, taken)
            found.append((ids[fold(name)], name, row.how if row else "", row.line if row else Line(text, 0)))
        duty.approver = ids[fold(name)] if name else ""
    return found


def how_of(name: str, listed: list[Listed]) -> str:
    """How the table says that somebody is had whom the document names elsewhere, perhaps by a longer name; empty: not."""
    row = _row_of(name, listed) or next((one for one in listed if find_run(tokens(one.name), tokens(name)) >= 0), None)
    return row.how if row else ""


def _row_of(name: str, listed: list[Listed]) -> Listed | None:
    """The row that a name stands in."""
    return next((one for one in listed if find_run(tokens(name), tokens(one.name)) >= 0), None)


def _named(text: str, listed: list[Listed]) -> Listed | None:
    """The row that a text names where it says that somebody is asked."""
    words, asks = tokens(text), [*sentence_words()["asks_whom"], *sentence_words()["asks"]]
    named = [one for one in listed if find_run(tokens(one.name), words) >= 0]
    return max(named, key=lambda one: len(one.name)) if named and has_word(text, asks) else None


@cache
def _asked() -> re.Pattern[str]:
    words = sentence_words()
    asks, to = any_of(words["asks_whom"]), any_of([*words["tells_to"], *small_words()["determiners"]])
    elided = any_of(small_words()["elided"])
    lead = rf"(?:(?:{to})\s+)*(?:(?:{elided})['’])?"
    return re.compile(
        rf"(?:(?:{asks})\s+{lead}(?P<behind>[^.,;:()]+)|{lead}(?P<before>[^.,;:()]+?)\s+(?:{asks}))[\s.]*", re.IGNORECASE
    )


def asked_in(text: str) -> str:
    """Whom a cell says to ask that says nothing else: "ask the Case Manager", "Leitung Züchtung fragen"; empty for any other."""
    found = _asked().fullmatch(unmarked(text).strip())
    name = (found["behind"] or found["before"]).strip() if found else ""
    return name if len(tokens(name)) <= _MOST else ""
