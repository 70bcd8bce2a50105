"""What should not have been allowed goes in, a line of a file each; questions for the next exam of this house come out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock

from bot.exam.paper import Asked
from bot.exam.sealed import writing

KIND = "taken_back"
RIGHT = ("ask", "conditional", "deny", "not_listed", "off_topic")
"""Whatever a file says: any answer but an allowed is right. So no line of it can prove anything for a model."""
_FILE = "cases.jsonl"
_LOCK = Lock()


@dataclass(frozen=True, slots=True)
class Case:
    """One answer that somebody took back."""

    receipt: str
    question: str
    """Redacted."""
    at: str
    """ISO 8601, UTC."""
    record: str = ""
    """Id of the exam's record that had the model believed."""
    right: tuple[str, ...] = RIGHT


@dataclass(slots=True)
class Cases:
    """The file in the folder of exams."""

    folder: Path

    def keep(self, case: Case) -> bool:
        """Add a case; False where one of this receipt is there. Raises ``RecordError``."""
        with _LOCK:
            found = list(self._read())
            if any(one.receipt == case.receipt for one in found):
                return False
            self._write([*found, case])
            return True

    def all(self) -> tuple[Case, ...]:
        """Every case, oldest first. A line that is none is left out."""
        return tuple(self._read())

    def drop(self, is_erased: Callable[[str], bool]) -> int:
        """Forget the cases of receipts whose question is erased; how many. Raises ``RecordError``."""
        with _LOCK:
            found = list(self._read())
            kept = [one for one in found if not is_erased(one.receipt)]
            if len(kept) < len(found):
                self._write(kept)
            return len(found) - len(kept)

    def asked(self) -> tuple[Asked, ...]:
        """As questions of an exam."""
        return tuple(Asked(f"{KIND}-{one.receipt}", one.question, (), RIGHT, KIND) for one in self._read())

    def _read(self) -> Iterator[Case]:
        try:
            lines = (self.folder / _FILE).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return
        for line in lines:
            try:
                told = json.loads(line)
                receipt, question, at = (str(told[name]) for name in ("receipt", "question", "at"))
                case = Case(receipt, question, at, str(told.get("record", "")))
            except (ValueError, KeyError, TypeError, AttributeError):
                continue
            yield case

    def _write(self, cases: list[Case]) -> None:
        with writing(self.folder / _FILE) as part:
            part.write_text("".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in cases), encoding="utf-8")
