"""The document in; what it asks of everybody who uses a tool out: to check, to learn, to say so. One general duty a deed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.knowledge.importing.built import Built
from bot.knowledge.importing.prose.duties import Duty
from bot.knowledge.importing.texts.document import Line, unmarked
from bot.knowledge.importing.texts.patterns import whole, without_number
from bot.knowledge.importing.texts.sentences import statements_of
from bot.knowledge.importing.texts.words import (
    finder,
    fold,
    group_words,
    has_word,
    limit_words,
    sentence_words,
    tokens,
    unique_slug,
)

DutyReader = Callable[[str, str, bool], frozenset[str]]
"""(Sentence, language, whether it commands) -> the deeds that it asks of everybody."""


def asks_nothing(text: str, language: str, commands: bool) -> frozenset[str]:
    """The reader where none is given."""
    return frozenset()


_FOOTNOTE = re.compile(r"^(?:\*\*)?(?:[(\[]\w{1,2}[)\]]|[¹²³⁴-⁹†‡]|\*(?!\*)|\w[)])")
_NAMED = re.compile(r"^\*\*(?P<name>[^*]{2,100})\*\*")
"""Of a paragraph: "5.2"."""
_MOST_WORDS = 45


@dataclass(frozen=True, slots=True)
class Asked:
    """A sentence that asks something of everybody, or of whoever uses one tool."""

    deed: str
    text: str
    line: Line
    rows: tuple[str, ...] = ()
    """Ids of the tools that it is for; none where it is asked of everybody."""
    named: bool = False
    """It names them itself."""
    first: bool = False
    """It stands below a heading of duties."""


def find_everybodys(built: Built, read: DutyReader, taken: set[str]) -> list[Duty]:
    """Duties that only the document has; a deed that the glossary asks of everybody, or of that tool, is not asked for twice.

    They change no effect: an answer shows them, and is a no where the asker leaves one undone.
    """
    known = {(deed, row) for duty in built.duties for deed in _deeds_of(duty, built, read) for row in (duty.tools or ("",))}
    duties = []
    for asked in sorted(_held(list(_asked(built, read))), key=lambda one: (bool(one.rows), not one.first)):
        if ((asked.deed, "") in known and not asked.named) or {(asked.deed, row) for row in asked.rows or ("",)} <= known:
            continue
        known |= {(asked.deed, row) for row in asked.rows or ("",)}
        duty = Duty(unique_slug(f"{asked.rows[0] if asked.rows else 'always'}-{asked.deed}", taken), asked.text, "using")
        duty.tools, duty.general = asked.rows, True
        duties.append(duty)
        whose = f"of whoever uses {' or '.join(f'`{row}`' for row in asked.rows)}" if asked.rows else "of everybody"
        built.duty_lines.append(asked.line)
        built.ask("General duties", f"Line {asked.line.line}: asked {whose}, as condition `{duty.id}`: “{asked.text}”")
    return duties


def _held(found: list[Asked]) -> list[Asked]:
    """Without those of everybody of a deed that another sentence asks of the tools it names: beside that one they are its heading
    ("Course first."), and elsewhere they are of everybody only where they speak of AI."""
    named = {asked.deed: asked.line for asked in found if asked.named}
    return [one for one in found if one.rows or one.deed not in named or (one.line != named[one.deed] and _is_of_ai(one.text))]


def _is_of_ai(text: str) -> bool:
    return bool(has_word(text, limit_words()["any_tool"]))


def _deeds_of(duty: Duty, built: Built, read: DutyReader) -> frozenset[str]:
    """What a general duty of the glossary asks for already."""
    texts = duty.text.values() if isinstance(duty.text, dict) else (duty.text,)
    return frozenset(_short(deed) for text in texts for deed in read(text, built.language, True)) if duty.general else frozenset()


def _asked(built: Built, read: DutyReader) -> Iterator[Asked]:
    classes = {fold(name) for entry in built.classes for name in (entry.label, *entry.synonyms)}
    named_in = ((name, row.id) for row in built.tools.values() for name in (row.label, *row.names))
    rows = {fold(form): id_ for name, id_ in named_in for form in (name, re.split(r"[,(]", name)[0])}
    offices = [one.name for one in built.prose.listed]
    used = [built.prose.unlisted_line, *(limit.line for limit in built.limits if not limit.asks)]
    for line in built.document.lines:
        named = _NAMED.match(line.text)
        name = fold(named["name"].rstrip(".:")) if named else ""
        if line.kind == "row" or line in used or _FOOTNOTE.match(line.text) or name in classes:
            continue
        if has_word(line.lead, limit_words()["ban"]):
            continue  # "AI is not used for: reading people's mood"
        row = rows.get(name, "")
        first = bool(has_word(line.heading, sentence_words()["duty_headings"]))
        for text in _sentences(line.text):
            whoever = finder("whoever").match(re.sub(r"\W+", " ", text).lstrip())
            commands = first or bool(row or whoever) or bool(finder("orders").search(text))
            theirs = () if has_word(text, group_words("such_as")) else _named(text, rows)
            for deed in sorted(read(_without(text, offices), built.language, commands)):
                yield Asked(_short(deed), text, line, (row,) if row else theirs, bool(theirs and not row), first)


def _without(text: str, names: list[str]) -> str:
    """A sentence without those whom it names: "tell the AI Desk" asks nobody to say that AI was used."""
    return whole(names).sub("", text) if names else text


def _named(text: str, rows: dict[str, str]) -> tuple[str, ...]:
    """Ids of the tools whose names stand in a sentence, the longest name first: "ChatGPT Team" does not name ChatGPT."""
    rest, found = f" {' '.join(tokens(text))} ", set()
    for form in sorted(rows, key=len, reverse=True):
        name = f" {' '.join(tokens(form))} "
        if name.strip() and name in rest:
            rest = rest.replace(name, " | ")
            found.add(rows[form])
    return tuple(sorted(found))


def _sentences(text: str) -> Iterator[str]:
    """Those of a line that are no question and not too long to be shown."""
    for part in statements_of(without_number(unmarked(text))):
        if "?" not in part and len(tokens(part)) <= _MOST_WORDS:
            yield part.strip()


def _short(deed: str) -> str:
    return deed.rpartition(".")[2]
