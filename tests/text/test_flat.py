"""A flat file: what was packed comes back as it was, and what is not whole, or of another kind of machine, is refused."""

from __future__ import annotations

import io
import json
import re
import sys
import zlib
from array import array

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.text.flat import FORMAT, Flat, FlatError, Part, check, digest_of, lines, packed

NAMES = st.text(max_size=12)
BYTES = st.binary(max_size=40)
EIGHT = st.lists(st.integers(0, 2**64 - 1), max_size=6).map(lambda numbers: array("Q", numbers))
FOUR = st.lists(st.integers(0, 2**32 - 1), max_size=6).map(lambda numbers: array("I", numbers))
PARTS = st.dictionaries(NAMES, BYTES | BYTES.map(bytearray) | BYTES.map(memoryview) | EIGHT | FOUR, max_size=5)

SOME = packed({"words": "één two drei".encode(), "numbers": array("Q", [1, 2**63, 3]), "empty": b""})
OTHER_ORDER = "big" if sys.byteorder == "little" else "little"


def is_whole(made: bytes) -> bool:
    """Whether bytes are taken for a flat file. Whatever they are, nothing else than ``FlatError`` may come of them."""
    try:
        check(io.BytesIO(made))
    except FlatError:
        return False
    return True


def sealed(line: bytes, body: bytes = b"") -> bytes:
    """Bytes whose seal is right, whatever stands behind it: what a fault of ours may write, and no accident."""
    total = zlib.crc32(body, zlib.crc32(line, len(line)))
    return f"{total:08x} {len(line + body):016x} {len(line):08x}".encode().ljust(39) + b"\n" + line + body


@given(PARTS)
def test_packed_parts_come_back_as_they_were(parts: dict[str, Part]) -> None:
    made = packed(parts)
    check(io.BytesIO(made))
    flat = Flat(made)
    for name, part in parts.items():
        back = flat.part(name)
        if isinstance(part, array):
            assert list(back.cast("Q" if part.itemsize == 8 else "I")) == list(part)
        else:
            assert bytes(back) == bytes(part) and name in flat
        for at, size in ((0, len(back)), (1, 3), (len(back), 0)):
            assert flat.piece(name, at, min(size, max(len(back) - at, 0))) == bytes(back)[at : at + size]
    assert "none of this name" not in flat


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=1), max_size=6))
def test_lines_come_back_as_they_were(words: list[str]) -> None:
    flat = Flat(packed({"words": lines(words)}))
    assert flat.lines("words") == words and flat.text("words") == "\n".join(words)


def test_what_is_read_cannot_be_written_to() -> None:
    with pytest.raises(TypeError):
        Flat(packed({"one": bytearray(b"abc")})).part("one")[0] = 1


def test_a_part_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        Flat(SOME).part("none")


@given(st.integers(0, len(SOME) - 1))
def test_what_was_cut_at_any_byte_is_refused(at: int) -> None:
    assert is_whole(SOME) and not is_whole(SOME[:at])


@given(st.integers(0, len(SOME) - 1), st.integers(1, 255))
def test_one_changed_byte_is_refused(at: int, by: int) -> None:
    changed = bytearray(SOME)
    changed[at] ^= by
    assert not is_whole(bytes(changed))


@given(st.integers(1, 2**32))
def test_another_length_of_the_line_of_places_is_refused(size: int) -> None:
    """The line ends in spaces, and is as good JSON without one of them, but the parts would be looked for beside their places."""
    told = int(SOME[:40].split()[2], 16)
    assert is_whole(SOME[:40].replace(b"%08x" % told, b"%08x" % size) + SOME[40:]) is (size == told)
    assert is_whole(SOME[:40].replace(b"%08x" % told, b"%08x" % (told - 1)) + SOME[40:]) is False


@given(st.binary(min_size=1, max_size=50))
def test_added_bytes_are_refused(more: bytes) -> None:
    assert not is_whole(SOME + more) and not is_whole(more + SOME)


@given(st.binary(max_size=200) | st.text(max_size=60).map(lambda text: text.encode()))
@example(b"")
@example(b"0 0 0")
@example(b"a b c".ljust(40))
@example(b"0 0 -1".ljust(40))
@example(b"00000000 0000000000000000 00000000".ljust(39) + b"\n")
@example("٣ ٣ ٣".encode().ljust(40))
def test_garbage_is_refused(garbage: bytes) -> None:
    assert not is_whole(garbage)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["format", "order", "parts", "x"]), inner),
    max_leaves=6,
)


@given(st.binary(max_size=60) | JSON.map(lambda told: json.dumps(told).encode()), BYTES)
@example(b"[" * 100_000, b"")
@example(b"\xff\xfe", b"")
@example(json.dumps({"format": FORMAT, "order": sys.byteorder}).encode(), b"")
@example(json.dumps({"format": FORMAT, "order": sys.byteorder, "parts": []}).encode(), b"")
@example(json.dumps({"format": [FORMAT], "order": {}, "parts": {}}).encode(), b"")
def test_garbage_under_a_right_seal_is_refused(line: bytes, body: bytes) -> None:
    assert not is_whole(sealed(line, body))


@pytest.mark.parametrize(
    ("format_", "order", "is_ours"),
    [(FORMAT, sys.byteorder, True), ("flat0", sys.byteorder, False), (FORMAT, OTHER_ORDER, False)],
    ids=["of this version and machine", "of another version", "of a machine with another byte order"],
)
def test_a_file_is_used(format_: str, order: str, is_ours: bool) -> None:
    assert is_whole(sealed(json.dumps({"format": format_, "order": order, "parts": {}}).encode())) is is_ours


def test_where_chunks_end_counts_for_their_digest() -> None:
    digests = {digest_of(*chunks) for chunks in ((b"ab",), (b"a", b"b"), (b"", b"ab"), (b"ab", b""), (b"b", b"a"), ())}
    assert len(digests) == 6 and all(re.fullmatch("[0-9a-f]{32}", digest) for digest in digests)
