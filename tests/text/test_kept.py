"""Where flat files are kept: made once and then opened, made anew where they are not whole, done without where that cannot be."""

from __future__ import annotations

import gc
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.text import kept as keeping
from bot.text.flat import FORMAT, digest_of, packed
from bot.text.kept import MOST, cache_folder, digest_of_files, kept, ship

ROOT = Path(__file__).resolve().parents[2]
DIGEST = digest_of(b"what it is made from")
FILE = f"thing-{DIGEST}.{FORMAT}"


class Maker:
    """Makes a file, and counts how often."""

    def __init__(self, text: str = "made") -> None:
        self.text, self.times = text, 0

    def __call__(self) -> bytes:
        self.times += 1
        return packed({"text": self.text.encode()})


@pytest.fixture(autouse=True)
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of shipped files, which is not there yet; nothing was said in this process so far."""
    monkeypatch.setattr(keeping, "BUILT", tmp_path / "built")
    monkeypatch.setattr(keeping, "_spoilt", set())
    for say in (keeping._say_once, keeping._say_made):
        say.cache_clear()
    yield tmp_path / "built"
    for say in (keeping._say_once, keeping._say_made):
        say.cache_clear()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache folder, which is not there yet."""
    monkeypatch.setenv("MAYI_CACHE", str(tmp_path / "deep" / "cache"))
    return tmp_path / "deep" / "cache"


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was logged by the owner of these messages."""
    return [record.getMessage() for record in caplog.records if record.name == "mayi.cache"]


def test_a_missing_file_is_made_and_kept_and_then_only_opened(cache: Path, caplog: pytest.LogCaptureFixture) -> None:
    make, again = Maker(), Maker("of somebody who makes it again")
    assert kept("thing", DIGEST, make).text("text") == "made"
    assert kept("thing", DIGEST, again).text("text") == "made"
    assert (make.times, again.times, said(caplog)) == (1, 0, [])
    assert [path.name for path in cache.iterdir()] == [FILE]


def test_what_is_made_from_something_else_is_another_file(cache: Path) -> None:
    kept("thing", DIGEST, Maker())
    assert kept("thing", digest_of(b"other"), Maker("other")).text("text") == "other"
    assert kept("other", DIGEST, Maker("of another name")).text("text") == "of another name"
    assert len(list(cache.iterdir())) == 3


def _foreign() -> bytes:
    """A file that a machine with another byte order made."""
    mine = packed({"text": b"made there"})
    order, other = (f'"{one}"'.encode() for one in (sys.byteorder, "big" if sys.byteorder == "little" else "little"))
    from bot.text.flat import _seal_of

    line = mine[40:].replace(order, other)
    return _seal_of((line,), int(mine[:40].split()[2], 16) + len(other) - len(order)) + line


WHOLE = packed({"text": b"made before"})


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (WHOLE[:-3], "cut or changed"),
        (WHOLE[:20], "no flat file"),
        (b"", "no flat file"),
        (b"<html>" * 40, "no flat file"),
        (WHOLE[:-9] + b"x" + WHOLE[-8:], "cut or changed"),
        (_foreign(), "another kind of machine"),
    ],
    ids=["is cut", "is cut in its first line", "is empty", "holds garbage", "has a changed byte", "was made elsewhere"],
)
def test_a_file_is_made_anew_and_that_is_said_once_where_it(
    broken: bytes, why: str, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cache.mkdir(parents=True)
    (cache / FILE).write_bytes(broken)
    make = Maker()
    assert kept("thing", DIGEST, make).text("text") == "made"
    assert kept("thing", DIGEST, make).text("text") == "made"
    assert make.times == 1
    (sentence,) = said(caplog)
    assert str(cache / FILE) in sentence and why in sentence
    assert caplog.records[0].levelno == logging.WARNING


def test_of_many_spoilt_files_in_one_folder_the_first_is_told(cache: Path, caplog: pytest.LogCaptureFixture) -> None:
    cache.mkdir(parents=True)
    for name in ("thing", "other"):
        (cache / FILE.replace("thing", name)).write_bytes(WHOLE[:-3])
        assert kept(name, DIGEST, Maker()).text("text") == "made"
    (sentence,) = said(caplog)
    assert "all there that cannot be used" in sentence


@pytest.mark.usefixtures("cache")
def test_whoever_waits_for_what_takes_seconds_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    for name in ("thing", "other", "thing"):
        kept(name, DIGEST, Maker(), takes_seconds=True)
    (sentence,) = said(caplog)
    assert "mayi prebuild" in sentence


@pytest.mark.usefixtures("no_older_garbage")
@pytest.mark.filterwarnings("error::ResourceWarning")
def test_a_file_that_is_refused_does_not_stay_open(cache: Path) -> None:
    cache.mkdir(parents=True)
    (cache / FILE).write_bytes(WHOLE[:-3])
    assert keeping._opened(cache / FILE) is None


@pytest.mark.usefixtures("no_older_garbage")
@pytest.mark.filterwarnings("error::ResourceWarning")
@pytest.mark.parametrize("is_in_a_circle", [False, True], ids=["at once", "in a circle"])
def test_a_file_that_was_used_is_closed_without_a_warning_when_it_is_dropped(is_in_a_circle: bool, cache: Path) -> None:
    flat = kept("thing", DIGEST, Maker())
    handle = flat._handle
    assert handle is not None and os.pread(handle, 4, 0) == (cache / FILE).read_bytes()[:4]
    if is_in_a_circle:
        flat.itself = flat  # type: ignore[attr-defined]
    del flat
    gc.collect()
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(handle)


def _below_a_file(tmp_path: Path) -> Path:
    (tmp_path / "file").write_text("no folder")
    return tmp_path / "file" / "cache"


def _a_file(tmp_path: Path) -> Path:
    return _below_a_file(tmp_path).parent


def _in_proc(_: Path) -> Path:
    return Path("/proc/may-i")


@pytest.mark.parametrize("place", [_below_a_file, _a_file, _in_proc], ids=["is below a file", "is a file", "is read-only"])
def test_it_is_done_without_and_that_is_said_once_where_the_cache(
    place: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    folder = place(tmp_path)  # type: ignore[operator]
    monkeypatch.setenv("MAYI_CACHE", str(folder))
    make, other = Maker(), Maker("other")
    assert [kept("thing", DIGEST, make).text("text") for _ in range(2)] == ["made", "made"]
    assert kept("other", DIGEST, other).text("text") == "other"
    assert (make.times, other.times) == (2, 1)
    (sentence,) = said(caplog)
    assert str(folder) in sentence and "Set MAYI_CACHE" in sentence and caplog.records[0].levelno == logging.WARNING


def test_a_folder_that_stands_where_the_file_should_is_done_without(cache: Path, caplog: pytest.LogCaptureFixture) -> None:
    (cache / FILE).mkdir(parents=True)
    assert kept("thing", DIGEST, Maker()).text("text") == "made"
    assert [path.name for path in cache.iterdir()] == [FILE], "nothing half written is left"
    assert any(FILE in sentence for sentence in said(caplog))


def test_who_has_no_home_does_without_a_cache(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """A container may run as a number that no list of users has."""
    for name in ("MAYI_CACHE", "XDG_CACHE_HOME", "HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)

    def no_home(path: Path) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "expanduser", no_home)
    assert kept("thing", DIGEST, Maker()).text("text") == "made"
    assert len(said(caplog)) == 1


def test_the_cache_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("MAYI_CACHE", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "may-i"
    monkeypatch.setenv("MAYI_CACHE", str(tmp_path / "own"))
    assert cache_folder() == tmp_path / "own"


TWO = """
import json, sys
from pathlib import Path
from bot.text import kept as keeping
from bot.text.flat import packed
keeping.BUILT = Path(sys.argv[1])
made = 0
def make():
    global made
    made += 1
    return packed({"text": b"made", "large": bytes(3_000_000)})
print("ready", flush=True)
for digest in json.loads(sys.stdin.readline()):
    flat = keeping.kept("thing", digest, make)
    assert flat.text("text") == "made" and len(flat.part("large")) == 3_000_000
print(made, flush=True)
"""


def test_processes_that_make_the_same_files_at_once_all_succeed(cache: Path, built: Path) -> None:
    """All wait at the gate until each has its code loaded; then all make the same files in the same order."""
    digests = [digest_of(bytes([number])) for number in range(12)]
    command, environment = [sys.executable, "-c", TWO, str(built)], os.environ | {"PYTHONPATH": str(ROOT)}
    started = [
        subprocess.Popen(
            command, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(3)
    ]
    assert [one.stdout.readline() for one in started if one.stdout] == ["ready\n"] * 3
    for one in started:
        assert one.stdin is not None
        one.stdin.write(json.dumps(digests) + "\n")
        one.stdin.flush()
    told = [one.communicate() for one in started]
    assert [(one.returncode, errors) for one, (_, errors) in zip(started, told, strict=True)] == [(0, "")] * 3
    assert 12 <= sum(int(out) for out, _ in told) <= 36
    assert {path.name for path in cache.iterdir()} == {f"thing-{digest}.{FORMAT}" for digest in digests}
    never = Maker("nobody makes it again")
    assert {kept("thing", digest, never).text("text") for digest in digests} == {"made"} and never.times == 0


def test_a_file_that_is_in_use_stays_as_it_was_when_another_takes_its_place(cache: Path) -> None:
    old = kept("thing", DIGEST, Maker("old"))
    keeping.put(cache / FILE, Maker("new")())
    assert old.text("text") == "old" and old.piece("text", 0, 3) == b"old"
    assert kept("thing", DIGEST, Maker()).text("text") == "new"


def shipped(name: str, digest: str, make: Maker, folder: Path) -> Path:
    """One file, shipped alone."""

    def ask() -> None:
        kept(name, digest, make)

    return ship(ask, folder)[0]


def test_a_shipped_file_goes_before_the_cache(cache: Path, built: Path) -> None:
    kept("thing", DIGEST, Maker("of the cache"))
    shipped("thing", DIGEST, Maker("shipped"), built)
    assert kept("thing", DIGEST, Maker()).text("text") == "shipped"
    assert kept("thing", digest_of(b"other"), Maker("other")).text("text") == "other", "what was not shipped is made"
    assert len(list(built.iterdir())) == 1, "and nothing is written where shipped files are"


def test_a_shipped_file_needs_no_cache(built: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv("MAYI_CACHE", "/proc/may-i")
    shipped("thing", DIGEST, Maker("shipped"), built)
    make = Maker()
    assert kept("thing", DIGEST, make).text("text") == "shipped"
    assert (make.times, said(caplog)) == (0, [])


def test_a_shipped_file_that_is_broken_is_said_and_the_cache_has_it(
    cache: Path, built: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shipped("thing", DIGEST, Maker("shipped"), built).write_bytes(b"broken")
    assert kept("thing", DIGEST, Maker()).text("text") == "made"
    assert FILE in said(caplog)[0] and (cache / FILE).exists()


def test_shipping_makes_a_file_once_and_removes_those_of_other_digests(built: Path) -> None:
    old, make = digest_of(b"old"), Maker()

    def ask_for_two() -> None:
        for name in ("thing", "other"):
            kept(name, DIGEST, make)

    shipped("thing", old, make, built)
    (built / "what an older version left.flat1").write_bytes(b"")
    for _ in range(2):
        made = ship(ask_for_two, built)
        assert made == [built / FILE, built / f"other-{DIGEST}.{FORMAT}"]
    assert make.times == 3
    assert set(built.iterdir()) == set(made)


def test_what_cannot_be_shipped_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="file"):
        shipped("thing", DIGEST, Maker(), _below_a_file(tmp_path))


def test_of_the_files_of_one_name_the_newest_stay(cache: Path) -> None:
    cache.mkdir(parents=True)
    for age in range(MOST + 5):
        for name in ("thing", "other"):
            path = cache / f"{name}-{digest_of(bytes([age]))}.{FORMAT}"
            path.write_bytes(WHOLE)
            os.utime(path, (1_000_000 - age, 1_000_000 - age))
    (cache / "thing of somebody else").write_text("stays")
    kept("thing", DIGEST, Maker())
    left = {path.name for path in cache.iterdir()}
    young = {f"thing-{digest_of(bytes([age]))}.{FORMAT}" for age in range(MOST - 1)}
    assert {name for name in left if name.startswith("thing-")} == young | {FILE}
    assert len([name for name in left if name.startswith("other-")]) == MOST + 5
    assert "thing of somebody else" in left


def test_of_large_files_of_one_name_fewer_stay_and_those_of_older_formats_go_with_them(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.text.kept.MOST_BYTES", 3 * len(WHOLE))
    cache.mkdir(parents=True)
    for age in range(5):
        path = cache / f"thing-{digest_of(bytes([age]))}.flat{age}"
        path.write_bytes(WHOLE)
        os.utime(path, (1_000_000 - age, 1_000_000 - age))
    kept("thing", DIGEST, Maker())
    assert {path.name for path in cache.iterdir()} == {FILE, *(f"thing-{digest_of(bytes([age]))}.flat{age}" for age in (0, 1))}


def test_a_digest_of_files_is_of_their_names_and_contents_in_any_order(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("1")
    two.write_text("2")
    before = digest_of_files((one, two))
    assert before == digest_of_files((two, one)) != digest_of_files((one, two), "more")
    two.write_text("3")
    assert digest_of_files((one, two)) != before


@pytest.mark.parametrize("mode", [0o666, 0o664, 0o602])
def test_a_file_in_the_cache_that_others_may_write_is_not_believed(
    mode: int, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept("thing", DIGEST, Maker("first"))
    (cache / FILE).chmod(mode)
    assert kept("thing", DIGEST, Maker("anew")).text("text") == "anew"
    assert "somebody else may have written it" in said(caplog)[0]
    assert (cache / FILE).stat().st_mode & 0o777 == 0o600, "and is replaced by one that only its user may read"


def test_a_shipped_file_may_be_read_by_everybody(built: Path) -> None:
    assert shipped("thing", DIGEST, Maker(), built).stat().st_mode & 0o777 == 0o644
