"""What the engine posts through, and the words of what the house says by itself: plain data in, Slack messages out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from bot.answers.wordings import placed
from bot.app import App
from bot.ledger.ledger import Ledger
from bot.ledger.plain import ADDRESS, ANSWER
from bot.policy.talks.answer import Answer
from bot.policy.talks.posting import LookRefused, Refused
from bot.policy.talks.talk import Address
from bot.saying.notices import own as notices
from bot.slack.posts.channels import Channels
from bot.slack.posts.post import Poster
from bot.wiring.voices import Voices

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ChatPort:
    """The outbox protocol's way into Slack. Said is an ``answer`` (to an address), or ``words`` (to one, or to a channel)."""

    ledger: Ledger
    poster: Poster
    channels: Channels
    voices: Voices = field(default_factory=dict)

    def post(self, key: str, said: Plain) -> str:
        """Post once; gives the ts, empty for a private answer and for silence. Raises a ``PostingProblem``."""
        if said.get("kind") == "silence":
            return ""
        address = self._address(said)
        voice = self.voices.get(said.get("kind", ""))
        if voice is not None and voice.post is not None:
            return voice.post(key, said, address)
        if "words" in said:
            return self.poster.tell(address, said["words"], key)
        answer: Answer = ANSWER.validate_python(said["answer"])
        if said.get("kind") == "whisper":
            # at the bottom of the channel: in a thread without replies nobody would see it
            self.poster.whisper(replace(address, thread_ts=""), answer)
            return ""
        if address.private:
            self.poster.private(address, answer)
            return ""
        address = placed(self.ledger, key, address)
        return self.poster.update(address, answer, key) if address.message_ts else self.poster.post(address, answer, key)

    def find(self, key: str, said: Plain) -> str | None:
        """Look for our key where it would stand. An update in place is simply done again."""
        address = self._address(said)
        voice = self.voices.get(said.get("kind", ""))
        if address.private or said.get("kind") == "whisper" or (voice is not None and voice.is_whispered):
            raise LookRefused("private")
        if said.get("kind") == "answer":
            address = placed(self.ledger, key, address)
        return None if address.message_ts and "words" not in said else self.poster.find(address, key)

    def _address(self, said: Plain) -> Address:
        if "channel" in said:
            return Address("", self.channels.id_of(said["channel"]), "")
        kept = self.ledger.address(said["key"])
        if kept is None:
            raise Refused("the address is erased")
        address: Address = ADDRESS.validate_python(kept)
        if "thread_ts" in said:
            address = replace(address, thread_ts=said["thread_ts"])
        if "words" in said and (address.private or said.get("in_private")):
            # who asked in private is told in private: a line of ours must not stand in the channel
            return replace(address, channel=address.user, thread_ts="", private=False)
        return address


@dataclass(frozen=True, slots=True)
class Notices:
    """Words to the owner, by the kind of the notice; and what the voices say."""

    app: App
    voices: Voices = field(default_factory=dict)

    def word(self, notice: Plain) -> Plain | None:
        """The words; None where there is nothing to say any more, or nobody to say it to."""
        kind, organisation = notice["kind"], self.app.knowledge.organisation
        if kind in self.voices:
            return self.voices[kind].word(notice)
        channel = next((contact.channel for contact in organisation.contacts if contact.id == "owner"), "")
        if kind == "faults":
            words = notices.faults(notice["lines"], notice["version"], organisation.languages)
        else:
            words = notices.edited(notice["file"], notice["patch"], organisation.languages)
        return {"channel": channel, "words": words} if channel else None

    def keep(self, notice: Plain, outcome: Plain) -> None:
        """What became of it."""
        if notice["kind"] in self.voices:
            self.voices[notice["kind"]].keep(notice, outcome)
