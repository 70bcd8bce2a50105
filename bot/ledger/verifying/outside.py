"""Files that were kept outside the database go in, roots and heads of the log; whether the log is as they say comes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.ledger.store.errors import LedgerError
from bot.ledger.store.records import Root
from bot.ledger.verifying.verified import Bad, Verified, read_roots, root_in
from bot.ledger.verifying.verify import no_progress, verify


@dataclass(slots=True)
class Outside:
    """What the files say, and what is to be said of the files."""

    said: list[Root] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    fault: str = ""
    """A line that nobody but somebody else can have broken."""

    def add_roots(self, file: Path) -> None:
        """A file that somebody names. Raises ``LedgerError`` where a line of it is none, or it holds none."""
        self.said += read_roots(_text_of(file))

    def add_heads(self, file: Path, *, is_own: bool = True) -> None:
        """A file of heads. The house's own one may be gone or empty, and the log is looked at all the same; another may not:
        raises ``LedgerError``."""
        if is_own and not file.exists():
            self.remarks.append(f"{file} is not there: the bot makes it at its next seal, or somebody took it away")
            return
        lines = [(number, line) for number, line in enumerate(_text_of(file).split("\n"), 1) if "{" in line]
        if not lines and not is_own:
            raise LedgerError(f"{file} holds no head", "give the file of MAYI_HEADS, or a copy of it")
        if not lines:
            self.remarks.append(f"{file} is empty: the bot writes to it at its next seal, or somebody emptied it")
        for number, line in lines:
            if (head := root_in(line)) is not None:
                self.said.append(head)
            elif number == lines[-1][0]:
                self.remarks.append(f"line {number} of {file} was not written to its end, and is left out")
            else:
                self.fault = self.fault or f"line {number} of {file} is no head, and others come after it"

    def look(self, url: str, tell: Callable[[int, int], None] = no_progress, key: bytes = b"") -> Verified:
        """Compare the log with itself, and with what they say. Raises ``LedgerError`` where it cannot be read."""
        found = verify(url, self.said, tell, key)
        found.remarks += self.remarks
        if self.fault and found.first_bad is None:
            found.first_bad = Bad("changed", self.fault)
        return found


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError as problem:
        raise LedgerError(f"{file} cannot be read ({problem})", "give the file of MAYI_ROOTS or MAYI_HEADS") from problem
