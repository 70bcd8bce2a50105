"""Named parts (numbers and texts) go in, the bytes of one flat file come out; and the parts of such bytes, looked up in place.

Nothing is read before it is asked for. Numbers stand in front: such a part is a view into a file that is mapped into memory,
which all processes share. Of texts behind them what is asked for is read, and no more: where one byte of a mapped file is looked
at, the system may bring in the two million around it. The file begins with a check sum of all the rest and says in which order
its bytes stand: what was cut, changed or made by a machine of another kind is refused with ``FlatError``, never read.
"""

from __future__ import annotations

import json
import os
import sys
import weakref
import zlib
from array import array
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b
from mmap import mmap
from typing import BinaryIO, TypeAlias

FORMAT = "flat6"
_EIGHT = 8
"""Bytes at whose multiples parts begin, so that numbers of eight bytes can be read in place."""
_DIGEST = 16
_SEAL = 40
"""Bytes of the first line: the check sum and two lengths."""
_PIECE = 1 << 18

Part: TypeAlias = "bytes | bytearray | memoryview | array[int] | array[float]"


class FlatError(ValueError):
    """Bytes that are no flat file of this machine, or not a whole one."""


def digest_of(*chunks: bytes) -> str:
    """A digest of bytes, as 32 hexadecimal digits; where one chunk ends and the next begins counts."""
    hashed = blake2b(digest_size=_DIGEST)
    for chunk in chunks:
        hashed.update(len(chunk).to_bytes(_EIGHT, "little"))
        hashed.update(chunk)
    return hashed.hexdigest()


@lru_cache(maxsize=50_000)
def key_of(text: str) -> int:
    """A number of 64 bits for a text, the same in every process and on every machine."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_EIGHT).digest(), "little")


def packed(parts: Mapping[str, Part]) -> bytes:
    """The flat file of some parts: a check sum of all the rest, a line that says where each part is, then the parts, those of
    numbers first."""
    places: dict[str, tuple[int, int]] = {}
    body = bytearray()
    for name, part in sorted(parts.items(), key=lambda one: not isinstance(one[1], array)):
        raw = part.tobytes() if isinstance(part, (array, memoryview)) else bytes(part)
        places[name] = (len(body), len(raw))
        body += raw
        body += b"\0" * (-len(body) % _EIGHT)
    head = json.dumps({"format": FORMAT, "order": sys.byteorder, "parts": places}).encode()
    head += b" " * (-(_SEAL + len(head) + 1) % _EIGHT) + b"\n"
    return _seal_of((head, body), len(head)) + head + bytes(body)


class Flat:
    """The parts of one flat file."""

    def __init__(self, data: bytes | mmap, file: BinaryIO | None = None) -> None:
        """``data``: what ``check`` has looked at, as bytes or mapped into memory; ``file``: the file that is mapped, which its
        owner may close. This has its own handle on it for as long as it lives."""
        view = memoryview(data).toreadonly()
        begins = _SEAL + _head_size(bytes(view[:_SEAL]))
        about = json.loads(bytes(view[_SEAL:begins]))
        self._places: dict[str, list[int]] = about["parts"]
        self._body = view[begins:]
        self._begins = begins
        self._handle = _own_handle(self, file) if file is not None and hasattr(os, "pread") else None

    def part(self, name: str) -> memoryview:
        """The bytes of a part; raises KeyError where there is none of that name."""
        first, size = self._places[name]
        return self._body[first : first + size]

    def piece(self, name: str, at: int, size: int) -> bytes:
        """Some bytes of a part, read from the file: of a large part that is seldom looked at, nothing stays in memory."""
        first, whole = self._places[name]
        first, size = first + at, min(size, whole - at)
        if self._handle is None:
            return bytes(self._body[first : first + size])
        return os.pread(self._handle, size, self._begins + first)

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def text(self, name: str) -> str:
        """A part that is a text."""
        return str(self.piece(name, 0, self._places[name][1]), "utf-8")

    def lines(self, name: str) -> list[str]:
        """A part that is lines of text."""
        text = self.text(name)
        return text.split("\n") if text else []


def _own_handle(owner: object, file: BinaryIO) -> int:
    """A second handle on an open file, which is closed when its owner is dropped."""
    handle = os.dup(file.fileno())
    # at the end of the process the system closes it, after the last thread that may still read
    weakref.finalize(owner, os.close, handle).atexit = False
    return handle


def check(file: BinaryIO) -> None:
    """Read a flat file through, a piece at a time; raises ``FlatError`` where it is none of this machine, or not whole.

    What is only read, and not mapped, does not stay in memory.
    """
    seal = file.read(_SEAL)
    try:
        size = _head_size(seal)
    except ValueError:
        raise FlatError("it is no flat file") from None
    if seal != _seal_of(iter(lambda: file.read(_PIECE), b""), size):
        raise FlatError("it was cut or changed")
    file.seek(_SEAL)
    try:
        about = json.loads(file.read(size))
        made = (about["format"], about["order"], type(about["parts"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise FlatError("it is no flat file") from None
    if made != (FORMAT, sys.byteorder, dict):
        raise FlatError("it is of another version, or of another kind of machine")


def _seal_of(pieces: Iterable[bytes | bytearray], head: int) -> bytes:
    """A check sum, the length, and that of the line behind it (``head``), with which the sum begins, so that it counts as well.
    Nobody forges a cache, and to check it so is fast."""
    total, size = head, 0
    for piece in pieces:
        total, size = zlib.crc32(piece, total), size + len(piece)
    return f"{total:08x} {size:016x} {head:08x}".encode().ljust(_SEAL - 1) + b"\n"


def _head_size(seal: bytes) -> int:
    """How long the line is that says where each part is; raises ValueError where this is no seal."""
    words = seal.split()
    if len(words) != 3:
        raise ValueError("no seal")
    return int(words[2], 16)


def lines(words: Iterable[str]) -> bytes:
    """Words as a part that ``Flat.lines`` reads."""
    return "\n".join(words).encode()
