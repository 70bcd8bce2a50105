"""A folder that an import wrote, and what the next import says, in; the files to write, what was kept and what conflicts, out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.importing.written.merging import Told, merge_file
from bot.knowledge.importing.written.noted import NOTES, notes_text, read_notes
from bot.knowledge.load import join, load
from bot.knowledge.parse import kind_of, parse
from bot.knowledge.sheets.plain_files import read_plain
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
