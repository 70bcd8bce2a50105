"""Two names of policies go in (folders, git revisions, a ledger's versions); what differs between them comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock.today import today_at
from bot.flows.owners.compare import Compared, Given, Side, compare_sides
from bot.knowledge.catalog import load_catalog
from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.git import GitError, git
from bot.knowledge.history.revision import Revision, find_revision, load_revision, messages_between, named_in
from bot.knowledge.load import load
from bot.knowledge.matrix.pictures import png_of, svg_of
from bot.knowledge.matrix.two_matrices import two_matrices
from bot.knowledge.parse import one_big_breath
from bot.policy.changes.heard import heard_otherwise
from bot.policy.deciding.compile import compile_policy
from bot.policy.house import Knowledge
from bot.policy.talks.label import ABOUT_A_RULING
from bot.policy.talks.talk import Item
from bot.policy.words import Citation
from bot.reading.rereading import listed_in, renamed

if TYPE_CHECKING:
    from bot.ledger.ledger import Ledger


@dataclass(slots=True)
class Differ:
    """Finds both sides and compares them. ``near``: the folder that git revisions are about."""

    near: Path
    ledger: Ledger | None = None
    _commits: dict[str, Revision | None] = field(default_factory=dict)

    @one_big_breath()
    def __call__(self, old: str, new: str, *, days: int = 90, allowed: Sequence[str] = (), message: str = "") -> Compared:
        """Raises ``KnowledgeError`` where one of them is no policy, or a faulty one."""
        before, after = self._side(old), self._side(new)
        named = (*allowed, *named_in(message), *named_in(self._messages(old, new)))
        given = self.ledger.who_got(datetime.now(UTC) - timedelta(days=days), "") if self.ledger else ()
        today = today_at(after[1]) if after[1] else datetime.now(UTC).date()
        names = renamed(before[1], after[1], load_catalog()) if before[1] and after[1] else None
        read = items_of if self.ledger else None
        heard = heard_otherwise(before[1], after[1], compile_policy(after[1].policy), today) if before[1] and after[1] else None
        listed = listed_in(after[1], load_catalog()) if given and after[1] else None
        sides = before[0], after[0]
        return compare_sides(*sides, today, allowed=named, given=given, read=read, listed=listed, names=names, heard=heard)

    def _side(self, word: str) -> tuple[Side, Knowledge | None]:
        folder = Path(word)
        if folder.is_dir():
            knowledge = load(folder, load_catalog()).or_raise()
            return Side(word, knowledge.policy, knowledge.labels), knowledge
        kept = self.ledger.publication(word) if self.ledger else None
        if kept is not None:
            from bot.ledger.publications import unpacked  # noqa: PLC0415 - without a ledger nobody waits for the libraries of one

            return Side(word, *unpacked(kept)), None
        try:
            revision = self._commits[word] = find_revision(word, self.near)
            if revision is not None:
                knowledge = load_revision(revision, load_catalog()).or_raise()
                return Side(word, knowledge.policy, knowledge.labels), knowledge
        except GitError as problem:
            raise _unknown(word, str(problem)) from problem
        raise _unknown(
            word, "it is no folder, no commit that git knows here" + (", and no version of the ledger" if self.ledger else "")
        )

    def _messages(self, old: str, new: str) -> str:
        """What the commits between the two say. A folder stands at the commit that is checked out there."""
        before = self._commits.get(old)
        if before is None:
            return ""
        after = self._commits.get(new)
        try:
            head = after.commit if after else git("rev-parse", "HEAD", at=Path(new)).decode().strip()
            return messages_between(before.repository, before.commit, head)
        except GitError:
            return ""  # the folder is in no repository, or in another one


def _unknown(word: str, why: str) -> KnowledgeError:
    do = "give a folder, REV, REV:path/of/the/policy, or a version with --ledger"
    return KnowledgeError([Fault("K001", "fault", Citation("", 0), f"`{word}` is no policy: {why}", do)])


def items_of(given: Given) -> Sequence[Item]:
    """What an answer of the ledger answered, as far as a verdict was given for it."""
    from bot.ledger.asked.questions import QuestionRow  # noqa: PLC0415 - as above
    from bot.ledger.plain import READING  # noqa: PLC0415 - as above

    row = given if isinstance(given, QuestionRow) else None
    if row is None or not row.reading or not row.verdict:
        return ()
    return tuple(item for item in READING.validate_python(row.reading).items if item.intent in ABOUT_A_RULING)


def diff(
    old: str, new: str, near: Path, *, ledger: str = "", days: int = 90, allowed: Sequence[str] = (), message: str = ""
) -> Compared:
    """Compare two policies. Raises ``KnowledgeError``, ``LedgerError`` or ``SettingsError``."""
    if not ledger:
        return Differ(near)(old, new, days=days, allowed=allowed, message=message)
    from bot.ledger.ledger import open_existing  # noqa: PLC0415 - as above

    opened = open_existing(ledger, _secret())
    try:
        return Differ(near, opened)(old, new, days=days, allowed=allowed, message=message)
    finally:
        opened.close()


def drawn(compared: Compared, suffix: str) -> bytes:
    """Both matrices side by side, as ``.svg`` or ``.png``. Raises ``PicturesMissingError``."""
    sides = [(one.name, one.policy, one.labels) for one in (compared.old, compared.new)]
    pictures = two_matrices(sides[0], sides[1], compared.today)
    note = "Framed: another verdict; the text tells other conditions. As somebody is told who says nothing of themselves."
    return svg_of(*pictures, note=note).encode() if suffix == ".svg" else png_of(*pictures, note=note)


def _secret() -> bytes:
    """The house's secret, which alone opens the versions that were published; without it they stay closed."""
    from bot.settings import read_settings  # noqa: PLC0415 - as above

    return read_settings().secret
