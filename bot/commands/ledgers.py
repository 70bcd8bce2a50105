"""A ledger's address goes in; the ledger comes out, with the key or without it, and is sealed and closed after use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from bot.environment import SettingsError
from bot.ledger.ledger import Ledger, open_existing
from bot.ledger.store.base import read_url
from bot.ledger.store.drivers import explained
from bot.ledger.store.errors import LedgerError
from bot.ledger.store.keyed import keyed
from bot.ledger.verifying.heads import heads_of
from bot.settings import Settings, read_settings

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


@contextmanager
def own_ledger(url: str) -> Iterator[tuple[Ledger, Settings]]:
    """The bot's own ledger, with the bot's own key in the settings. Raises ``LedgerError`` or ``SettingsError``."""
    settings = read_settings()
    if not settings.secret:
        raise SettingsError("MAYI_KEY: is missing; use the one that the bot runs with (.env.example explains it)")
    settings = settings.model_copy(update={"database": url or settings.database})
    ledger = open_existing(settings.database, settings.secret)
    try:
        with explained(read_url(settings.database)):
            try:
                yield ledger, settings
            finally:
                seal(ledger, settings)
    finally:
        ledger.close()


def seal(ledger: Ledger, settings: Settings) -> None:
    """Seal what was done; the head goes where the house keeps its heads."""
    heads = heads_of(settings)
    ledger.seal(kept=heads.kept)
    if settings.secret:
        heads(ledger.head(datetime.now(UTC)))


def person_of(word: str, settings: Settings) -> str:
    """The pseudonym of ``TEAM/USER``, as Slack's ids. Raises ``LedgerError``."""
    found = TEAM_AND_USER.fullmatch(word.strip())
    if found is None:
        raise LedgerError(f"`{word[:60]}` names nobody", "write Slack's ids as TEAM/USER, like T0123ABCD/U0456EFGH")
    return keyed(settings.secret, "person", *found.groups())
