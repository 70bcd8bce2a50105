"""A model as it is now, with all that an exam of it holds for; and which of the records of exams holds for it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from bot.environment import PACKAGE, shipped
from bot.exam.sealed import NO_RECORD, Sealed, loaded
from bot.llm.ollama import ModelError, OllamaModel, about_model
from bot.text.flat import digest_of
from bot.text.kept import digest_of_code, digest_of_files

MOST_SECONDS = 5.0
"""For a list of models: whoever asks first waits no longer for a server that hangs."""
PROMPTS = ("policy.md", "read.md", "check.md")
WAYS = ("", "false", "low")
"""How thinking is switched; some models obey a reply's schema in one of these ways alone."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What was examined: a record holds for this alone. All but ``model`` are hashes, as the server and the files give them."""

    model: str
    digest: str
    reading: str
    """Of prompts, reply schema, ``reconcile`` and the code around them."""
    quantisation: str = ""
    size: str = ""
    """Number of parameters, as Ollama reports it."""


class _Examined(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def id(self) -> str: ...
    @property
    def day(self) -> date: ...
    @property
    def examined(self) -> Examined: ...


_Kept = TypeVar("_Kept", bound=_Examined)


def fitting(records: Sequence[tuple[_Kept, bool]], now: Examined) -> tuple[_Kept | None, str]:
    """The newest record that holds for the model as it is now; else one of its name, and why that does not (``Belief.why``)."""
    of_model = [(record, is_ours) for record, is_ours in records if record.examined.model == now.model]
    if not of_model:
        return None, "none"
    ours = [record for record, is_ours in of_model if is_ours]
    if not ours:
        return of_model[0][0], "edited"
    same = [record for record in ours if (record.examined.digest, record.examined.reading) == (now.digest, now.reading)]
    return (same[0], "") if same else (ours[0], "changed")


class ExamRecords(Generic[_Kept]):
    """Records of one kind of exam in the folder of all of them, under names of their own (``kind``) and the same key."""

    def __init__(self, folder: Path, kind: str, record_of: Callable[[dict[str, Any]], _Kept]) -> None:
        self.folder = folder
        self._sealed, self._name, self._record_of = Sealed(folder), f"{kind}-{{}}.json", record_of

    def keep(self, record: _Kept) -> Path:
        """Write a record; it takes the place of an earlier one of its id. Raises ``RecordError``."""
        return self._sealed.write(self._name.format(record.id), asdict(record))

    def all(self) -> list[tuple[_Kept, bool]]:
        """Every record, newest first, and whether its seal is ours. What is no record is left out."""
        found = []
        for path in self.folder.glob(self._name.format("*")):
            with suppress(*NO_RECORD):
                found.append((self._record_of(loaded(path)), self._sealed.is_ours(path)))
        return sorted(found, key=lambda one: (one[0].day, one[0].id), reverse=True)

    def of(self, now: Examined) -> _Kept | None:
        """The newest that holds for the model as it is now."""
        record, why = fitting(self.all(), now)
        return None if why else record


def examined(model: OllamaModel) -> Examined:
    """The model as the server reports it, with the rest that an exam holds for. Raises ``ModelError``."""
    digest, quantisation, size = about_model(model.name, model.url, min(model.timeout_seconds, MOST_SECONDS))
    return Examined(model.name, digest, reading_digest(), quantisation, size)


def reading_digest() -> str:
    """What an exam holds for beside the model: the prompts, the form of replies, how they are joined. Any change is another."""
    prompts = digest_of_files([shipped("prompts") / name for name in PROMPTS])
    core = PACKAGE / "policy"
    code = digest_of_code(
        PACKAGE / "reading" / "model", core / "talks" / "reconcile.py", core / "talks" / "claims.py", core / "trust.py"
    )
    return digest_of(prompts.encode(), code.encode())


def thinks_of(said: str) -> bool | str | None:
    """How thinking is switched, of the word that a record has for it."""
    return {"": None, "false": False}.get(said, said)


def way_of(model: OllamaModel, held: Callable[[], int], most: int) -> str:
    """The first way of thinking in which the most replies keep to the form. ``held``: how many do, of ``most``.

    Raises ``ModelError`` where it cannot be asked at all; a model that cannot think refuses to be told how.
    """
    found: dict[str, int] = {}
    for way in WAYS:
        model.thinks = thinks_of(way)
        try:
            found[way] = held()
        except ModelError:
            if way == WAYS[0]:
                raise
            continue
        if found[way] == most:
            return way
    return max(found, key=lambda way: found[way])


def sat_now() -> tuple[str, date]:
    """The id of a record and its day."""
    ended = datetime.now(UTC)
    return f"{ended:%y%m%d-%H%M%S}-{secrets.token_hex(2)}", ended.date()
