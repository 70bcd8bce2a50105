"""A field goes in; the time zone that it names comes out."""

from __future__ import annotations

import zoneinfo

from bot.knowledge.sheets.fields import Fields
from bot.knowledge.sheets.sheet import Sheet


def read_zone(sheet: Sheet, fields: Fields) -> str:
    """Empty where there is none, or none that anybody knows; that is a fault."""
    word = fields.word("time_zone")
    if word is None:
        return ""
    try:
        zoneinfo.ZoneInfo(word.text)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        sheet.fault("K011", word, f"unknown time zone `{word.text}`", "use a name such as Europe/Amsterdam")
        return ""
    return word.text
