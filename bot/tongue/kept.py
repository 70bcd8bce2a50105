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
from contextlib import ExitStack
from functools import cache
from pathlib import Path

from bot.tongue.flat import FORMAT, Flat, FlatError, check, digest_of

log = logging.getLogger("mayi.cache")
BUILT = Path(__file__).parent.parent / "_built"
"""Where ``mayi prebuild`` puts files that are shipped; nothing else is written there."""
MOST = 40
"""Files of one name that stay in the cache: of the rest the oldest go."""
MOST_BYTES = 100_000_000
"""Of all files of one name together."""
_ENDING = f".{FORMAT}"
_shipping: list[Callable[[str, Callable[[], bytes]], Flat]] = []
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
    """A digest of some Python files, or of all right in some folders: what they make is made anew after any change of theirs."""
    return digest_of_files(path for place in places for path in (place.glob("*.py") if place.is_dir() else (place,)))


def kept(name: str, digest: str, make: Callable[[], bytes]) -> Flat:
    """The flat file ``name`` of what has this digest; ``make`` gives its bytes where there is none yet, or none that is whole."""
    file = f"{name}-{digest}{_ENDING}"
    for keep in _shipping:
        return keep(file, make)
    for folder in (BUILT, cache_folder()):
        found = _opened(folder / file)
        if found is not None:
            return found
    made = make()
    kept_at = _written(cache_folder(), file, made)
    found = _opened(kept_at) if kept_at else None
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
            _replace(path, make())
            found = _opened(path)
        asked.append(path)
        return found or Flat(path.read_bytes())

    _shipping.append(keep)
    try:
        make_all()
    finally:
        _shipping.remove(keep)
    for other in set(folder.iterdir()) - set(asked):
        other.unlink(missing_ok=True)
    return asked


def _opened(path: Path) -> Flat | None:
    """The file mapped into memory; None where it is not there or cannot be used, which is said."""
    with ExitStack() as held:
        try:
            file = held.enter_context(path.open("rb"))
            check(file)
            flat = Flat(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), file)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError) as error:
            why = error if isinstance(error, FlatError) else f"cannot be read ({error})"
            log.warning("%s is not used: %s. It is made anew.", path, why)
            return None
        held.pop_all()  # what is used stays open
        return flat


def _written(folder: Path, file: str, made: bytes) -> Path | None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _replace(folder / file, made)
        _tidy(folder, file)
        return folder / file
    except OSError as error:
        _say_once(str(folder), error.strerror or str(error))
        return None


def _replace(path: Path, made: bytes) -> None:
    """Whole or not at all, though two processes write it at once."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(made)
        os.chmod(name, 0o644)  # noqa: PTH101 - of a name that mkstemp gave
        os.replace(name, path)  # noqa: PTH105
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _tidy(folder: Path, file: str) -> None:
    """Of the files of one name, of any format, the newest stay, and not more than so many bytes of them."""
    name = file.rsplit("-", 1)[0]
    aged = []
    for path in folder.glob(f"{name}-*.flat*"):
        try:
            told = path.stat()
        except OSError:  # another process was faster
            continue
        aged.append((told.st_mtime, path, told.st_size))
    held = 0
    for place, (_, path, size) in enumerate(sorted(aged, reverse=True)):
        held += size
        if place >= MOST or (place and held > MOST_BYTES):
            path.unlink(missing_ok=True)


@cache
def _say_once(folder: str, why: str) -> None:
    log.warning("%s cannot be written (%s): what is usually kept there is made at every start. Set MAYI_CACHE.", folder, why)
