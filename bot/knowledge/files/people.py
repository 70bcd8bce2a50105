"""people.yaml goes in; who has which role, country and team comes out."""

from __future__ import annotations

import re

import yaml

from bot.knowledge.files.zones import read_zone
from bot.knowledge.sheets.fields import Fields, listed
from bot.knowledge.sheets.sheet import Sheet, Word
from bot.policy.house import Person

FIELDS = ["match", "role", "role_label", "country", "team", "language", "owner", "admin", "time_zone"]
_MATCH = re.compile(r"(?:[UWS][A-Z0-9]{2,20}|@[^@\s]+\.[^@\s]+)\Z")


def read_people(sheet: Sheet) -> tuple[tuple[Word, Person], ...]:
    """A list of people, or a mapping with the list below ``people:``."""
    return tuple(
        _person(sheet, node) for document in sheet.documents() for node in listed(sheet, document, "people", "people.yaml")
    )


def _person(sheet: Sheet, node: yaml.Node) -> tuple[Word, Person]:
    fields = Fields(sheet, node, "a person", FIELDS, ("match",))
    match = fields.word("match") or fields.at._replace(text="")
    if match.text and not _MATCH.match(match.text):
        do = "use a Slack user id (U...), a user group id (S...) or a mail domain (@example.org, in quotes)"
        sheet.fault("K019", match, f"`{match.text}` matches nobody", do)
    return match, Person(
        match.text,
        fields.text("role").lower(),
        fields.text("country").upper(),
        fields.text("team").lower(),
        fields.text("language").lower(),
        fields.flag("owner"),
        fields.flag("admin"),
        read_zone(sheet, fields),
        fields.texts("role_label"),
    )
