"""``slack:`` of policy.yaml goes in; who is answered in Slack, and in which channels, comes out."""

from __future__ import annotations

import re

import yaml

from bot.knowledge.sheets import entries as e
from bot.knowledge.sheets.fields import Fields
from bot.knowledge.sheets.sheet import Sheet, is_empty
from bot.policy.house import Audience

_CHANNEL = re.compile(r"#?[^\s#,<>@A-Z]{1,80}|[CG][A-Z0-9]{7,}")
_QUOTES = 'a # begins a comment: write the name in quotes, "#ask-ai"'


def _list(fields: Fields, name: str) -> tuple[str, ...]:
    found = fields.words(name)
    for word in found:
        if not _CHANNEL.fullmatch(word.text):
            do = 'write a name in quotes and small letters, "#ask-ai", or the channel\'s id (C...)'
            fields.sheet.fault("K019", word, f"`{word.text}` is no channel", do)
    return tuple(dict.fromkeys(word.text for word in found))


CHANNELS = e.Form("`channels`", dict.fromkeys(("allow", "deny", "listen"), _list))


def _channels(fields: Fields, name: str) -> dict[str, tuple[str, ...]]:
    node = fields.node_of(name)
    if node is None:
        return {}
    _note_empty(fields.sheet, node)
    return CHANNELS.read(fields.sheet, node)[1]


def _note_empty(sheet: Sheet, channels: yaml.Node) -> None:
    """A name without quotes is a comment, and its list would silently hold nothing: everybody would be let in."""
    for key, value in channels.value if isinstance(channels, yaml.MappingNode) else ():
        entries = value.value if isinstance(value, yaml.SequenceNode) else [value]
        for entry in entries or [value]:
            if isinstance(key, yaml.ScalarNode) and key.value in CHANNELS.readers and is_empty(entry):
                sheet.fault("K010", entry, f"an entry of `{key.value}` names no channel", _QUOTES)


SLACK = e.Form("`slack`", {"guests": Fields.flag, "other_organisations": Fields.flag, "channels": _channels, "hint": Fields.flag})


def read_audience(policy: Fields, name: str) -> Audience | None:
    """What is absent is the careful side: no guests, no other companies; every channel that the bot was invited to, and nothing
    heard there but what is put to it."""
    node = policy.node_of(name)
    if node is None:
        return None
    _, given = SLACK.read(policy.sheet, node)
    return Audience(**given.pop("channels", {}), **given)
