"""What the last import wrote, what people made of it, and what this import says go in; one file with both comes out.

Three ways, entry by entry: what only the table changed is taken, what only people changed stays, and where both changed the
same thing a person is told. In a matrix the stricter word stands until somebody decides; elsewhere people's own words do.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.knowledge.files.matrix import split
from bot.knowledge.importing.cells.effects import STRICTNESS
from bot.knowledge.sheets.kept_yaml import only_what_changed, open_kept
from bot.knowledge.sheets.sheet import Sheet

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
