"""The document in; what it asks of everybody who uses a tool out: to check, to learn, to say so. One general duty a deed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.knowledge.importing.built import Built
from bot.knowledge.importing.prose.duties import Duty
from bot.knowledge.importing.texts.document import Line, unmarked
from bot.knowledge.importing.texts.sentences import statements_of
from bot.knowledge.importing.texts.words import finder, fold, has_word, limit_words, sentence_words, tokens, unique_slug

DutyReader = Callable[[str, str, bool], frozenset[str]]
"""(Sentence, language, whether it commands) -> the deeds that it asks of everybody."""


def asks_nothing(text: str, language: str, commands: bool) -> frozenset[str]:
    """The reader where none is given."""
    return frozenset()


_FOOTNOTE = re.compile(r"^(?:\*\*)?(?:[(\[]\w{1,2}[)\]]|[¹²³⁴-⁹†‡]|\*(?!\*)|\w[)])")
_NAMED = re.compile(r"^\*\*(?P<name>[^*]{2,100})\*\*")
_NUMBER = re.compile(r"^\s*\d{1,2}(?:\.\d{1,2})+[.)]?\s+")
"""Of a paragraph: "5.2"."""
_MOST_WORDS = 45


@dataclass(frozen=True, slots=True)
class Asked:
    """A sentence that asks something of everybody, or of whoever uses one tool."""

    deed: str
    text: str
    line: Line
    row: str = ""
    first: bool = False
    """It stands below a heading of duties."""


def find_everybodys(built: Built, read: DutyReader, taken: set[str]) -> list[Duty]:
    """Duties that only the document has; a deed that the glossary asks of everybody, or of that tool, is not asked for twice.

    They change no effect: an answer shows them, and is a no where the asker leaves one undone.
    """
    known = {(deed, row) for duty in built.duties for deed in _deeds_of(duty, built, read) for row in (duty.tools or ("",))}
    duties = []
    for asked in sorted(_asked(built, read), key=lambda one: (bool(one.row), not one.first)):
        if {(asked.deed, ""), (asked.deed, asked.row)} & known:
            continue
        known.add((asked.deed, asked.row))
        name = f"{asked.row}-{asked.deed}" if asked.row else f"always-{asked.deed}"
        duty = Duty(unique_slug(name, taken), asked.text, "using", general=True)
        duty.tools = (asked.row,) if asked.row else ()
        duties.append(duty)
        whose = f"of whoever uses `{asked.row}`" if asked.row else "of everybody"
        built.duty_lines.append(asked.line)
        built.ask("General duties", f"Line {asked.line.line}: asked {whose}, as condition `{duty.id}`: “{asked.text}”")
    return duties


def _deeds_of(duty: Duty, built: Built, read: DutyReader) -> frozenset[str]:
    """What a general duty of the glossary asks for already."""
    texts = duty.text.values() if isinstance(duty.text, dict) else (duty.text,)
    return frozenset(_short(deed) for text in texts for deed in read(text, built.language, True)) if duty.general else frozenset()


def _asked(built: Built, read: DutyReader) -> Iterator[Asked]:
    classes = {fold(name) for entry in built.classes for name in (entry.label, *entry.synonyms)}
    named_in = ((name, row.id) for row in built.tools.values() for name in (row.label, *row.names))
    rows = {fold(form): id_ for name, id_ in named_in for form in (name, re.split(r"[,(]", name)[0])}
    used = [
        built.prose.unlisted_line,
        *(ban.line for ban in built.bans),
        *(limit.line for limit in built.limits if not limit.asks),
    ]
    used += [*(ban.line for ban in built.data_bans), *(ban.line for ban in built.use_bans)]
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
            theirs = sorted({id_ for form, id_ in rows.items() if has_word(text, [form])}) if whoever and not row else []
            for deed in sorted(read(text, built.language, commands)):
                yield from (Asked(_short(deed), text, line, of, first) for of in theirs or [row])


def _sentences(text: str) -> Iterator[str]:
    """Those of a line that are no question and not too long to be shown."""
    for part in statements_of(_NUMBER.sub("", unmarked(text))):
        if "?" not in part and len(tokens(part)) <= _MOST_WORDS:
            yield part.strip()


def _short(deed: str) -> str:
    return deed.rpartition(".")[2]
