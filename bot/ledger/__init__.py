"""Whatever is kept goes in, rows come out; a filter goes in, rows come out. Alone knows the tables and the migrations."""

from bot.ledger.errors import LedgerError
from bot.ledger.keyed import keyed, receipt_of
from bot.ledger.ledger import Ledger, Retention, open_ledger

__all__ = ["Ledger", "LedgerError", "Retention", "keyed", "open_ledger", "receipt_of"]
