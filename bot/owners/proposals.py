"""The policy's files with a patch over them, where they may be changed: what waits for a person is looked at before it counts."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.knowledge.catalog import load_catalog
from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.git import git
from bot.knowledge.load import files_of, load
from bot.policy.house import Knowledge


def applied(folder: Path, patch: Path | None) -> Knowledge:
    """The policy's files, with a patch over them; the folder stays as it is. Raises ``GitError`` where the patch does not fit,
    ``KnowledgeError`` where what comes out is faulty."""
    if patch is None:
        return load(folder, load_catalog()).or_raise()
    with TemporaryDirectory() as place:
        copy = Path(place) / folder.resolve().name
        copy_policy(folder, copy, shutil.ignore_patterns(".git"))
        git("apply", str(patch.resolve()), at=Path(place))
        return load(copy, load_catalog()).or_raise()


def copy_policy(folder: Path, to: Path, ignore: Callable[[Any, list[str]], Iterable[str]]) -> None:
    """Copy the policy's files where they may be changed. A link is not followed: it may lead to all of the disk, or in a circle.
    Raises ``KnowledgeError`` where one stands among them."""
    if isinstance(found := files_of(folder), Fault):
        raise KnowledgeError([found])
    shutil.copytree(folder, to, symlinks=True, ignore=ignore)
