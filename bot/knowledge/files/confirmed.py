"""confirmed.yaml goes in; what owners have answered comes out."""

from __future__ import annotations

import yaml

from bot.knowledge.sheets.fields import Fields, listed
from bot.knowledge.sheets.sheet import Sheet
from bot.policy.confirming import Confirmed

FIELDS = ["question", "answer", "asked", "by", "day"]


def read_confirmed(sheet: Sheet) -> tuple[Confirmed, ...]:
    """A list of answers, or a mapping with the list below ``confirmed:``."""
    return tuple(
        _confirmed(sheet, node)
        for document in sheet.documents()
        for node in listed(sheet, document, "confirmed", "confirmed.yaml")
    )


def _confirmed(sheet: Sheet, node: yaml.Node) -> Confirmed:
    fields = Fields(sheet, node, "an answer of an owner", FIELDS, ("question", "answer", "asked"))
    question, answer, asked, by = (fields.text(name) for name in FIELDS[:4])
    return Confirmed(question, answer, asked, by, fields.day("day"), fields.at.at)
