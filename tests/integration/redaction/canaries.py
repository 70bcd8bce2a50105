"""Values that must go in, and what a run left behind; which of them stand in it, in whatever writing, comes out."""

from __future__ import annotations

import base64
import random
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.reading.redaction.samples import filled
from tests.yamls import read_yaml

SHAPES: list[str] = read_yaml((Path(__file__).parent / "shapes.yaml").read_text(encoding="utf-8"))
"""How values are written when somebody pastes them."""
FEW = 8
"""So many digits may stand in a hash or a moment by chance."""
BY_CHANCE = re.compile(
    rb"(?<![0-9a-f])(?:[0-9a-f]{40}|[0-9a-f]{64})(?![0-9a-f])|(?<![0-9])[0-9]{10}\.[0-9]{6}(?![0-9])|(?<=:[0-9]{2}\.)[0-9]{6}(?![0-9])"
)
"""Hashes, and moments to the millionth of a second."""
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
    return {(path.name, word.decode()) for path in files for word in _standing_in(path.read_bytes(), words)}


def _standing_in(data: bytes, words: Iterable[bytes]) -> Iterator[bytes]:
    """Those of the words that stand in it. A few digits in a hash or a moment are nobody's; glued to all else they count."""
    said = b"\0".join(dict.fromkeys(readings(data)))
    without_chance = BY_CHANCE.sub(b"", said)
    for word in words:
        if word in (without_chance if word.isdigit() and len(word) <= FEW else said):
            yield word


def made_up(seed: random.Random, shapes: Iterable[str] = SHAPES) -> tuple[str, list[str]]:
    """A line for each shape, and the value in each."""
    pairs = [filled(seed, words) for words in shapes]
    return "\n".join(line for line, _ in pairs), [value for _, value in pairs]
