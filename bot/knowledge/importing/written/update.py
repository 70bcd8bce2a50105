"""A folder that an import wrote, and what the next import says, in; the files to write, what was kept and what conflicts, out."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.files.matrix import split
from bot.knowledge.importing.cells.effects import STRICTNESS
from bot.knowledge.importing.prose.contacts import with_mail
from bot.knowledge.importing.written.confirm import NOTES, notes_text, read_notes
from bot.knowledge.load import Loaded, join, load
from bot.knowledge.parse import kind_of, parse
from bot.knowledge.sheets.kept_yaml import only_what_changed, open_kept
from bot.knowledge.sheets.plain_files import read_plain
from bot.knowledge.sheets.sheet import Sheet
from bot.policy.words import Citation
from bot.policy.world import Catalog

MEMORY = ".import.json"
"""What the last import wrote, so that the next one can tell its own words from people's."""
_MARK = "sentences"
"""Of the memory: what sentences of the document are to the import that wrote it; up to 0.2.0 rules, without the mark."""
_OF_THE_TABLE = ("matrix.csv", "policy.yaml", "guidance/")
"""What follows the table also where an import of 0.2.0 wrote the folder."""
_STAYS = (
    "Rules, data, conditions and tools that an earlier version of may-i read in sentences stay as they are; take out by hand "
    "what no longer holds."
)
RETIRED = "CONFIRM.md"
"""A list to tick that imports wrote once and nothing read; an update takes it away."""


@dataclass(frozen=True, slots=True)
class Update:
    """``files``: path -> new text, those that change only. ``gone``: paths to delete."""

    files: dict[str, str]
    gone: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


def with_memory(files: Mapping[str, str]) -> dict[str, str]:
    """The files of an import, and the memory of them."""
    made = {path: text for path, text in files.items() if path != NOTES}
    return {**files, MEMORY: json.dumps({_MARK: "asked", "files": made}, ensure_ascii=False, indent=1) + "\n"}


def is_import(folder: Path) -> bool:
    """Whether an import wrote the folder."""
    return (folder / MEMORY).is_file()


def merge(folder: Path, theirs: Mapping[str, str], catalog: Catalog) -> Update:
    """Raises KnowledgeError where the folder is no import's, or where the two together have a fault: then nothing is written."""
    base, read_sentences = _remembered(folder)
    load(folder, catalog).or_raise()
    told, unsaid = Told(), Told()
    if read_sentences:
        told.kept.append(_STAYS)
    mine = {path: (folder / path).read_text(encoding="utf-8-sig") for path in base | dict(theirs) if (folder / path).is_file()}
    merged: dict[str, str | None] = {}
    for path in (path for path in dict.fromkeys([*theirs, *base]) if path not in (NOTES, RETIRED)):
        if not read_sentences or path.startswith(_OF_THE_TABLE):
            merged[path] = merge_file(path, base.get(path), mine.get(path), theirs.get(path), told)
        elif path in mine or path not in base:  # as if all of it were people's own
            merged[path] = merge_file(path, None, mine.get(path), theirs.get(path), unsaid)
    merged[NOTES] = _notes(theirs.get(NOTES, ""), told)
    _refuse_faults(folder, merged, catalog)
    files = {path: text for path, text in merged.items() if text is not None and text != mine.get(path)}
    files[MEMORY] = with_memory(theirs)[MEMORY]
    gone = tuple(path for path, text in merged.items() if text is None and path in mine)
    gone += (RETIRED,) if RETIRED in mine else ()
    return Update(files, gone, tuple(told.kept), tuple(told.conflicts))


def _remembered(folder: Path) -> tuple[dict[str, str], bool]:
    """What the last import wrote, and whether it made rules of sentences."""
    memory = folder / MEMORY
    at = Citation(MEMORY, 1)
    do = "import into a new folder, and compare the two with `mayi diff`"
    try:
        kept = json.loads(read_plain(memory).decode())
        found = kept["files"]
        if all(isinstance(path, str) and isinstance(text, str) for path, text in found.items()):
            return dict(found), _MARK not in kept
    except FileNotFoundError as error:
        what = f"the folder has no {MEMORY}: no import wrote it"
        raise KnowledgeError([Fault("import-update", "fault", Citation("", 0), what, do)]) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise KnowledgeError([Fault("import-update", "fault", at, "the memory of the last import cannot be read", do)]) from error
    raise KnowledgeError([Fault("import-update", "fault", at, "the memory of the last import cannot be read", do)])


def _refuse_faults(folder: Path, merged: Mapping[str, str | None], catalog: Catalog) -> None:
    """The files as they would be are read first: a tool that left the table may be named by a rule of people's own."""
    paths = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    texts = {path: (folder / path).read_bytes() for path in paths if kind_of(path)}
    texts |= {path: text.encode() for path, text in merged.items() if text is not None and kind_of(path)}
    left = {path: content for path, content in texts.items() if merged.get(path, "") is not None}
    join([parse(path, content) for path, content in sorted(left.items())], (), catalog).or_raise()


def _notes(theirs: str, told: Told) -> str:
    """The new notes, and what people had changed."""
    hands = {"Changed by hand and in the table: decide": told.conflicts, "Changed by hand, and kept": told.kept}
    return notes_text({**read_notes(theirs), **hands})


_MISSING = object()
_KEYS = ("id", "rule", "word", "match")
"""Fields by which an entry of a list is known."""
_SILENT = 3
"""How strict a cell is that makes no rule."""


@dataclass(slots=True)
class Told:
    """What a person should know of a merge."""

    kept: list[str] = field(default_factory=list)
    """Changed by hand, and kept."""
    conflicts: list[str] = field(default_factory=list)
    """Changed by hand and in the table."""


def merge_file(path: str, base: str | None, mine: str | None, theirs: str | None, told: Told) -> str | None:
    """The file's new text; None where it is to go. ``base``: as the last import wrote it."""
    if theirs in (mine, base):
        if mine != base and base is not None:
            told.kept.append(f"`{path}`" + (" was deleted" if mine is None else _where(path, base, mine, told)))
        return mine
    if mine == base:
        return theirs
    if mine is None or theirs is None:
        gone = (
            "was deleted by hand, and the table changes it"
            if mine is None
            else "was changed by hand, and the table no longer has it"
        )
        told.conflicts.append(f"`{path}` {gone}; left as it was.")
        return mine
    if path.endswith(".csv"):
        return _merge_matrix(path, base or "", mine, theirs, told)
    if path.endswith(".yaml"):
        return _merge_yaml(path, base or "", mine, theirs, told)
    told.conflicts.append(f"`{path}` was changed by hand and in the document; yours was left as it was.")
    return mine


def _where(path: str, base: str, mine: str, told: Told) -> str:
    """What people changed in a file that the table leaves alone."""
    inner = Told(conflicts=told.conflicts)
    if path.endswith(".yaml"):
        _merge_yaml(path, base, mine, base, inner)
    elif path.endswith(".csv"):
        _merge_matrix(path, base, mine, base, inner)
    return ": " + "; ".join(each.removeprefix(f"`{path}`: ") for each in inner.kept) if inner.kept else ""


# --- matrix.csv ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Grid:
    columns: list[str]
    rows: dict[str, dict[str, str]]

    def cell(self, row: str, column: str) -> str | None:
        """The word; None where there is no such row or column."""
        return self.rows[row].get(column) if row in self.rows else None


def _grid(text: str) -> _Grid:
    records = [[word.text for word in record] for record in split(Sheet("matrix.csv", text)) if any(word.text for word in record)]
    columns = records[0][1:] if records else []
    rows = {
        record[0]: {
            column: (word.lower() or "unknown")
            for column, word in zip(columns, [*record[1:], *[""] * len(columns)], strict=False)
        }
        for record in records[1:]
    }
    return _Grid(columns, rows)


def _merge_matrix(path: str, base: str, mine: str, theirs: str, told: Told) -> str:
    old, own, new = _grid(base), _grid(mine), _grid(theirs)
    columns = _names(f"`{path}`: the column", (old.columns, own.columns, new.columns), old, own, told, across=True)
    rows = _names(f"`{path}`: the row", (list(old.rows), list(own.rows), list(new.rows)), old, own, told, across=False)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["tool", *columns])
    for row in rows:
        cells = [(old.cell(row, column), own.cell(row, column), new.cell(row, column)) for column in columns]
        writer.writerow(
            [row, *(_cell(f"`{path}`: `{row}` × `{c}`", *each, told) for c, each in zip(columns, cells, strict=True))]
        )
    return out.getvalue()


def _names(  # noqa: PLR0917 - both directions of one table
    what: str, names: tuple[list[str], list[str], list[str]], old: _Grid, own: _Grid, told: Told, across: bool
) -> list[str]:
    """Rows or columns that stay, in the order of the new table; people's own at the end."""
    before, mine, new = names
    kept = []
    for name in [*new, *(name for name in mine if name not in new)]:
        if name in new and name in before and name not in mine:
            told.kept.append(f"{what} `{name}` was deleted")
            continue
        if name not in new and name in before:
            if not _is_touched(old, own, name, across):
                continue
            told.conflicts.append(f"{what} `{name}` was changed by hand, and the table no longer has it; it stays.")
        elif name not in new:
            told.kept.append(f"{what} `{name}` was added")
        kept.append(name)
    return kept


def _is_touched(old: _Grid, own: _Grid, name: str, across: bool) -> bool:
    if across:
        return any(old.cell(row, name) != own.cell(row, name) for row in own.rows if row in old.rows)
    return any(old.cell(name, column) != own.cell(name, column) for column in own.columns if column in old.columns)


def _cell(what: str, base: str | None, mine: str | None, theirs: str | None, told: Told) -> str:
    """A word for a cell of the merged matrix; a side that has no such row or column says nothing."""
    if mine is None or mine in (base, theirs):
        found = theirs if theirs is not None else mine
        return found if found is not None else "unknown"
    if theirs is None or theirs == base:
        told.kept.append(f"{what} is {mine}" + (f", was {base}" if base is not None else ""))
        return mine
    word = max(mine, theirs, key=lambda each: STRICTNESS.get(each, _SILENT))
    told.conflicts.append(f"{what} is {mine} by hand and {theirs} in the table; the stricter stands: {word}.")
    return word


# --- YAML ------------------------------------------------------------------------------------------------------------


def _merge_yaml(path: str, base: str, mine: str, theirs: str, told: Told) -> str:
    """People's text with what changed in the table; comments and spacing stay."""
    (old, _), (own, write), (new, _) = open_kept(base), open_kept(mine), open_kept(theirs)
    if len(own) > 1:
        told.conflicts.append(f"`{path}` holds several documents since it was changed by hand; yours was left as it was.")
        return mine
    merged = _merge(f"`{path}`", _value(old), _value(own), _value(new), told)
    return "" if merged is _MISSING else only_what_changed(mine, write([merged]))


def _value(documents: Sequence[Any]) -> Any:
    return documents[0] if documents else _MISSING


def _merge(what: str, base: Any, mine: Any, theirs: Any, told: Told) -> Any:
    """The merged value; ``mine`` is changed in place where it is a mapping or a list."""
    if theirs in (mine, base):
        if mine != base:
            _tell_kept(what, base, mine, told)
        return mine
    if mine == base:
        return theirs
    if isinstance(mine, dict) and isinstance(theirs, dict):
        _merge_mapping(what, base if isinstance(base, dict) else {}, mine, theirs, told)
        return mine
    if isinstance(mine, list) and isinstance(theirs, list):
        _merge_list(what, base if isinstance(base, list) else [], mine, theirs, told)
        return mine
    told.conflicts.append(f"{what} is {_said(mine)} by hand and {_said(theirs)} in the table; yours stays.")
    return mine


def _tell_kept(what: str, base: Any, mine: Any, told: Told) -> None:
    """Where people changed something, as near to it as can be."""
    if isinstance(mine, dict) and isinstance(base, dict):
        for key in [*mine, *(key for key in base if key not in mine)]:
            if mine.get(key, _MISSING) != base.get(key, _MISSING):
                _tell_kept(_below(what, key), base.get(key, _MISSING), mine.get(key, _MISSING), told)
    elif isinstance(mine, list) and isinstance(base, list) and (_is_keyed(mine) or _is_keyed(base)):
        twice = _twice(base, mine)
        _tell_kept(what, _by_key(base, twice), _by_key(mine, twice), told)
    elif isinstance(mine, tuple) and len(mine) > 1:
        told.conflicts.append(f"{what} is {_said(mine)} since it was changed by hand; all stay: decide which one counts.")
    elif mine is _MISSING:
        told.kept.append(f"{what} was deleted")
    else:
        told.kept.append(f"{what} was added" if base is _MISSING else f"{what} is {_said(mine)}")


def _merge_mapping(what: str, base: Any, mine: Any, theirs: Any, told: Told) -> None:
    for key in [
        *mine,
        *(key for key in theirs if key not in mine),
        *(key for key in base if key not in mine and key not in theirs),
    ]:
        old, own, new = base.get(key, _MISSING), mine.get(key, _MISSING), theirs.get(key, _MISSING)
        merged = _merge(_below(what, key), old, own, new, told)
        if merged is _MISSING:
            mine.pop(key, None)
        else:
            mine[key] = merged


def _merge_list(what: str, base: Any, mine: Any, theirs: Any, told: Told) -> None:
    if _is_keyed(mine) or _is_keyed(theirs):
        twice = _twice(base, mine, theirs)
        merged, new = _by_key(mine, twice), _by_key(theirs, twice)
        _merge_mapping(what, _by_key(base, twice), merged, new, told)
        order = _in_order([_key(entry) for entry in mine], [key for key in new if key in merged], merged)
        mine[:] = _spread_out(order, merged)
        return
    gone = [each for each in base if each not in theirs]
    for each in [each for each in mine if each not in base and each not in theirs]:
        told.kept.append(f"{what}: {_said(each)} was added")
    mine[:] = [*(each for each in mine if each not in gone), *(each for each in theirs if each not in base and each not in mine)]


def _in_order(mine: list[str], theirs: list[str], merged: dict[str, Any]) -> list[str]:
    """People's order, each new entry behind the one that it follows in the table."""
    found = [key for key in mine if key in merged]
    for number, key in enumerate(theirs):
        if key not in found:
            before = next((each for each in reversed(theirs[:number]) if each in found), None)
            found.insert(found.index(before) + 1 if before is not None else 0, key)
    return [*found, *(key for key in merged if key not in found)]


def _is_keyed(entries: Iterable[Any]) -> bool:
    found = list(entries)
    return bool(found) and all(isinstance(entry, dict) and any(key in entry for key in _KEYS) for entry in found)


def _key(entry: Any) -> str:
    return str(next(entry[key] for key in _KEYS if key in entry))


def _twice(*sides: Iterable[Any]) -> frozenset[str]:
    """Keys that several entries of one side have: nobody can tell which of them the other side means."""
    return frozenset(key for side in sides for key, count in Counter(map(_key, side)).items() if count > 1)


def _by_key(entries: Iterable[Any], twice: frozenset[str]) -> dict[str, Any]:
    """Key -> its entry; of a key in ``twice`` all of its entries, which are kept or taken as one."""
    found: dict[str, Any] = {}
    for entry in entries:
        key = _key(entry)
        found[key] = (*found.get(key, ()), entry) if key in twice else entry
    return found


def _spread_out(order: list[str], merged: dict[str, Any]) -> list[Any]:
    """The entries in this order; those of one key each at its place, and any more at the last of them."""
    left = {key: list(value) if isinstance(value, tuple) else [value] for key, value in merged.items()}
    places = Counter(order)
    found = []
    for key in order:
        places[key] -= 1
        end = 1 if places[key] else len(left[key])
        found += left[key][:end]
        del left[key][:end]
    return found


def _below(what: str, key: Any) -> str:
    return f"{what} › {key}" if "›" in what or what.endswith("`") else f"{what}: {key}"


def _said(value: Any) -> str:
    if value is _MISSING:
        return "gone"
    if isinstance(value, tuple) and len(value) > 1:
        return f"there {len(value)} times"
    return f"“{value}”" if not isinstance(value, dict | list | tuple) else "changed"


STAYS = ("people", "costs", "advice", "vendors")
"""Kinds of files that outlive a policy."""
STAYS_OF_A_REAL_ONE = ("tests", "governance")
"""And those that were made up with a sample."""
_POLICY, _PEOPLE = "policy.yaml", "people.yaml"
_OWNER, _ORGANISATION = "owner", "organisation"
_HOUSE = (
    "review_every_days",
    "base_url",
    "time_zone",
    "reminder_channel",
    "digest_channel",
    "reminders",
    "model",
    "acknowledge",
    "contacts",
    "slack",
    "governance",
)
"""Fields of policy.yaml that are the house's."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What an owner says of the policy themselves; it counts whatever the document says. Empty: as it was read."""

    owner: str = ""
    """Who answers for it: "Ada Hill (ada@hill.example)"."""
    organisation: str = ""
    """What it is called."""


def replaced(folder: Path, theirs: Mapping[str, str], catalog: Catalog, typed: Typed) -> Update:
    """Who answered for a real policy before it answers for the new one, where nothing is said.

    What names a tool or a contact that the new policy does not know goes with the old one. Raises KnowledgeError where the old
    policy.yaml cannot be read, people.yaml has a fault (without it nobody is an owner any more), or what the import wrote has one
    of its own: then nothing is to be written.
    """
    mine = {path: _text(folder / path) for path in _paths(folder)}
    was = _house(mine.get(_POLICY, ""))
    is_sample = bool(was.get("sample"))
    kinds = STAYS if is_sample else (*STAYS, *STAYS_OF_A_REAL_ONE)
    new = {**theirs, _POLICY: _with_house(theirs.get(_POLICY, ""), CommentedMap() if is_sample else was, typed)}
    stays = {path: text for path, text in mine.items() if kind_of(path) in kinds and path not in new}
    while faults := [one for one in _loaded({**stays, **new}, catalog).faults if one.severity == "fault"]:
        odd = {one.at.file for one in faults}
        if _PEOPLE in odd or not odd & stays.keys():
            raise KnowledgeError(faults)
        stays = {path: text for path, text in stays.items() if path not in odd}
    files = {path: text for path, text in with_memory(new).items() if text != mine.get(path)}
    gone = tuple(path for path in mine if path not in stays and path not in new)
    return Update(files, gone, tuple(stays))


def _paths(folder: Path) -> list[str]:
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return [path for path in found if kind_of(path)]


def _loaded(texts: Mapping[str, str], catalog: Catalog) -> Loaded:
    return join([parse(path, text.encode()) for path, text in sorted(texts.items()) if kind_of(path)], (), catalog)


def with_typed(text: str, typed: Typed) -> str:
    """A policy.yaml with its owner and how to reach them, and the organisation's name."""
    return _with_house(text, CommentedMap(), typed)


def _with_house(text: str, was: Mapping[str, Any], typed: Typed) -> str:
    """The import's policy.yaml with what the house says of itself; the document's own contacts come first."""
    owner = typed.owner
    documents, write = open_kept(text)
    new = documents[0]
    named = [one for one in new.get("contacts", ()) if not (owner and one["id"] == _OWNER)]
    known = {one["id"] for one in named} | ({_OWNER} if owner else set())
    contacts = [*named, *(one for one in was.get("contacts", ()) if one.get("id") not in known)]
    name, mail = with_mail(owner)
    if typed.organisation:
        new[_ORGANISATION] = typed.organisation
    if owner:
        contacts.append(CommentedMap(id=_OWNER, name=name, how=mail or owner))
        new[_OWNER] = name
    elif was.get(_OWNER):
        new.setdefault(_OWNER, was[_OWNER])
    for key in (one for one in _HOUSE if one in was and one not in new and one != "contacts"):
        new[key] = was[key]
    if contacts:
        new["contacts"] = CommentedSeq(contacts)
    return write(documents)


def _house(text: str) -> Mapping[str, Any]:
    if not text:
        return CommentedMap()
    faults = [fault for fault in parse(_POLICY, text.encode()).faults if fault.severity == "fault"]
    if faults:
        raise KnowledgeError(faults)
    return cast("Mapping[str, Any]", open_kept(text)[0][0])


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")
