"""The files of a policy version go in once, compressed, under the hash of their content; the same files come out years later."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel

from bot.ledger.store.base import UTCTime
from bot.ledger.store.canonical import canonical, hash_of
from bot.ledger.store.records import POLICY, record_of
from bot.ledger.store.witness import Witnesses


class SnapshotRow(SQLModel, table=True):
    """The files of one version. Nothing in them names a person: see whoever keeps them."""

    __tablename__ = "snapshots"

    version: str = Field(primary_key=True)
    at: datetime = Field(sa_column=Column(UTCTime(), nullable=False))
    digest: str
    """SHA-256 of the canonical JSON that is compressed in ``content``; the chain holds it as well."""
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Snapshots(Witnesses):
    """What the policy said, as files."""

    def keep_snapshot(self, version: str, files: Mapping[str, str], at: datetime) -> bool:
        """Keep the files of a version, once; whether they are new. ``files``: path below the knowledge folder -> text."""
        whole = canonical(dict(files))
        row = {"version": version, "at": at, "digest": hash_of(whole), "content": zlib.compress(whole.encode(), 9)}
        with self._session() as session:
            is_new = self._insert(session, SnapshotRow, row)
            if is_new:
                self._record(session, record_of(POLICY, version, at, {"digest": row["digest"], "files": len(files)}))
                self._witness(session, "snapshots", [version], at)
            return is_new

    def has_snapshot(self, version: str) -> bool:
        """Whether the files of a version are kept."""
        with self._session() as session:
            return session.get(SnapshotRow, version) is not None

    def files_of(self, version: str) -> dict[str, str] | None:
        """The files of a version; None where they are not kept, or are not what was kept."""
        with self._session() as session:
            row = session.get(SnapshotRow, version)
        return unpacked(row.content, row.digest) if row else None


def unpacked(content: bytes, digest: str) -> dict[str, str] | None:
    """The files in a snapshot's bytes; None where the bytes are not those of the digest."""
    try:
        whole = zlib.decompress(content).decode()
    except (zlib.error, UnicodeDecodeError):
        return None
    if hash_of(whole) != digest:
        return None
    files: dict[str, str] = json.loads(whole)
    return files
