"""confirmed.yaml goes in; what owners have answered comes out."""

from __future__ import annotations

from bot.knowledge.sheets import entries as e
from bot.knowledge.sheets.fields import Fields, listed
from bot.knowledge.sheets.sheet import Sheet
from bot.policy.confirming import Confirmed

CONFIRMED = e.Form(
    "an answer of an owner",
    {**dict.fromkeys(("question", "answer", "asked", "by"), Fields.text), "day": Fields.day},
    ("question", "answer", "asked"),
)


def read_confirmed(sheet: Sheet) -> tuple[Confirmed, ...]:
    """A list of answers, or a mapping with the list below ``confirmed:``."""
    found = []
    for document in sheet.documents():
        for node in listed(sheet, document, "confirmed"):
            fields, given = CONFIRMED.read(sheet, node)
            found.append(Confirmed(**given, at=fields.at.at))
    return tuple(found)
