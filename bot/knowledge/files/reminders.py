"""``reminders:`` of policy.yaml goes in; when people are reminded, and who is asked next, comes out."""

from __future__ import annotations

import re
from datetime import time

import yaml

from bot.knowledge.sheets import entries as e
from bot.knowledge.sheets.fields import Fields
from bot.knowledge.sheets.sheet import Sheet, Word
from bot.policy.house import Reminding

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NONE = "none"
MOST_DAYS, MOST_SNOOZES, MOST_TO_READ = 400, 10, 9
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_PERSON = re.compile(r"[UW][A-Z0-9]{2,20}")


def _days(fields: Fields, name: str) -> tuple[int, ...]:
    found = set()
    for word in fields.words(name):
        if re.fullmatch(r"\d{1,3}", word.text) and int(word.text) <= MOST_DAYS:
            found.add(int(word.text))
        else:
            do = f"write whole numbers of days, at most {MOST_DAYS}"
            fields.sheet.fault("K036", word, f"`{name}` has `{word.text}`", do)
    return tuple(sorted(found, reverse=True)) if name != "snooze_days" else tuple(sorted(found - {0}))


def _time(sheet: Sheet, word: Word | None) -> time | None:
    found = _TIME.fullmatch(word.text.strip()) if word else None
    if word and found is None:
        sheet.fault("K011", word, f"`{word.text}` is no time of day", 'write it as "09:00", in quotes')
    return time(int(found[1]), int(found[2])) if found else None


def _hour(fields: Fields, name: str) -> time | None:
    return _time(fields.sheet, fields.word(name))


QUIET = e.Form("`quiet`", {"from": _hour, "until": _hour}, ("from", "until"))


def _quiet(fields: Fields, name: str) -> tuple[time, ...] | None:
    """Nothing between two times; empty where it is said that there are none."""
    node = fields.node_of(name)
    if node is None or (isinstance(node, yaml.ScalarNode) and node.value.strip().lower() == NONE):
        return ()
    _, given = QUIET.read(fields.sheet, node)
    begin, end = given["from"], given["until"]
    return (begin, end) if begin and end and begin != end else None


def _country(fields: Fields, name: str) -> str:
    word = fields.word(name)
    if word is None or re.fullmatch(r"[A-Za-z]{2}", word.text.strip()):
        return word.text.strip().upper() if word else ""
    fields.sheet.fault("K011", word, f"`{word.text}` is no country", "use two letters, such as NL")
    return ""


def _who(fields: Fields, name: str) -> dict[str, tuple[str, ...]]:
    found = {}
    for key, people in e.key_to_words(fields, name):
        for word in people:
            if not _PERSON.fullmatch(word.text):
                do = "use Slack user ids (U...), in the order of asking"
                fields.sheet.fault("K019", word, f"`{word.text}` is no person in Slack", do)
        found[key.text.strip()] = tuple(dict.fromkeys(word.text for word in people))
    return found


REMINDERS = e.Form(
    "`reminders`",
    {
        "days": _days,
        "review_days": _days,
        "hour": _hour,
        "quiet": _quiet,
        "every_day": Fields.flag,
        "country": _country,
        "subdivision": lambda fields, name: fields.text(name).upper(),
        "escalate_after": e.number(),
        "who": _who,
        "snooze_days": _days,
        "snoozes": lambda fields, name: min(fields.number(name) or 0, MOST_SNOOZES),
        "digest": e.choice((*WEEKDAYS, NONE)),
        "read": e.number(most=MOST_TO_READ),
    },
)


def read_reminders(policy: Fields, name: str) -> Reminding | None:
    """What is absent stays as it usually is."""
    node = policy.node_of(name)
    if node is None:
        return None
    _, given = REMINDERS.read(policy.sheet, node)
    if day := given.get("digest"):
        given["digest"] = None if day == NONE else WEEKDAYS.index(day)
    if given.get("quiet") == ():
        given["quiet"] = None
    return Reminding(**given)
