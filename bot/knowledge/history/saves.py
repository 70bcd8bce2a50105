"""A folder that people edit goes in; at each look the files that were saved since the last one come out.

Nothing is read: a file's stamp tells. An editor that writes another file and renames it, and several files that are written
one after the other, are one save: it is told once two looks after each other have seen the same.
"""

from __future__ import annotations

from pathlib import Path

from bot.knowledge.faults import Fault
from bot.knowledge.history.store import Stamp, stamp_of
from bot.knowledge.load import files_of
from bot.knowledge.parse import kind_of


class Saves:
    """Watches one folder. What is there when it is made counts as seen."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._told = self._last = self._look()

    def __call__(self, *, at_once: bool = False) -> tuple[str, ...]:
        """Paths of knowledge files that were written, made or deleted, sorted; none while they may still be written.

        ``at_once``: do not wait for another look.
        """
        seen = self._look()
        is_still = at_once or seen == self._last
        self._last = seen
        if not is_still or seen == self._told:
            return ()
        paths = sorted(path for path in seen.keys() | self._told.keys() if seen.get(path) != self._told.get(path))
        self._told = seen
        return tuple(paths)

    @property
    def is_moving(self) -> bool:
        """Whether the last look saw files that no look has told yet: the next one had better come soon."""
        return self._last != self._told

    def _look(self) -> dict[str, Stamp]:
        """A folder that is gone, or cannot be read, has no file."""
        folder = self._folder.resolve()
        files = files_of(folder)
        return {} if isinstance(files, Fault) else {path: stamp_of(folder / path) for path in files if kind_of(path)}
