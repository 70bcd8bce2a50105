"""``slack:`` of policy.yaml goes in; who is answered in Slack, and in which channels, comes out."""

from __future__ import annotations

import re

import yaml

from bot.knowledge.sheets.fields import Fields
from bot.knowledge.sheets.sheet import Sheet, is_empty
from bot.policy.house import Audience

FIELDS = ("guests", "other_organisations", "channels", "hint")
LISTS = ("allow", "deny", "listen")
_CHANNEL = re.compile(r"#?[^\s#,<>@A-Z]{1,80}|[CG][A-Z0-9]{7,}")
_QUOTES = 'a # begins a comment: write the name in quotes, "#ask-ai"'


def read_audience(sheet: Sheet, policy: Fields) -> Audience:
    """What is absent is the careful side: no guests, no other companies; every channel that the bot was invited to, and nothing
    heard there but what is put to it."""
    node = policy.node_of("slack")
    if node is None:
        return Audience()
    fields = Fields(sheet, node, "`slack`", FIELDS)
    guests, others, hint = fields.flag("guests"), fields.flag("other_organisations"), fields.flag("hint")
    channels = fields.node_of("channels")
    if channels is None:
        return Audience(guests, others, hint=hint)
    lists = Fields(sheet, channels, "`channels`", LISTS)
    _note_empty(sheet, channels)
    allow, deny, listen = (_channels(sheet, lists, name) for name in LISTS)
    return Audience(guests, others, allow, deny, listen, hint)


def _note_empty(sheet: Sheet, channels: yaml.Node) -> None:
    """A name without quotes is a comment, and its list would silently hold nothing: everybody would be let in."""
    for key, value in channels.value if isinstance(channels, yaml.MappingNode) else ():
        entries = value.value if isinstance(value, yaml.SequenceNode) else [value]
        for entry in entries or [value]:
            if isinstance(key, yaml.ScalarNode) and key.value in LISTS and is_empty(entry):
                sheet.fault("K010", entry, f"an entry of `{key.value}` names no channel", _QUOTES)


def _channels(sheet: Sheet, lists: Fields, name: str) -> tuple[str, ...]:
    found = lists.words(name)
    for word in found:
        if not _CHANNEL.fullmatch(word.text):
            do = 'write a name in quotes and small letters, "#ask-ai", or the channel\'s id (C...)'
            sheet.fault("K019", word, f"`{word.text}` is no channel", do)
    return tuple(dict.fromkeys(word.text for word in found))
