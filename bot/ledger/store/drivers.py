"""What a database's driver says goes in; what is wrong and what to do comes out, as a ``LedgerError``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, NoSuchModuleError, OperationalError

from bot.ledger.store.errors import LedgerError

FAULTS = (
    (("readonly", "read-only"), "the ledger {name} is read-only", "make it writable for this user, or name another one"),
    (("unable to open",), "the ledger {name} cannot be opened", "check that its folder is there and may be written to"),
    (("not a database", "malformed"), "{name} is no SQLite database", "name another file; this one is left as it is"),
    (("disk is full", "no space left"), "there is no room for the ledger {name}", "make room on its disk, then try again"),
    (("locked",), "the ledger {name} is locked by another program", "close that program and try again"),
    (
        ("does not exist", "authentication", "permission", "password"),
        "the database server refused {name}: {said}",
        "check user, password and database name",
    ),
    (
        ("connect", "resolve", "timeout"),
        "the server of {name} cannot be reached: {said}",
        "check host and port, and that it runs",
    ),
)
"""Words in a driver's message -> what is wrong, what to do."""


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """What a driver says, as a ``LedgerError``."""
    try:
        yield
    except (NoSuchModuleError, ModuleNotFoundError):
        raise LedgerError(
            f"there is no driver for {url.drivername!r}", "use sqlite:/// or postgresql+psycopg://; both come with may-i"
        ) from None
    except DatabaseError as error:
        raise _explain(url, error) from error


def is_away(problem: Exception) -> bool:
    """Whether a database cannot be reached, as far as its driver can tell."""
    return isinstance(problem, (OperationalError, InterfaceError)) or (
        isinstance(problem, DBAPIError) and problem.connection_invalidated
    )


def read_only(url: URL) -> LedgerError:
    """The ledger that cannot be written."""
    _, what, do = FAULTS[0]
    return LedgerError(what.format(name=_name(url)), do)


def _explain(url: URL, error: DatabaseError) -> LedgerError:
    """What the driver says, as what is wrong and what to do."""
    said = " ".join(str(error.orig or error).split())
    for words, what, do in FAULTS:
        if any(word in said.lower() for word in words):
            return LedgerError(what.format(name=_name(url), said=said), do)
    return LedgerError(f"the ledger {_name(url)} cannot be used: {said}", "check the database, then try again")


def _name(url: URL) -> str:
    """The database as people know it, without its password."""
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
