"""policy.yaml goes in; the organisation, its defaults and contacts come out."""

from __future__ import annotations

import re
import zoneinfo
from dataclasses import field
from typing import Annotated

from bot.knowledge.files.audience import read_audience
from bot.knowledge.files.believing import read_believing
from bot.knowledge.files.reminders import read_reminders
from bot.knowledge.sheets import entries as e
from bot.knowledge.sheets.fields import Fields, plain
from bot.knowledge.sheets.sheet import Sheet, Word
from bot.policy.governance import SOON_DAYS
from bot.policy.house import Accepted, Audience, Contact, Reminding
from bot.policy.trust import Limits
from bot.policy.words import Slot, Verdict

SILENCE = {"uncovered": Verdict.UNCOVERED, "review": Verdict.REVIEW, "forbidden": Verdict.FORBIDDEN}
CONTEXT = tuple(slot.value for slot in (Slot.REGION, Slot.FEATURE, Slot.PURPOSE, Slot.ROLE, Slot.COUNTRY, Slot.WORDS))
CONTACT = e.Form("a contact", {"id": e.id_text, **dict.fromkeys(("name", "how", "channel", "says"), Fields.text)}, ("id", "name"))
ACCEPTED = e.Form("an accepted warning", dict.fromkeys(("code", "about", "because"), Fields.text), ("code", "about"))
LATEST_SOON = 400


def read_zone(fields: Fields, name: str) -> str | None:
    """A time zone; one that nobody knows is a fault."""
    word = fields.word(name)
    if word is None:
        return None
    try:
        zoneinfo.ZoneInfo(word.text)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        fields.sheet.fault("K011", word, f"unknown time zone `{word.text}`", "use a name such as Europe/Amsterdam")
        return None
    return word.text


def _languages(fields: Fields, name: str) -> tuple[str, ...] | None:
    found = fields.words(name)
    for word in found:
        if not re.fullmatch(r"[a-z]{2}", word.text):
            fields.sheet.fault("K011", word, f"`{word.text}` is no language", "use two letters, such as en or nl")
    return tuple(dict.fromkeys(word.text for word in found)) or None


def _silence(fields: Fields, name: str) -> tuple[Verdict, Word] | None:
    text = fields.choice(name, SILENCE, f"word for `{name}`")
    return (SILENCE[text], fields.key_of(name)) if text else None


def _assumed(fields: Fields, name: str) -> dict[str, str]:
    found = {}
    for key, value in fields.mapping(name):
        slot = fields.sheet.choice(key, CONTEXT, "part of a question")
        word = fields.sheet.word(value, f"`{key.text}`")
        if slot and word:
            found[slot] = plain(word.text)
    return found


def _forbidden_at(fields: Fields, name: str) -> Word | None:
    return fields.key_of(name) if fields.choice(name, ("forbidden",), f"word for `{name}`") else None


def _accepted(fields: Fields, name: str) -> tuple[Accepted, ...]:
    found = []
    for below, one in (ACCEPTED.read(fields.sheet, node) for node in fields.entries(name)):
        at = below.word("about") or below.at
        found.append(Accepted(**{**one, "code": one["code"].upper(), "about": at.text.strip()}, at=at.at))
    return tuple(found)


class Enforcing(e.Entry):
    """What becomes of an offering without its evidence, and how early people are told."""

    WHAT = "`governance`"
    missing: Annotated[str, e.choice(("nothing", "review"))] = "nothing"
    soon_days: Annotated[int, e.number(most=LATEST_SOON)] = SOON_DAYS


class RawPolicy(e.Entry):
    WHAT = "policy.yaml"
    organisation: e.Text
    sample: e.Flag = False
    languages: Annotated[tuple[str, ...], _languages] = ("en",)
    owner: e.Text = ""
    review_every_days: Annotated[int, e.number(1)] = 365
    default: Annotated[tuple[Verdict, Word] | None, _silence] = None
    unlisted_tool: Annotated[tuple[Verdict, Word] | None, _silence] = None
    unlisted_because: e.Text = ""
    bare_brand: Annotated[str, e.choice(("ask", "listed"))] = ""
    assumed: Annotated[dict[str, str], _assumed] = field(default_factory=dict)
    base_url: e.Address = ""
    time_zone: Annotated[str, read_zone] = "UTC"
    reminder_channel: e.Text = ""
    digest_channel: e.Text = ""
    reminders: Annotated[Reminding, read_reminders] = field(default_factory=Reminding)
    model: Annotated[Limits, read_believing] = Limits()
    acknowledge: e.Flag = True
    watch: e.Flag = False
    contacts: Annotated[tuple[Contact, ...], e.made(CONTACT, Contact)] = ()
    slack: Annotated[Audience, read_audience] = Audience()
    review_by: e.Day = None
    accepted: Annotated[tuple[Accepted, ...], _accepted] = ()
    start_with: e.KeyToWords = ()
    in_doubt: e.OneWord = None
    personal_accounts: Annotated[Word | None, _forbidden_at] = None
    """Where it is said that they are forbidden."""
    governance: Annotated[Enforcing, e.entry(Enforcing)] = field(default_factory=Enforcing)
    enforced_at: Word | None = None

    def check(self, fields: Fields) -> None:
        if not self.owner:
            at = fields.at._replace(text="")
            fields.sheet.fault("K035", at, "no `owner` answers for the policy", "add `owner: ...`", "warning")
        # who says nothing of a private login is not asked about one
        self.bare_brand = self.bare_brand or ("listed" if self.personal_accounts else "ask")
        self.enforced_at = fields.key_of("governance")


def read_policy(sheet: Sheet) -> RawPolicy | None:
    """The one document of policy.yaml."""
    documents = sheet.documents()
    if not documents and not sheet.broken:
        sheet.fault("K010", None, "policy.yaml says nothing", "begin with `organisation: ...`")
    return e.read_entry(sheet, documents[0], RawPolicy) if documents else None
