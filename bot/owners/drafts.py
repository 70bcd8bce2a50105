"""A policy's files as somebody sent them go in; a draft of the folder comes out, and once it is taken, the folder itself."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.knowledge.catalog import load_catalog
from bot.knowledge.confirming.proposing import PROPOSED
from bot.knowledge.edits.writing import Kept, keep, versioned
from bot.knowledge.history.propose import Edit, edit_of, with_edits
from bot.knowledge.importing.formats import TABLE_SUFFIXES
from bot.knowledge.importing.written.update import Typed, is_import
from bot.knowledge.parse import parse
from bot.knowledge.sheets.plain_files import read_plain
from bot.owners.confirm import digest_of_texts, texts_of
from bot.policy.changes.compare import Compared, Side, compare_sides
from bot.policy.changes.heard import heard_otherwise
from bot.policy.deciding.compile import compile_policy
from bot.policy.house import Knowledge
from bot.reading.rereading import renamed
from bot.settings import Settings

_LONGEST_NAME, _LONGEST_SUFFIX = 50, 10
_ODD = re.compile(r"[^\w .-]+")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody sent it. ``name``: as it is called on their machine."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ImportWish:
    """A policy to be read."""

    document: Upload | None = None
    table: Upload | None = None
    """Where it is a file of its own."""
    owner: str = ""
    """Who answers for the policy, as people are told."""
    organisation: str = ""
    """What it is called; empty: as the document has it."""
    is_another: bool = False
    """Whether it is no newer version of the policy that was imported before."""
    terms: Upload | None = None
    """What a table's classes hold and its cells ask, where the table was made of a grid."""


class DraftMovedError(Exception):
    """Somebody edited the folder after the draft was made."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an import would make of a folder in use."""

    id: str
    name: str
    """Of the file that it was read from."""
    edit: Edit
    after: Knowledge
    is_update: bool
    """Whether an earlier import is brought up to date; else the policy is replaced."""
    ends_a_policy: bool
    """Whether what is replaced is no sample."""
    stays: tuple[str, ...]
    """Files, or what people changed in them by hand."""
    conflicts: tuple[str, ...]
    gone: tuple[str, ...]
    seen: str
    """Digest of the files as they were."""

    @property
    def tells_nothing(self) -> bool:
        """Whether the files say it already."""
        return not self.edit.after


def draft_of(settings: Settings, wish: ImportWish) -> Draft:
    """Writes nothing into the folder. A document or a table is given. Raises ``KnowledgeError`` with every fault of the files."""
    folder, document, table = settings.knowledge, wish.document, wish.table
    seen, is_update = digest_of_texts(texts_of(folder)), is_import(folder) and not wish.is_another
    with TemporaryDirectory() as place:
        text = put(Path(place) / "document", document) if document else None
        matrix = put(Path(place) / "table", table) if table else text
        terms = put(Path(place) / "terms", wish.terms) if wish.terms else None
        assert matrix is not None  # noqa: S101 - the caller's to see to
        is_table = text is not None and text.suffix.lower() in TABLE_SUFFIXES
        said, typed = None if is_table and not table else text, Typed(wish.owner, wish.organisation)
        from bot.owners.import_policy import draft_policy  # noqa: PLC0415 - 10 MB that few houses need

        merged = draft_policy(matrix, terms, said, folder, typed, is_another=wish.is_another)
    changed: Mapping[str, str | None] = {**merged.files, **dict.fromkeys(merged.gone)}
    if not is_update and (folder / PROPOSED).exists():
        changed = {**changed, PROPOSED: None}
    edit = edit_of(folder, changed)
    name, after = (document or table or Upload("", b"")).name, with_edits(folder, edit.after)
    told = merged.kept, merged.conflicts, merged.gone
    ends_a_policy = not is_update and not _is_sample(folder)
    return Draft(secrets.token_hex(16), name, edit, after, is_update, ends_a_policy, *told, seen)


def is_moved(settings: Settings, draft: Draft) -> bool:
    """Whether somebody edited the folder after the draft was made."""
    return digest_of_texts(texts_of(settings.knowledge)) != draft.seen


def compared(settings: Settings, draft: Draft, today: date) -> Compared:
    """Which answers an update would change, as ``mayi diff`` tells it."""
    before, after = with_edits(settings.knowledge, {}), draft.after
    was, then = (Side("", one.policy, one.labels) for one in (before, after))
    heard = heard_otherwise(before, after, compile_policy(after.policy), today)
    return compare_sides(was, then, today, names=renamed(before, after, load_catalog()), heard=heard)


def take(settings: Settings, draft: Draft, about: str, by: str) -> Kept:
    """Write it, or propose it where the folder is a copy. ``about``: how the edit is called for whoever takes it back. ``by``:
    who answers for it. Raises ``DraftMovedError`` where the files say something else by now."""

    def make() -> Mapping[str, str | None]:
        if is_moved(settings, draft):
            raise DraftMovedError
        return draft.edit.after

    with versioned(settings, about, by):
        return keep(settings, about, make)


def _is_sample(folder: Path) -> bool:
    """Whether nobody's policy stands in the folder."""
    path = folder / "policy.yaml"
    said = parse(path.name, read_plain(path)).policy if path.exists() else None
    return said is None or said.sample


def put(place: Path, sent: Upload) -> Path:
    """Under a name that can be shown beside what is wrong with it, whatever its sender called it."""
    path = Path(sent.name.replace("\\", "/"))
    stem, suffix = (_ODD.sub("-", part).strip(". ") for part in (path.stem, path.suffix.lstrip(".")))
    found = place / f"{stem[:_LONGEST_NAME] or 'policy'}.{suffix[:_LONGEST_SUFFIX] or 'md'}"
    place.mkdir()
    found.write_bytes(sent.content)
    return found
