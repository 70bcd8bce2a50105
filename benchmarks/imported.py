"""A policy of ``tests/cases`` goes in, the knowledge folder that its import writes comes out: made once, then copied.

What an import writes hangs on its sources, our code and the catalog. A folder of their digest is kept where flat files are, so
that a run of the tests after ``benchmarks.frozen``, or after an edit of a test, imports nothing a second time.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from bot.text.flat import FORMAT, digest_of
from bot.text.kept import cache_folder
from bot.wiring import import_policy

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("matrix.csv", "terms.json", "source.md")
FOLDER = "imports"
MOST = 2
"""States of our code of which imports are kept."""


@cache
def digest_of_everything() -> str:
    """A digest of all that may change what an import writes, beside its sources."""
    files = sorted(path for path in (ROOT / "bot").rglob("*") if path.is_file() and path.suffix not in (".pyc", f".{FORMAT}"))
    read = [(str(path.relative_to(ROOT)).encode(), path.read_bytes()) for path in (*files, ROOT / "requirements.lock")]
    return digest_of(*(chunk for pair in read for chunk in pair))


def imported(source: Path, out: Path) -> None:
    """Have ``out`` hold what the import of this policy writes."""
    kept = _kept(source)
    if kept is None:
        import_policy(*(source / name for name in SOURCES), out)
    else:
        shutil.copytree(kept, out)


def _kept(source: Path) -> Path | None:
    """The kept folder; None where nothing can be kept."""
    name = digest_of(str(source.name).encode(), *((source / one).read_bytes() for one in SOURCES))
    place = cache_folder() / FOLDER / digest_of_everything() / name
    if place.is_dir():
        return place
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        _tidy(place.parent)
        made = Path(tempfile.mkdtemp(dir=place.parent))
    except OSError:
        return None
    import_policy(*(source / one for one in SOURCES), made / "out")
    with suppress(OSError):  # another process was faster
        (made / "out").rename(place)
    shutil.rmtree(made, ignore_errors=True)
    return place if place.is_dir() else None


def _tidy(newest: Path) -> None:
    """Remove the imports of older states of the code."""
    others = [path for path in newest.parent.iterdir() if path != newest]
    for old in sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)[MOST - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
