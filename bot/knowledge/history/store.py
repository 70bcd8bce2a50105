"""A folder that people edit goes in; the last good knowledge comes out, and what is wrong with the files as they are now.

Each file's part is kept with the file's stamp, so that an edit of one file reads that file only. A broken edit never
replaces a good policy: the old one goes on answering until the files are whole again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.load import Loaded, ReadBytes, files_of, join, read_part, version_of
from bot.knowledge.parse import Part, kind_of
from bot.knowledge.sheets.plain_files import read_plain
from bot.knowledge.version import version_at
from bot.policy.house import Knowledge
from bot.policy.world import Catalog

Stamp = tuple[int, int, int, int]


def nothing_to_prepare(_knowledge: Knowledge) -> object:
    """Nobody needs time before a new version answers."""
    return None


class KnowledgeStore:
    """Keeps one folder. All methods may be called from any thread; ``current`` never waits for a reading."""

    def __init__(self, folder: Path, catalog: Catalog | None = None, read_bytes: ReadBytes = read_plain) -> None:
        self._folder = folder
        self._catalog = catalog
        self._read_bytes = read_bytes
        self._lock = threading.Lock()
        self._parts: dict[str, tuple[Stamp, Part]] = {}
        self._seen: dict[str, Stamp] = {}
        self._unread: tuple[str, ...] = ()
        self._version = ""
        self._good: Knowledge | None = None
        self.prepare: Callable[[Knowledge], object] = nothing_to_prepare
        """Called with a new version before it is the one that answers: what takes time is done by then."""
        self._last = Loaded(None)
        self.refresh(at_once=True)

    def current(self) -> Knowledge:
        """The last good knowledge; raises ``KnowledgeError`` with all faults where there never was one."""
        good = self._good
        if good is None:
            raise KnowledgeError(self.faults)
        return good

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What keeps the files as they were last seen from being used; empty where ``current`` is what they say."""
        return tuple(fault for fault in self._last.faults if fault.severity == "fault")

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What the owner should look at; it keeps nothing from being used."""
        return self._last.warnings

    def refresh(self, *, at_once: bool = False) -> tuple[Fault, ...]:
        """Look at the folder again, read what changed, and swap if the whole is good. Gives ``faults``.

        Half of a file may be a whole policy without its bans: a save is taken over once two looks after each other have seen
        the same files. ``at_once``: the caller knows that nobody is writing.
        """
        with self._lock:
            # One look sees one folder: where it is a link that is put elsewhere meanwhile, the next look sees the other.
            folder = self._folder.resolve()
            files = files_of(folder)
            if isinstance(files, Fault):
                self._last, self._seen = Loaded(None, (files,)), {}
                return self.faults
            if not self._is_still(folder, files) and not at_once:
                return self.faults
            changed = self._read_changed(folder, files)
            if not self._is_still(folder, files) and not at_once:
                self._version = ""  # what was read is joined at a later look, even if no file differs from it then
                return self.faults
            parts = [part for _, part in self._parts.values()]
            version = version_at(folder, version_of(parts))
            if changed or self._last.files == 0 or version != self._version:
                self._version = version
                self._last = join(parts, self._unread, self._catalog, version)
                if self._last.knowledge is not None:
                    self.prepare(self._last.knowledge)
                self._good = self._last.knowledge or self._good
            return self.faults

    def _is_still(self, folder: Path, files: list[str]) -> bool:
        """Whether the files are those of the look before."""
        seen = {path: stamp_of(folder / path) for path in files if kind_of(path)}
        before, self._seen = self._seen, seen
        return seen == before

    def _read_changed(self, folder: Path, files: list[str]) -> bool:
        """Read files with a new stamp; whether anything that is said has changed."""
        known = [path for path in files if kind_of(path)]
        unread = tuple(path for path in files if not kind_of(path))
        changed = unread != self._unread or set(known) != set(self._parts)
        self._unread = unread
        parts: dict[str, tuple[Stamp, Part]] = {}
        for path in known:
            # The stamp is taken before reading: a write in between is seen as another change at the next look.
            stamp = stamp_of(folder / path)
            kept = self._parts.get(path)
            if kept is None or kept[0] != stamp or not kept[1].digest:  # no digest: it could not be read last time
                part = read_part(folder, path, self._read_bytes)
                changed = changed or kept is None or not part.digest or part.digest != kept[1].digest
                kept = (stamp, part)
            parts[path] = kept
        self._parts = parts
        return changed


def stamp_of(path: Path) -> Stamp:
    """What differs once a file was written or put in another's place; zeros where there is none."""
    try:
        seen = path.stat()
    except OSError:
        return (0, 0, 0, 0)
    return (seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size, seen.st_ino)
