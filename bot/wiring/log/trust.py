"""A ledger's address goes in; what admins do with the log comes out: why an answer was given, who asked, holds, erasure."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from bot.desk.log import asker_of, unknown
from bot.engine.forget import EngineRows
from bot.environment import SettingsError
from bot.ledger.asked.mine import Proof
from bot.ledger.ledger import Ledger, open_existing
from bot.ledger.store.base import read_url
from bot.ledger.store.drivers import explained
from bot.ledger.store.errors import LedgerError
from bot.ledger.store.keyed import keyed
from bot.settings import Settings, read_settings
from bot.wiring.log.erasing import Erasing
from bot.wiring.log.heads import heads_of
from bot.wiring.log.my_data import export_part

TEAM_AND_USER = re.compile(r"(T[A-Z0-9]{2,20})/([UW][A-Z0-9]{2,20})")


@contextmanager
def any_ledger(url: str) -> Iterator[Ledger]:
    """A ledger for what may be done without the key. Raises ``LedgerError`` or ``SettingsError``."""
    settings = read_settings()
    url = url or settings.database
    ledger = open_existing(url, settings.secret)
    try:
        with explained(read_url(url)):
            yield ledger
    finally:
        ledger.close()


def seal(ledger: Ledger, settings: Settings) -> None:
    """Seal what was done; the head goes where the house keeps its heads."""
    heads = heads_of(settings)
    ledger.seal(kept=heads.kept)
    if settings.secret:
        heads(ledger.head(datetime.now(UTC)))


@contextmanager
def own_ledger(url: str) -> Iterator[OwnLedger]:
    """The bot's own ledger, with the bot's own key. Raises ``LedgerError`` or ``SettingsError``."""
    settings = read_settings()
    key = settings.key.get_secret_value() if settings.key else ""
    if not key:
        raise SettingsError("MAYI_KEY: is missing; use the one that the bot runs with (.env.example explains it)")
    settings = settings.model_copy(update={"database": url or settings.database})
    ledger = open_existing(settings.database, key.encode())
    try:
        with explained(read_url(settings.database)):
            try:
                yield OwnLedger(ledger, key.encode(), settings)
            finally:
                seal(ledger, settings)
    finally:
        ledger.close()


class OwnLedger:
    """What takes the key: pseudonyms can be made, addresses opened."""

    def __init__(self, ledger: Ledger, key: bytes, settings: Settings) -> None:
        self.ledger = ledger
        self._key = key
        self._settings = settings

    def person(self, word: str) -> str:
        """The pseudonym of ``TEAM/USER``, as Slack's ids. Raises ``LedgerError``."""
        found = TEAM_AND_USER.fullmatch(word.strip())
        if found is None:
            raise LedgerError(f"`{word[:60]}` names nobody", "write Slack's ids as TEAM/USER, like T0123ABCD/U0456EFGH")
        return keyed(self._key, "person", *found.groups())

    def who(self, receipt: str, reason: str, by: str) -> str:
        """``TEAM/USER`` of who asked. The look is kept before anything is told. Raises ``LedgerError``."""
        row = self.ledger.question(receipt)
        if row is None:
            raise unknown(receipt)
        if not row.asker:
            raise LedgerError(f"{row.receipt} is kept without its asker", "it was erased, or asked on the command line")
        found = asker_of(self.ledger, row, by=by, reason=reason)
        if found is None:
            raise LedgerError(
                f"who asked {row.receipt} is not kept any more",
                "addresses are erased after MAYI_ADDRESS_DAYS; this look is in the ledger all the same",
            )
        return "/".join(found)

    def erase(self, word: str) -> Proof:
        """Erase all that is kept of ``TEAM/USER``, by the engine as well. Raises ``LedgerError`` or ``EngineError``."""
        erasing = erasing_beside(self.ledger, self._settings, lambda *parts: keyed(self._key, *parts))
        return erasing.for_good(f"command:{secrets.token_hex(8)}", self.person(word))

    def my_data(self, word: str) -> Iterator[str]:
        """All that is kept of ``TEAM/USER``, as lines of JSON."""
        person, cursor = self.person(word), ()
        while True:
            part = export_part(self.ledger, person, cursor)
            if part.text:
                yield part.text
            if part.then is None:
                return
            cursor = part.then


def erasing_beside(ledger: Ledger, settings: Settings, hash_of: Callable[..., str]) -> Erasing:
    """Erasure by a process that does not run the engine. What was asked of an owner is the bot's to take back."""
    rows = EngineRows(settings.engine_url)
    return Erasing(ledger, lambda: rows, hash_of, lambda key: None, lambda: datetime.now(UTC))
