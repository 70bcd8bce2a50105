"""The policy's classes in; which of them a few words of the document name, out."""

from __future__ import annotations

import re
from functools import cache
from typing import TypeVar

from bot.knowledge.importing.cells.effects import exact_words
from bot.knowledge.importing.classes.strictness import ClassWords, name_parts
from bot.knowledge.importing.texts.patterns import any_of, without_number
from bot.knowledge.importing.texts.words import example_words, fold, generic_data, has_word, lists, small_words, stems, tokens

MARKS = re.compile(r"(\*\*|`|[\"“”„«»‹›]|(?<!\w)[*_]+(?=\S)|(?<=\S)[*_]+(?!\w))")
_CLAUSE = re.compile(r"(?<=;)\s+")
_Key = TypeVar("_Key", str, tuple[str, ...])
_CODE = re.compile(r"[A-Za-z]{0,3}\d[A-Za-z]?$")
_NAMED = 4
"""Words of the name that a class has behind its code."""
_INSIDE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")


class ClassNames:
    """Finds the class that a few words name: by its name, a part of it, or its name without words that all data has, in any
    form ("öffentliche Daten" for "Öffentlich"). A name that two classes share is nobody's."""

    def __init__(self, classes: list[ClassWords], language: str) -> None:
        self.language, self.count = language, len(classes)
        self.idle = generic_data() | {fold(word) for word in lists()["classes"]["beside"]}
        self.whole: dict[str, str] = {}
        self.loose: dict[tuple[str, ...], str] = {}
        self.written = [(name, entry.id) for entry in classes for name in (entry.label, *entry.synonyms) if name]
        for entry in classes:
            # A name that stands below another ("Without patients: internal"), or has two ("Green: public").
            parted = [part for part in entry.label.rpartition(": ")[::2] if self._key(part)]
            for name in dict.fromkeys((entry.label, *parted, *entry.synonyms, *name_parts(entry.label))):
                if name != entry.label and exact_words().get(fold(name)) in ("allow", "deny"):
                    continue  # a class that is called "N Never" is not what stands below every "Never"
                for text in dict.fromkeys((name, _INSIDE.sub("", name))):
                    _put(self.whole, fold(text).strip(), entry.id)
                    _put(self.loose, self._key(text), entry.id)

    def _key(self, text: str) -> tuple[str, ...]:
        told = [word for word in tokens(text) if word not in self.idle]
        return tuple(stem for word in told for stem in stems(word, self.language))

    def of(self, text: str) -> str:
        """The class that the words are a name of; empty where they are none, or of two classes."""
        bare = without_number(MARKS.sub("", text)).strip(" .:–—-")
        for said in (bare, _INSIDE.sub("", bare)):
            if found := self.whole.get(fold(said).strip()) or self.loose.get(self._key(said), ""):
                return found
        code, _, behind = bare.partition(" ")
        if _CODE.match(code) and 0 < len(tokens(behind)) <= _NAMED and (coded := self.whole.get(fold(code), "")):
            return coded  # "N2 Viajero", where the table has only "N2"
        parts = [part for part in re.split(r"\s+[-–—/|]\s+|[:()\[\],]", bare) if part.strip()]
        named = {part: self.whole.get(fold(part).strip(), "") or self.loose.get(self._key(part), "") for part in parts}
        others = [part for part, class_id in named.items() if not class_id]
        is_code = all(len(tokens(part)) == 1 and (len(part.strip()) <= 4 or part.strip().isupper()) for part in others)
        known = set(named.values()) - {""}
        return known.pop() if len(known) == 1 and len(parts) > 1 and is_code else ""

    def has_other(self, text: str, class_id: str) -> bool:
        """Whether a text names another class as it is called."""
        return any(id_ not in ("", class_id) and has_word(text, [name]) for name, id_ in self.whole.items())

    def only_in(self, text: str) -> str:
        """The one class that a text names; empty where it names none, or several."""
        named = {class_id for name, class_id in self.whole.items() if class_id and has_word(text, [name])}
        return named.pop() if len(named) == 1 else ""

    def own_part(self, text: str, class_id: str) -> str:
        """A text up to a part or clause that names another class: "flyers, maps; salaries are Sealed" says of flyers and maps
        only, and so does "flyers, maps, salaries are Sealed"."""
        first, *more = _CLAUSE.split(text)
        start, *parts = _part().split(first)
        named = next((at for at, part in enumerate(parts) if self.writes_other(part, class_id)), len(parts))
        if named < len(parts):
            return ", ".join((start, *parts[:named]))
        other = next((at for at, clause in enumerate(more) if self.has_other(clause, class_id)), len(more))
        return " ".join((first, *more[:other]))

    def writes_other(self, text: str, class_id: str) -> bool:
        """Whether another class is named as the policy writes it, or the part is about it ("sealed the second"): in "internal
        memos" the class "Internal" is not."""
        others = [name for name, id_ in self.written if id_ != class_id]
        words, behind = tokens(text), {fold(word) for word in (*example_words()["articles"], *example_words()["equals"])}
        told = (
            words[: len(name)] == name and words[len(name)] in behind for name in map(tokens, others) if len(name) < len(words)
        )
        return any(told) or any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in others)


@cache
def _part() -> re.Pattern[str]:
    return re.compile(rf",\s+|\s+(?:{any_of(small_words()['together'])})\s+(?=[^,]*$)")


def _put(table: dict[_Key, str], key: _Key, class_id: str) -> None:
    """A name belongs to the one class that has it."""
    if key:
        table[key] = class_id if table.get(key, class_id) == class_id else ""
