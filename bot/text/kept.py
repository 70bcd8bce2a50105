"""What something is made from goes in, its flat file comes out: shipped, found in the cache, or made now and kept there.

A file's name holds the digest of all that it is made from, so a changed catalog or another version of the code has another file.
Where nothing can be written, it is made anew in each process and held in memory; that is said once.
"""

from __future__ import annotations

import logging
import mmap
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from bot.text.flat import FORMAT, Flat, FlatError, check, digest_of

log = logging.getLogger("mayi.cache")
_HERE = Path(__file__).parent
BUILT = _HERE.parent / "_built"
"""Where ``mayi prebuild`` puts files that are shipped; nothing else is written there."""
MOST = 40
"""Files of one name that stay in the cache: of the rest the oldest go."""
MOST_BYTES = 100_000_000
"""Of all files of one name together."""
_ENDING = f".{FORMAT}"
_DIGITS = "[0-9a-f]" * 32
_FOR_ALL, _WRITTEN_BY_OTHERS = 0o644, 0o022
_spoilt: set[Path] = set()
"""Folders of which it was said that a file there is not used: a full disk or another user spoils many at once."""
_shipping: ContextVar[Callable[[str, Callable[[], bytes]], Flat] | None] = ContextVar("shipping", default=None)
"""What takes the cache's place while shipped files are made."""


def cache_folder() -> Path:
    """``MAYI_CACHE``, else where this platform keeps what can be made again. It need not be there yet; for who has no home
    (a number without a name, in a container) it is nowhere."""
    told = os.environ.get("MAYI_CACHE")
    if told:
        return Path(told)
    try:
        return _usual_folder()
    except RuntimeError:
        return Path(os.devnull) / "may-i"


def _usual_folder() -> Path:
    """Raises RuntimeError where nobody knows the home folder."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or tempfile.gettempdir()) / "may-i"
    if sys.platform == "darwin":
        return Path("~/Library/Caches/may-i").expanduser()
    return Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "may-i"


def digest_of_files(paths: Iterable[Path], *more: str) -> str:
    """A digest of the names and contents of some files, and of some words."""
    chunks = [word.encode() for word in more]
    for path in sorted(paths):
        chunks += [path.name.encode(), path.read_bytes()]
    return digest_of(*chunks)


@cache
def digest_of_code(*places: Path) -> str:
    """A digest of some Python files, or of all below some folders, and of how a flat file is laid out: what they make is made
    anew after any change of theirs."""
    files = {path for place in places for path in (place.rglob("*.py") if place.is_dir() else (place,))}
    return digest_of_files(files | {_HERE / "flat.py", _HERE / "lookups.py"})


def kept(name: str, digest: str, make: Callable[[], bytes], *, takes_seconds: bool = False) -> Flat:
    """The flat file ``name`` of what has this digest; ``make`` gives its bytes where there is none yet, or none that is whole.

    ``takes_seconds``: whoever waits is told what for, once.
    """
    file = f"{name}-{digest}{_ENDING}"
    if keep := _shipping.get():
        return keep(file, make)
    found = _opened(BUILT / file) or _opened(cache_folder() / file, is_ours_alone=True)
    if found is not None:
        return found
    if takes_seconds:
        _say_made()
    made = make()
    kept_at = _written(cache_folder(), file, made)
    found = _opened(kept_at, is_ours_alone=True) if kept_at else None
    return found or Flat(made)


def ship(make_all: Callable[[], None], folder: Path = BUILT) -> list[Path]:
    """Have every flat file made, or found, where shipped files are, and remove all others there; gives those that stay.

    ``make_all``: asks once for everything that is kept. Raises OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    asked: list[Path] = []

    def keep(file: str, make: Callable[[], bytes]) -> Flat:
        path = folder / file
        found = _opened(path)
        if found is None:
            put(path, make(), _FOR_ALL)
            found = _opened(path)
        asked.append(path)
        return found or Flat(path.read_bytes())

    shipping = _shipping.set(keep)
    try:
        make_all()
    finally:
        _shipping.reset(shipping)
    for other in set(folder.iterdir()) - set(asked):
        if not other.name.startswith("."):  # what another process is writing
            other.unlink(missing_ok=True)
    return asked


def _opened(path: Path, *, is_ours_alone: bool = False) -> Flat | None:
    """The file mapped into memory; None where it is not there or cannot be used, which is said.

    ``is_ours_alone``: it is believed only where nobody else can have written it. A check sum tells of accidents, not of people.
    """
    try:
        with path.open("rb") as file:
            if is_ours_alone and _is_of_others(os.fstat(file.fileno())):
                raise FlatError("somebody else may have written it")
            check(file)
            return Flat(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), file)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        why = str(error) if isinstance(error, FlatError) else f"cannot be read ({error})"
        if path.parent not in _spoilt:
            _spoilt.add(path.parent)
            log.warning("%s is not used: %s. It is made anew, as is all there that cannot be used.", path, why)
        return None


def _is_of_others(told: os.stat_result) -> bool:
    """Whether a file is another user's (root aside), or may be written by others."""
    return hasattr(os, "getuid") and (told.st_uid not in (0, os.getuid()) or bool(told.st_mode & _WRITTEN_BY_OTHERS))


def _written(folder: Path, file: str, made: bytes) -> Path | None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        put(folder / file, made)
        _tidy(folder, file)
        return folder / file
    except OSError as error:
        _say_once(str(folder), error.strerror or str(error))
        return None


def put(path: Path, made: bytes, mode: int = 0o600) -> None:
    """Have a file hold this, whole or not at all, though two processes write it at once. Raises ``OSError``.

    ``mode``: a cached policy's names are for its user alone.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(made)
        os.chmod(name, mode)  # noqa: PTH101 - of a name that mkstemp gave
        os.replace(name, path)  # noqa: PTH105
    finally:
        Path(name).unlink(missing_ok=True)  # it has another name where all went well


def _tidy(folder: Path, file: str) -> None:
    """Of the files of one name, of any format, the newest stay, and not more than so many bytes of them."""
    name = file.rsplit("-", 1)[0]
    aged = []
    for path in folder.glob(f"{name}-{_DIGITS}.flat*"):
        try:
            told = path.stat()
        except OSError:  # another process was faster
            continue
        aged.append((told.st_mtime, path, told.st_size))
    held = 0
    for place, (_, path, size) in enumerate(sorted(aged, reverse=True)):
        held += size
        if path.name != file and (place >= MOST or held > MOST_BYTES):
            with suppress(OSError):  # it may be open elsewhere, or another's
                path.unlink(missing_ok=True)


@cache
def _say_once(folder: str, why: str) -> None:
    log.warning("%s cannot be written (%s): what is usually kept there is made at every start. Set MAYI_CACHE.", folder, why)


@cache
def _say_made() -> None:
    log.warning("files of the catalog are made, which takes some seconds and is done once; `mayi prebuild` does it beforehand")
