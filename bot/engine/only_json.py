"""How rows of the engine's database are written and read: as JSON alone. A row that says it is a pickle is refused, for a pickle
is code: whoever can write the database would run programs as the bot."""

from __future__ import annotations

from typing import Any, NoReturn

from dbos._serialization import DBOSPortableJSONSerializer, DefaultSerializer


class NotJsonError(Exception):
    """A row of the engine's database is none that the bot wrote."""


def only_json() -> DBOSPortableJSONSerializer:
    """The one way in which rows are written and read; from now on nothing in this process is unpickled by DBOS.

    Private, and on purpose: DBOS reads a row as the row itself says, whatever it was told to write with.
    """
    DefaultSerializer.deserialize = _refuse  # type: ignore[method-assign, assignment]
    return DBOSPortableJSONSerializer()


def _refuse(_self: Any, _written: str) -> NoReturn:
    raise NotJsonError("a row of the engine's database is a pickle, which the bot neither writes nor opens")
