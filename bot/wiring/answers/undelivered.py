"""An answer that could not be posted, or may not have been seen, goes in; a word to the owner and one to its asker come out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.ledger.ledger import Ledger
from bot.saying.notices import own as notices
from bot.wiring.answers.mind import Minds
from bot.wiring.voices import Voice, Voices

Plain = dict[str, Any]
TO_ASKER = "unseen"


@dataclass(frozen=True, slots=True)
class Undelivered:
    """What became of answers that Slack did not take: nobody waits for one that does not come."""

    minds: Minds
    ledger: Ledger
    enqueue: Callable[[str, Plain], None]

    def heard(self, voices: Voices) -> None:
        """The kinds ``late`` and ``refused``, as the engine calls them, and what their asker is told."""
        voices |= {kind: Voice(self._to_owner, self._tell_asker) for kind in ("late", "refused")}
        voices[TO_ASKER] = Voice(self._to_asker)

    def _to_owner(self, notice: Plain) -> Plain | None:
        organisation = self.minds.today().knowledge.organisation
        channel = next((contact.channel for contact in organisation.contacts if contact.id == "owner"), "")
        receipt = self.ledger.receipt(notice["key"])
        words = notices.undelivered(notice["kind"], receipt, notice.get("reason", ""), organisation.languages)
        return {"channel": channel, "words": words} if channel else None

    def _tell_asker(self, notice: Plain, _outcome: Plain) -> None:
        """Whatever became of the word to the owner. The id begins as the owner's, so that both are erased together."""
        self.enqueue(f"owner:{notice['key']}:asker", {"kind": TO_ASKER, "key": notice["key"], "late": notice["kind"] == "late"})

    def _to_asker(self, notice: Plain) -> Plain | None:
        """A direct message; none to somebody whose question is erased, nor where the direct messages are what failed."""
        row = self.ledger.question_by_key(notice["key"])
        if row is None or row.channel_kind == "dm" or not self.ledger.has_address(notice["key"]):
            return None
        words = notices.unseen(row.receipt, notice["late"], row.language, self.minds.today().knowledge.organisation.languages)
        return {"kind": TO_ASKER, "key": notice["key"], "words": words, "in_private": True}
