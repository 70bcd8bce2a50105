"""What the document explains under a name, in a list, a table or below a heading, in; the data that a ban of that name means out.

"Nothing of the Vault goes into any tool" is a ban of all that the Vault is said to hold, whatever class the catalog would have
taken it for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.knowledge.importing.bans.never_lists import Kept, is_lead_word, keeps_all_out, things_of
from bot.knowledge.importing.classes.explanations import Shape, bare_name, explained_names, is_label
from bot.knowledge.importing.classes.strictness import name_parts
from bot.knowledge.importing.texts.document import Document, unmarked
from bot.knowledge.importing.texts.kinds import KindReader
from bot.knowledge.importing.texts.patterns import without_brackets
from bot.knowledge.importing.texts.sentences import list_sentences_of
from bot.knowledge.importing.texts.things import items
from bot.knowledge.importing.texts.words import fold, has_word, never_words, tokens

_LONGEST = 5
"""Words of a name."""


def find_explained(document: Document, others: Iterable[str], reader: KindReader) -> list[Kept]:
    """``others``: names that say for themselves what may go in: those of the table's columns and of tools."""
    known = {fold(name) for other in others for name in (other, *name_parts(other))}
    sentences = [(line, said) for line in document.lines if line.kind != "row" for said in list_sentences_of(unmarked(line.text))]
    found: list[Kept] = []
    explained = explained_names(document)
    told = {fold(one.name) for one in explained}  # "Not ours: ..." is a name beside "Ours: ...", and no ban
    sentences = [(line, said) for line, said in sentences if fold(bare_name(said)) not in told]
    for one in explained:
        names = [name for name in _called(one.name) if fold(name) not in known and _is_name(name) and not is_label(name)]
        apart = ((line, said) for line, said in sentences if one.texts[0] not in said)  # not "The Vault is prohibited"
        line = next((replace(line, text=said) for line, said in apart if any(_bans(said, name) for name in names)), None)
        if line:
            things = dict.fromkeys(thing for text in one.texts for thing in items(text) if fold(thing) not in known)
            if one.place[0] is Shape.HEADING:  # below it stands more than a list of things
                things = dict.fromkeys(thing for thing in things if reader.read(thing))
            found += [kept for thing in things for kept in things_of(line, thing, reader)]
    return found


def _called(name: str) -> dict[str, None]:
    return dict.fromkeys(one for one in (name, without_brackets(name), *name_parts(name)) if tokens(one))


def _is_name(name: str) -> bool:
    said = tokens(name)
    return len(said) <= _LONGEST and not all(map(is_lead_word, said))


def _bans(said: str, name: str) -> bool:
    """Whether a sentence keeps what is called so out of every tool, and says nothing else."""
    if not has_word(said, [name]):
        return False
    data = never_words()["data"][0]
    return keeps_all_out(re.sub(re.escape(name), data, said, flags=re.IGNORECASE))
