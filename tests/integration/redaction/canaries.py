"""Values that must go in, and what a run left behind; which of them stand in it, in whatever writing, comes out."""

from __future__ import annotations

import base64
import random
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from tests.redaction.samples import filled
from tests.yamls import read_yaml

SHAPES: list[str] = read_yaml((Path(__file__).parent / "shapes.yaml").read_text(encoding="utf-8"))
"""How values are written when somebody pastes them."""
FEW = 8
"""So many digits may stand in a hash or a moment by chance."""
BY_CHANCE = re.compile(
    rb"(?<![0-9A-Za-z])(?:0x)?(?:[0-9a-f]{16,64}|[0-9A-F]{16,64})(?![0-9A-Za-z])"
    rb"|(?<![0-9])[0-9]{10}(?:\.[0-9]{1,9}|[0-9]{3})(?![0-9])|(?<=:[0-9]{2}\.)[0-9]{6}(?![0-9])"
)
"""Hashes and other numbers of a machine's, and moments, to the millionth of a second and finer."""
ENCODED = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
PACKED = (b"x\x9c", b"x\x01", b"x\xda", b"\x1f\x8b")


def readings(data: bytes, depth: int = 3) -> Iterator[bytes]:
    """The bytes as they are, and as what they may stand for: UTF-16, base64, what was compressed, and those within another."""
    yield data
    if not depth:
        return
    if b"\x00" in data:
        yield data.replace(b"\x00", b"")
    for found in ENCODED.finditer(data):
        word = found.group().translate(bytes.maketrans(b"-_", b"+/")).rstrip(b"=")
        yield from readings(base64.b64decode(word + b"=" * (-len(word) % 4) if len(word) % 4 != 1 else word[:-1]), depth - 1)
    for sign in PACKED:
        for at in (match.start() for match in re.finditer(re.escape(sign), data)):
            try:
                packed = zlib.decompressobj(31 if sign == b"\x1f\x8b" else 15)
                yield from readings(packed.decompress(data[at:]), depth - 1)
            except zlib.error:
                continue


def leaks(folder: Path, secrets: Iterable[str]) -> set[str]:
    """Those of the secrets that stand in some file, in whatever writing."""
    return {secret for _, secret in places_of(folder, secrets)}


def places_of(folder: Path, secrets: Iterable[str]) -> set[tuple[str, str]]:
    """The same, each behind the name of the file that it stands in."""
    files = [path for path in folder.rglob("*") if path.is_file() and "knowledge" not in path.relative_to(folder).parts]
    assert any(path.name.endswith(".db") for path in files)
    words = [secret.encode() for secret in secrets]
    return {(path.name, word.decode()) for path in files for word in _standing_in(path, words)}


def _standing_in(path: Path, words: Iterable[bytes]) -> Iterator[bytes]:
    """Those of the words that stand in it. A few digits in a hash or a moment are nobody's; glued to all else they count.

    In a database's file the cells are glued to each other, so few digits are looked for in each cell.
    """
    said = _said(path.read_bytes())
    cells = None if (few := [word for word in words if word.isdigit() and len(word) <= FEW]) == [] else _cells(path)
    apart = BY_CHANCE.sub(b"", said if cells is None else b"\0".join(map(_said, cells)))
    for word in words:
        if word in (apart if word in few else said):
            yield word


def _said(data: bytes) -> bytes:
    return b"\0".join(dict.fromkeys(readings(data)))


def _cells(path: Path) -> set[bytes] | None:
    """What stands in each cell of a database, with what its write-ahead log has; that log has none. None: it is no database."""
    if path.name.endswith("-wal"):
        return set()
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
            tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            rows = [row for table in tables for row in database.execute(f'SELECT * FROM "{table}"')]  # noqa: S608 - our own tables
    except sqlite3.DatabaseError:
        return None
    return {cell if isinstance(cell, bytes) else str(cell).encode() for row in rows for cell in row}


def made_up(seed: random.Random, shapes: Iterable[str] = SHAPES) -> tuple[str, list[str]]:
    """A line for each shape, and the value in each."""
    pairs = [filled(seed, words) for words in shapes]
    return "\n".join(line for line, _ in pairs), [value for _, value in pairs]
