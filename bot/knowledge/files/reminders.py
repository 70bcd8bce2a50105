"""``reminders:`` of policy.yaml goes in; when people are reminded, and who is asked next, comes out."""

from __future__ import annotations

import re
from datetime import time

import yaml

from bot.knowledge.sheets.fields import Fields
from bot.knowledge.sheets.sheet import Sheet, Word
from bot.policy.house import Reminding

FIELDS = (
    *("days", "review_days", "hour", "quiet", "every_day", "country", "subdivision"),
    *("escalate_after", "who", "snooze_days", "snoozes", "digest", "read"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NONE = "none"
MOST_DAYS, MOST_SNOOZES, MOST_TO_READ = 400, 10, 9
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_PERSON = re.compile(r"[UW][A-Z0-9]{2,20}")


def read_reminders(sheet: Sheet, policy: Fields) -> Reminding:
    """What is absent stays as it usually is."""
    node, usual = policy.node_of("reminders"), Reminding()
    if node is None:
        return usual
    fields = Fields(sheet, node, "`reminders`", FIELDS)
    digest = fields.choice("digest", (*WEEKDAYS, NONE), "word for `digest`")
    snoozes = fields.number("snoozes", usual.snoozes)
    wait = fields.number("escalate_after", usual.escalate_after)
    hour = fields.word("hour")
    return Reminding(
        _days(sheet, fields, "days", usual.days),
        _days(sheet, fields, "review_days", usual.review_days),
        (_time(sheet, hour) if hour else None) or usual.hour,
        _quiet(sheet, fields, usual),
        fields.flag("every_day"),
        _country(sheet, fields),
        fields.text("subdivision").upper(),
        usual.escalate_after if wait is None else wait,
        _who(sheet, fields),
        _days(sheet, fields, "snooze_days", usual.snooze_days),
        min(usual.snoozes if snoozes is None else snoozes, MOST_SNOOZES),
        usual.digest if digest is None else None if digest == NONE else WEEKDAYS.index(digest),
        fields.number("read", usual.read, most=MOST_TO_READ) or 0,
    )


def _days(sheet: Sheet, fields: Fields, name: str, usual: tuple[int, ...]) -> tuple[int, ...]:
    if not fields.has(name):
        return usual
    found = []
    for word in fields.words(name):
        if re.fullmatch(r"\d{1,3}", word.text) and int(word.text) <= MOST_DAYS:
            found.append(int(word.text))
        else:
            sheet.fault("K036", word, f"`{name}` has `{word.text}`", f"write whole numbers of days, at most {MOST_DAYS}")
    return tuple(sorted(set(found), reverse=True)) if name != "snooze_days" else tuple(sorted(set(found) - {0}))


def _time(sheet: Sheet, word: Word) -> time | None:
    found = _TIME.fullmatch(word.text.strip())
    if found is None:
        sheet.fault("K011", word, f"`{word.text}` is no time of day", 'write it as "09:00", in quotes')
        return None
    return time(int(found[1]), int(found[2]))


def _quiet(sheet: Sheet, fields: Fields, usual: Reminding) -> tuple[time, time] | None:
    node = fields.node_of("quiet")
    if node is None:
        return usual.quiet
    if isinstance(node, yaml.ScalarNode) and node.value.strip().lower() == NONE:
        return None
    hours = Fields(sheet, node, "`quiet`", ("from", "until"), ("from", "until"))
    begin, end = (_time(sheet, word) if (word := hours.word(name)) else None for name in ("from", "until"))
    return (begin, end) if begin and end and begin != end else usual.quiet


def _country(sheet: Sheet, fields: Fields) -> str:
    word = fields.word("country")
    if word is None:
        return ""
    if not re.fullmatch(r"[A-Za-z]{2}", word.text.strip()):
        sheet.fault("K011", word, f"`{word.text}` is no country", "use two letters, such as NL")
        return ""
    return word.text.strip().upper()


def _who(sheet: Sheet, fields: Fields) -> dict[str, tuple[str, ...]]:
    found = {}
    for key, node in fields.mapping("who"):
        people = sheet.words(node, f"`{key.text}`")
        for word in people:
            if not _PERSON.fullmatch(word.text):
                sheet.fault(
                    "K019", word, f"`{word.text}` is no person in Slack", "use Slack user ids (U...), in the order of asking"
                )
        found[key.text.strip()] = tuple(dict.fromkeys(word.text for word in people))
    return found
