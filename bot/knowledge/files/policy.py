"""policy.yaml goes in; the organisation, its defaults and contacts come out."""

from __future__ import annotations

import re

import yaml

from bot.knowledge.files.audience import read_audience
from bot.knowledge.files.believing import read_believing
from bot.knowledge.files.governance import read_enforcing
from bot.knowledge.files.reminders import read_reminders
from bot.knowledge.files.zones import read_zone
from bot.knowledge.sheets.fields import Fields, plain
from bot.knowledge.sheets.raw import RawContact, RawPolicy
from bot.knowledge.sheets.sheet import Sheet, Word
from bot.policy.house import Accepted
from bot.policy.words import Slot, Verdict

FIELDS = [
    "organisation",
    "sample",
    "languages",
    "owner",
    "review_every_days",
    "default",
    "unlisted_tool",
    "unlisted_because",
    "bare_brand",
    "assumed",
    "base_url",
    "time_zone",
    "reminder_channel",
    "digest_channel",
    "reminders",
    "model",
    "acknowledge",
    "watch",
    "contacts",
    "slack",
    "review_by",
    "accepted",
    "start_with",
    "in_doubt",
    "personal_accounts",
    "governance",
]
CONTACT_FIELDS = ("id", "name", "how", "channel", "says")
ACCEPTED_FIELDS = ("code", "about", "because")
SILENCE = {"uncovered": Verdict.UNCOVERED, "review": Verdict.REVIEW, "forbidden": Verdict.FORBIDDEN}
CONTEXT = tuple(slot.value for slot in (Slot.REGION, Slot.FEATURE, Slot.PURPOSE, Slot.ROLE, Slot.COUNTRY, Slot.WORDS))


def read_policy(sheet: Sheet) -> RawPolicy | None:
    """The one document of policy.yaml."""
    documents = sheet.documents()
    if not documents:
        if not sheet.broken:
            sheet.fault("K010", None, "policy.yaml says nothing", "begin with `organisation: ...`")
        return None
    fields = Fields(sheet, documents[0], "policy.yaml", FIELDS, ("organisation",))
    policy = RawPolicy(fields.at)
    policy.organisation = fields.text("organisation")
    policy.sample = fields.flag("sample")
    policy.languages = _languages(sheet, fields)
    policy.owner = fields.text("owner")
    if not policy.owner:
        sheet.fault("K035", fields.at._replace(text=""), "no `owner` answers for the policy", "add `owner: ...`", "warning")
    policy.review_every_days = fields.number("review_every_days", 365, least=1) or 365
    policy.default = _silence(fields, "default")
    policy.unlisted = _silence(fields, "unlisted_tool")
    policy.unlisted_because = fields.text("unlisted_because")
    if fields.choice("personal_accounts", ("forbidden",), "word for `personal_accounts`"):
        policy.personal_accounts = fields.key_of("personal_accounts")
    usual = "listed" if policy.personal_accounts else "ask"  # who says nothing of a private login is not asked about one
    policy.bare_brand = fields.choice("bare_brand", ("ask", "listed"), "word for `bare_brand`") or usual
    policy.assumed = _assumed(sheet, fields)
    policy.base_url = fields.address("base_url")
    policy.time_zone = read_zone(sheet, fields) or "UTC"
    policy.reminder_channel = fields.text("reminder_channel")
    policy.digest_channel = fields.text("digest_channel")
    policy.reminding = read_reminders(sheet, fields)
    policy.believing = read_believing(sheet, fields)
    policy.audience = read_audience(sheet, fields)
    policy.acknowledge = fields.flag("acknowledge", default=True)
    policy.watch = fields.flag("watch")
    policy.contacts = tuple(_contact(sheet, entry) for entry in fields.entries("contacts"))
    policy.review_by = fields.day("review_by")
    policy.accepted = tuple(_accepted(sheet, entry) for entry in fields.entries("accepted"))
    policy.is_enforced, policy.soon_days = read_enforcing(sheet, fields)
    policy.enforced_at = fields.key_of("governance")
    policy.start_with = tuple((key, sheet.words(value, f"`{key.text}`")) for key, value in fields.mapping("start_with"))
    policy.in_doubt = fields.word("in_doubt")
    return policy


def _languages(sheet: Sheet, fields: Fields) -> tuple[str, ...]:
    found = fields.words("languages")
    for word in found:
        if not re.fullmatch(r"[a-z]{2}", word.text):
            sheet.fault("K011", word, f"`{word.text}` is no language", "use two letters, such as en or nl")
    return tuple(dict.fromkeys(word.text for word in found)) or ("en",)


def _silence(fields: Fields, name: str) -> tuple[Verdict, Word] | None:
    word = fields.word(name)
    if word is None:
        return None
    text = fields.sheet.choice(word, SILENCE, f"word for `{name}`")
    return (SILENCE[text], fields.key_of(name)) if text else None


def _assumed(sheet: Sheet, fields: Fields) -> dict[str, str]:
    found = {}
    for key, value in fields.mapping("assumed"):
        slot = sheet.choice(key, CONTEXT, "part of a question")
        word = sheet.word(value, f"`{key.text}`")
        if slot and word:
            found[slot] = plain(word.text)
    return found


def _accepted(sheet: Sheet, node: yaml.Node) -> Accepted:
    fields = Fields(sheet, node, "an accepted warning", ACCEPTED_FIELDS, ("code", "about"))
    word = fields.word("about") or fields.at
    return Accepted(fields.text("code").upper(), word.text.strip(), fields.text("because"), word.at)


def _contact(sheet: Sheet, node: yaml.Node) -> RawContact:
    fields = Fields(sheet, node, "a contact", CONTACT_FIELDS, ("id", "name"))
    texts = (fields.text(name) for name in CONTACT_FIELDS[1:])
    return RawContact(fields.id("id").text, *texts)
