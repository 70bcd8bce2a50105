"""``terms.json`` in, the tools, data classes and conditions that it names out, each with the line where it stands."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.importing.texts.words import fold
from bot.knowledge.sheets.plain_files import read_given
from bot.policy.words import Citation

MAX_BYTES = 8_000_000


@dataclass(frozen=True, slots=True)
class ToolEntry:
    """One tool as the glossary describes it."""

    name: str
    at: Citation
    aliases: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClassEntry:
    """One data class as the glossary describes it."""

    name: str
    at: Citation
    synonyms: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    note: str = ""
    is_further: bool = False
    """Only the document's own explanation tells that it is a class: nothing is guessed to be of it."""


@dataclass(frozen=True, slots=True)
class ConditionEntry:
    """One condition. An empty ``tools`` or ``classes`` never attaches: the condition is a general duty."""

    id: str
    text: str
    at: Citation
    tools: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    when: str = ""
    """``before`` or ``using`` where somebody says so; else its own words tell."""
    general: bool = False
    """A general duty whatever it names."""


@dataclass(frozen=True, slots=True)
class PeopleEntry:
    """What some people may not though others may, or where they ask first. Empty ``tools`` or ``classes``: any."""

    id: str
    who: str
    text: str
    at: Citation
    tools: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    asks: bool = False


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """What data becomes once something was done to it."""

    id: str
    text: str
    """What must have been done."""
    at: Citation
    data: tuple[str, ...] = ()
    """Classes, and things that they hold."""
    becomes: str = ""
    """A class; empty where the data stays what it is, whatever is done."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """All of ``terms.json``."""

    tools: tuple[ToolEntry, ...] = ()
    classes: tuple[ClassEntry, ...] = ()
    conditions: tuple[ConditionEntry, ...] = ()
    people: tuple[PeopleEntry, ...] = ()
    changes: tuple[ChangeEntry, ...] = ()
    read: tuple[str, ...] = ()
    """Words of the document that the matrix says already, however they are worded."""
    notes: tuple[str, ...] = field(default=())
    """Parts that were not understood."""


class _Places:
    """Finds where a string value stands in the file; asked in reading order, it finds the next one each time."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text, self.position = file, text, 0

    def last(self, value: str) -> Citation:
        """Where a key stands for the last time."""
        found = self.text.rfind(json.dumps(value, ensure_ascii=False))
        before = self.text[: max(0, found)]
        return Citation(self.file, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1, value[:200])

    def of(self, value: str) -> Citation:
        for quoted in (json.dumps(value, ensure_ascii=False), json.dumps(value)):
            found = self.text.find(quoted, self.position)
            if found < 0:
                found = self.text.find(quoted)
            else:
                self.position = found + 1
            if found >= 0:
                before = self.text[:found]
                return Citation(self.file, before.count("\n") + 1, found - (before.rfind("\n") + 1) + 1, value[:200])
        return Citation(self.file, 1, 1, value[:200])


def read_glossary(path: Path) -> Glossary:
    """Raises KnowledgeError with every fault: not JSON, a wrong shape, a name missing or given twice."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _refused(path, "I021", "the file is too large", f"give a glossary below {MAX_BYTES:,} bytes")
        text = read_given(path, MAX_BYTES).decode("utf-8-sig")
        faults: list[Fault] = []
        places = _Places(path.name, text)
        loaded = json.loads(text, object_pairs_hook=lambda pairs: _object(pairs, places, faults))
    except FileNotFoundError as error:
        raise _refused(path, "I020", "there is no such file", "give the path of a JSON file") from error
    except IsADirectoryError as error:
        raise _refused(path, "I020", "this is a folder", "give the path of a JSON file") from error
    except UnicodeDecodeError as error:
        raise _refused(path, "I021", "the file is not UTF-8", "save it as UTF-8") from error
    except RecursionError as error:
        raise _refused(path, "I022", "the JSON is nested too deep", "write it flat") from error
    except json.JSONDecodeError as error:
        at = Citation(path.name, error.lineno, error.colno)
        raise KnowledgeError(
            (Fault("I022", "fault", at, f"this is no JSON: {error.msg}", "correct the JSON here or just before"),)
        ) from error
    if not isinstance(loaded, dict):
        raise _refused(path, "I023", "the file holds no object", "give `tools`, `data_classes` and `conditions`")
    glossary = _read_all(loaded, _Places(path.name, text), faults)
    if faults:
        raise KnowledgeError(faults)
    return glossary


def _refused(path: Path, code: str, what: str, do: str) -> KnowledgeError:
    return KnowledgeError((Fault(code, "fault", Citation(path.name, 1), what, do),))


def _object(pairs: list[tuple[str, Any]], places: _Places, faults: list[Fault]) -> dict[str, Any]:
    """An object in which no key may stand twice: the reader would keep the last one silently."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            faults.append(
                Fault("I026", "fault", places.last(key), f"`{key}` is given twice in one object", "keep one of the two")
            )
        found[key] = value
    return found


def _read_all(loaded: dict[str, Any], places: _Places, faults: list[Fault]) -> Glossary:
    tools = tuple(
        ToolEntry(
            name,
            at,
            _words(entry, ("aliases", "synonyms"), faults, at),
            _words(entry, ("vendors", "vendor"), faults, at),
            _words(entry, ("plans", "plan"), faults, at),
            str(entry.get("note", "")),
        )
        for name, at, entry in _entries(loaded, ("tools",), "name", places, faults)
    )
    classes = tuple(
        ClassEntry(
            name,
            at,
            _words(entry, ("synonyms", "aliases"), faults, at),
            _words(entry, ("examples", "example"), faults, at),
            " ".join(str(entry.get(key, "")) for key in ("note", "description", "definition")).strip(),
        )
        for name, at, entry in _entries(loaded, ("data_classes", "classes", "data"), "name", places, faults)
    )
    conditions = tuple(
        ConditionEntry(
            name,
            str(entry.get("text", "")).strip() or name,
            at,
            _words(entry, ("tools", "tool"), faults, at),
            _words(entry, ("class", "classes", "data_classes", "data"), faults, at),
            str(entry.get("when", "")) if entry.get("when") in ("before", "using") else "",
            entry.get("general") is True,
        )
        for name, at, entry in _entries(loaded, ("conditions",), "id", places, faults)
    )
    people = tuple(
        PeopleEntry(
            name,
            str(entry.get("who", "")).strip() or name,
            str(entry.get("text", "")).strip() or name,
            at,
            _words(entry, ("tools", "tool"), faults, at),
            _words(entry, ("class", "classes", "data_classes", "data"), faults, at),
            entry.get("may") == "ask",
        )
        for name, at, entry in _entries(loaded, ("people",), "id", places, faults)
    )
    changes = tuple(
        ChangeEntry(
            name,
            str(entry.get("text", "")).strip() or name,
            at,
            _words(entry, ("data", "class", "classes"), faults, at),
            str(entry.get("becomes", "")).strip(),
        )
        for name, at, entry in _entries(loaded, ("changes",), "id", places, faults)
    )
    read = _words(loaded, ("read",), faults, places.of("read"))
    known = {"tools", "data_classes", "classes", "data", "conditions", "people", "changes", "read"}
    return Glossary(tools, classes, conditions, people, changes, read, tuple(str(key) for key in loaded if key not in known))


def _entries(
    loaded: dict[str, Any], keys: tuple[str, ...], name_key: str, places: _Places, faults: list[Fault]
) -> list[tuple[str, Citation, dict[str, Any]]]:
    part: Any = next((loaded[key] for key in keys if loaded.get(key) is not None), [])
    if isinstance(part, dict):
        part = [
            {**value, name_key: key} if isinstance(value, dict) else {name_key: key, "text": value} for key, value in part.items()
        ]
    if not isinstance(part, list):
        faults.append(
            Fault("I024", "fault", places.of(keys[0]), f"`{keys[0]}` is no list", f"give a list of objects with `{name_key}`")
        )
        return []
    found: list[tuple[str, Citation, dict[str, Any]]] = []
    seen: dict[str, Citation] = {}
    for number, value in enumerate(part, start=1):
        entry = {name_key: value} if isinstance(value, str) else value
        name = entry.get(name_key) if isinstance(entry, dict) else None
        if not isinstance(entry, dict) or (not (isinstance(name, str) and name.strip()) and not entry.get("text")):
            at = places.of(keys[0])
            faults.append(
                Fault("I025", "fault", at, f"entry {number} of `{keys[0]}` has no `{name_key}`", f"give it a `{name_key}`")
            )
            continue
        name = name.strip() if isinstance(name, str) and name.strip() else f"{keys[0]}-{number}"
        at = places.of(name)
        if fold(name) in seen:
            what = f"`{name}` stands twice in `{keys[0]}`, first on line {seen[fold(name)].line}"
            faults.append(Fault("I026", "fault", at, what, "keep one of the two"))
            continue
        seen[fold(name)] = at
        found.append((name, at, entry))
    return found


def _words(entry: dict[str, Any], keys: tuple[str, ...], faults: list[Fault], at: Citation) -> tuple[str, ...]:
    value = next((entry[key] for key in keys if entry.get(key) is not None), None)
    if value is None:
        return ()
    if isinstance(value, str):
        return (value.strip(),) if value.strip() else ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        what = f"`{keys[0]}` of `{at.quote}` is neither a word nor a list of words"
        faults.append(Fault("I027", "fault", at, what, 'write ["one", "two"]'))
        return ()
    return tuple(dict.fromkeys(item.strip() for item in value if item.strip()))
