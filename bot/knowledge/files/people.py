"""people.yaml goes in; who has which role, country and team comes out."""

from __future__ import annotations

import re
from dataclasses import field
from typing import Annotated

from bot.knowledge.files.policy import read_zone
from bot.knowledge.sheets import entries as e
from bot.knowledge.sheets.fields import Fields
from bot.knowledge.sheets.sheet import Word
from bot.policy.house import Person

_MATCH = re.compile(r"(?:[UWS][A-Z0-9]{2,20}|@[^@\s]+\.[^@\s]+)\Z")


def _match(fields: Fields, name: str) -> Word:
    match = fields.word(name) or fields.at._replace(text="")
    if match.text and not _MATCH.match(match.text):
        do = "use a Slack user id (U...), a user group id (S...) or a mail domain (@example.org, in quotes)"
        fields.sheet.fault("K019", match, f"`{match.text}` matches nobody", do)
    return match


class RawPerson(e.Entry):
    WHAT = "a person"
    match: Annotated[Word, _match]
    role: e.Lowered = ""
    role_label: e.InLanguages = field(default_factory=dict)
    country: e.Text = ""
    team: e.Lowered = ""
    language: e.Lowered = ""
    owner: e.Flag = False
    admin: e.Flag = False
    time_zone: Annotated[str, read_zone] = ""

    @property
    def person(self) -> Person:
        """As the house knows them."""
        said = (self.role, self.country.upper(), self.team, self.language, self.owner, self.admin, self.time_zone)
        return Person(self.match.text, *said, self.role_label)
