"""Two names of policies go in (folders, git revisions, a ledger's versions); what differs between them comes out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock.today import today_at
from bot.knowledge.catalog import load_catalog
from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.git import GitError, git
from bot.knowledge.history.revision import Revision, find_revision, load_revision, messages_between, named_in
from bot.knowledge.load import load
from bot.knowledge.matrix.pictures import png_of, svg_of
from bot.knowledge.matrix.two_matrices import two_matrices
from bot.knowledge.parse import one_big_breath
from bot.policy.changes.compare import Compared, Given, Side, compare_sides
from bot.policy.changes.heard import heard_otherwise
from bot.policy.deciding.compile import compile_policy
from bot.policy.house import Knowledge
from bot.policy.talks.label import ABOUT_A_RULING
from bot.policy.words import Citation
from bot.reading.rereading import listed_in, renamed

if TYPE_CHECKING:
    from bot.ledger.ledger import Ledger


Found = tuple[Side, Knowledge | None, Revision | None]
"""One of the two: as a side, with its files where it has them, and its commit where it is one."""


@one_big_breath()
def compared(  # noqa: PLR0917 - two names, and where each is looked for
    old: str, new: str, near: Path, ledger: Ledger | None = None, days: int = 90, allowed: Sequence[str] = (), message: str = ""
) -> Compared:
    """``near``: the folder that git revisions are about. Raises ``KnowledgeError`` where one of them is no policy, or faulty."""
    (was, before, start), (then, after, end) = (_found(word, near, ledger) for word in (old, new))
    named = (*allowed, *named_in(message), *named_in(_messages(start, end, new)))
    given = given_since(ledger, days) if ledger else ()
    today = today_at(after) if after else datetime.now(UTC).date()
    names = renamed(before, after, load_catalog()) if before and after else None
    heard = heard_otherwise(before, after, compile_policy(after.policy), today) if before and after else None
    listed = listed_in(after, load_catalog()) if given and after else None
    return compare_sides(was, then, today, allowed=named, given=given, listed=listed, names=names, heard=heard)


def given_since(ledger: Ledger, days: int) -> list[Given]:
    """Answers of the last days, as far as a verdict was given for what they answered."""
    from bot.ledger.plain import READING  # noqa: PLC0415 - without a ledger nobody waits for the libraries of one

    rows = ledger.who_got(datetime.now(UTC) - timedelta(days=days), "")
    items = (READING.validate_python(row.reading).items if row.reading and row.verdict else () for row in rows)
    return [(row.asker, tuple(item for item in of if item.intent in ABOUT_A_RULING)) for row, of in zip(rows, items, strict=True)]


def _found(word: str, near: Path, ledger: Ledger | None) -> Found:
    if Path(word).is_dir():
        return _of_files(word, load(Path(word), load_catalog()).or_raise())
    kept = ledger.publication(word) if ledger else None
    if kept is not None:
        from bot.ledger.publications import unpacked  # noqa: PLC0415 - as above

        return Side(word, *unpacked(kept)), None, None
    try:
        revision = find_revision(word, near)
        if revision is not None:
            return _of_files(word, load_revision(revision, load_catalog()).or_raise(), revision)
    except GitError as problem:
        raise _unknown(word, str(problem)) from problem
    raise _unknown(word, "it is no folder, no commit that git knows here" + (", and no version of the ledger" if ledger else ""))


def _of_files(word: str, knowledge: Knowledge, revision: Revision | None = None) -> Found:
    return Side(word, knowledge.policy, knowledge.labels), knowledge, revision


def _messages(old: Revision | None, new: Revision | None, folder: str) -> str:
    """What the commits between the two say. A folder stands at the commit that is checked out there."""
    if old is None:
        return ""
    try:
        head = new.commit if new else git("rev-parse", "HEAD", at=Path(folder)).decode().strip()
        return messages_between(old.repository, old.commit, head)
    except GitError:
        return ""  # the folder is in no repository, or in another one


def _unknown(word: str, why: str) -> KnowledgeError:
    do = "give a folder, REV, REV:path/of/the/policy, or a version with --ledger"
    return KnowledgeError([Fault("K001", "fault", Citation("", 0), f"`{word}` is no policy: {why}", do)])


def diff(
    old: str, new: str, near: Path, *, ledger: str = "", days: int = 90, allowed: Sequence[str] = (), message: str = ""
) -> Compared:
    """Compare two policies. Raises ``KnowledgeError``, ``LedgerError`` or ``SettingsError``."""
    if not ledger:
        return compared(old, new, near, None, days, allowed, message)
    from bot.ledger.ledger import open_existing  # noqa: PLC0415 - as above

    opened = open_existing(ledger, _secret())
    try:
        return compared(old, new, near, opened, days, allowed, message)
    finally:
        opened.close()


def drawn(found: Compared, suffix: str) -> bytes:
    """Both matrices side by side, as ``.svg`` or ``.png``. Raises ``PicturesMissingError``."""
    sides = [(one.name, one.policy, one.labels) for one in (found.old, found.new)]
    pictures = two_matrices(sides[0], sides[1], found.today)
    note = "Framed: another verdict; the text tells other conditions. As somebody is told who says nothing of themselves."
    return svg_of(*pictures, note=note).encode() if suffix == ".svg" else png_of(*pictures, note=note)


def _secret() -> bytes:
    """The house's secret, which alone opens the versions that were published; without it they stay closed."""
    from bot.settings import read_settings  # noqa: PLC0415 - as above

    return read_settings().secret
