"""The glossary's conditions and the cells' own words in; conditions with what they attach to and how people state them out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.knowledge.importing.texts.patterns import any_of, parter, without_determiner
from bot.knowledge.importing.texts.words import duty_words, fold, has_word, limit_words, lists, table_words, tokens, unique_slug


@dataclass(slots=True)
class Duty:
    """One condition to be, for ``tools`` x ``data`` (ids). Empty ones mean all, and then it is a general duty."""

    id: str
    text: str | dict[str, str]
    when: str = "before"
    tools: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    general: bool = False
    binds: bool = False
    met: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()
    approver: str = ""
    """The contact whose word it takes."""
    of_asker: bool = False
    """It is about who asks."""
    whose: str = ""
    """The same by name, where a sentence names somebody; rules need such a condition, and no cell does."""


def make_duty(duty_id: str, text: str, language: str, short: dict[str, str] | None = None) -> Duty:
    """A condition with its timing and with what people say of it, from its own words. ``short``: abbreviation -> long form."""
    met, unmet = says(text, language)
    unmet += other_values(text)
    for abbreviation, long in (short or {}).items():
        here, there = (long, abbreviation) if fold(long) in fold(text) else (abbreviation, long)
        if has_word(text, [here]):
            met += tuple(re.sub(re.escape(here), there, form, flags=re.IGNORECASE) for form in met)
            unmet += tuple(re.sub(re.escape(here), there, form, flags=re.IGNORECASE) for form in unmet)
    met, unmet = tuple(dict.fromkeys(met)), tuple(dict.fromkeys(unmet))
    when = "using" if has_word(text, lists()["when_using"]) else "before"
    return Duty(duty_id, text, when, met=met, unmet=unmet, of_asker=is_of_asker(text))


def ask_owner_duties(bare: dict[str, list[str]], taken: set[str]) -> list[Duty]:
    """One for each row that has conditional cells without any condition: nobody may guess what must hold."""
    texts: dict[str, str] = lists()["ask_owner"]
    return [
        Duty(unique_slug(f"ask-the-owner-{row}", taken), dict(texts), tools=(row,), data=tuple(columns))
        for row, columns in bare.items()
    ]


Says = tuple[tuple[str, ...], tuple[str, ...]]
"""Forms that say that it holds, and that it does not."""
_MOST_WORDS, _NAME, _LONG, _THING = 6, 5, 3, 4
"""Words of a part of a condition, of the name of whoever approves, of a part that what narrows it is cut off, and of a thing."""


def says(text: str, language: str) -> Says:
    """How people say that the condition holds, and that it does not.

    It holds when all of its parts do, so only sentences about all of them count; it fails when one part fails.
    """
    phrases = lists()["says"].get(language, lists()["says"]["en"])
    forms = duty_words()["sentences"].get(language, {})
    who = _approvers(text)
    if who:
        return _approval_says(who, phrases, forms)
    if member := _member(text, duty_words()["members"].get(language, {})):
        shuts_out = has_word(" ".join(tokens(text)[:2]), limit_words()["ban"])  # "nobody in Sales may"
        return ((), member[0]) if shuts_out else member
    if forms and (told := _told(text, phrases, forms["told"]) or _ordered(text, language, forms["ordered"])):
        return told
    is_kept_out = _no_thing().search(fold(text)) or has_word(" ".join(tokens(text)[:1]), lists()["exceptions"])
    parts = () if is_kept_out else condition_parts(text, language)
    things = [part for part in parts if is_thing(part)]
    joined = f" {phrases['and']} ".join(things)
    met = [form.format(part=joined) for form in phrases["met"]] if things and len(things) == len(parts) else []
    unmet = [form.format(part=part) for part in things for form in phrases["unmet"]]
    off = _pattern(forms["off"]["pattern"]).search(text) if forms else None
    if off:
        what = off["what"].strip().lower()
        met, unmet = ([form.format(what=what) for form in forms["off"][kind]] for kind in ("met", "unmet"))
    return tuple(dict.fromkeys(met)), tuple(dict.fromkeys(unmet))


def _member(text: str, forms: dict[str, Any]) -> Says | None:
    """A condition on who may alone ("Communications team only"): people say that they are of it, or not."""
    said = text.strip().rstrip(".")
    found = [_pattern(pattern).match(said) for pattern in forms.get("patterns", ())]
    match = next((one for one in found if one), None)
    if match is None or not (match is found[0] or _is_team(match["who"])) or len(tokens(match["who"])) > _NAME:
        return None
    who = fold(match["who"])
    units = table_words()["whose"]["units"]
    name = " ".join(word for word in tokens(who) if word not in units) or who
    name = next((name.removesuffix(unit) for unit in units if len(name) > len(unit) and name.endswith(unit)), name)
    met, unmet = (tuple(dict.fromkeys(form.format(who=who, name=name) for form in forms[kind])) for kind in ("met", "unmet"))
    return met, unmet


def is_of_asker(text: str) -> bool:
    """Whether a condition is about who asks: "you work in HR"."""
    return any(_pattern(forms["asker"]).search(text) for forms in duty_words()["members"].values())


def _is_team(who: str) -> bool:
    """Whether a name has a word for a team or for people: "Communications team", "HR"."""
    words = table_words()
    people = {fold(word) for kind in words["askers"].values() for word in kind}
    return bool({*words["whose"]["team"], *words["whose"]["units"], *people} & set(tokens(who)))


def other_values(text: str) -> tuple[str, ...]:
    """What people say of a thing that must have a value where it has another: "the flag is No"."""
    match = _value().search(text)
    if not match:
        return ()
    words = duty_words()["values"]
    what = fold(match["what"]).split()[-1]
    forms = [*words["bad"], *(() if fold(match["or"] or "") in words["ask"] else words["asking"])]
    return tuple(f"{what} {form}" for form in forms)


@cache
def _value() -> re.Pattern[str]:
    """A thing that has a value: "AI flag in the CRM is OK", "flag OK or Ask"."""
    words = {name: any_of(listed) for name, listed in duty_words()["values"].items()}
    return re.compile(
        rf"\b(?P<what>(?:[A-Z]{{2,}}\s+|[a-z]+\s+)?(?:{words['things']}))\b[^.;,]{{0,30}}?"
        rf"\b(?:(?:{words['is']}) ?)?(?P<is>{words['good']})\b(?:\s+(?:{words['or']})\s+(?P<or>\w+))?",
        re.IGNORECASE,
    )


@cache
def _no_thing() -> re.Pattern[str]:
    """What is counted, left out or must not be there: "no names" does not say that it is not met."""
    return re.compile(rf"\d|\b(?:{any_of(duty_words()['no_thing'])})\b")


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def _told(text: str, phrases: dict[str, Any], forms: dict[str, Any]) -> Says | None:
    """A condition that is a sentence ("the use case is registered"): the same with and without a not."""
    match = _pattern(forms["pattern"]).match(text.strip())
    if not match:
        return None
    join = f" {phrases['and']} "
    who = join.join(without_determiner(part.strip().lower()) for part in re.split(rf"\b{phrases['and']}\b", match["who"]))
    aux = match["aux"].lower()
    said = {"who": who, "aux": aux, "been": forms["been"][aux], "done": match["done"].lower()}
    met, unmet = (tuple(dict.fromkeys(form.format(**said) for form in forms[kind])) for kind in ("met", "unmet"))
    return met, unmet


def _ordered(text: str, language: str, forms: dict[str, Any]) -> Says | None:
    """A condition that is an order ("remove names and addresses first"): done, or still to be done."""
    match = _pattern(forms["pattern"].format(verbs=any_of(forms["verbs"]))).match(text.strip())
    if not match:
        return None
    done, doing = forms["verbs"][" ".join(match["verb"].lower().split())]
    what = _pattern(rf"\s+(?:{any_of(forms['afterwards'])})\b.*$").sub("", match["what"].strip().lower())
    met = tuple(form.format(what=what, done=done) for form in forms["met"])
    unmet = [form.format(done=done, doing=doing) for form in forms["unmet"]]
    for part in filter(None, parter(",", language).split(what)):
        unmet += [form.format(part=without_determiner(part), done=done) for form in forms["unmet_each"]]
    return met, tuple(unmet)


def _approval_says(who: tuple[str, ...], phrases: dict[str, Any], sentences: dict[str, Any]) -> Says:
    """What people say of an approval by named persons; half of them is not enough."""
    word = phrases["approval"][0]
    unmet = [form.format(part=word) for form in phrases["unmet"]]
    if not sentences:
        return tuple(form.format(part=word) for form in phrases["met"]), tuple(unmet)
    forms = sentences["approved"]
    everyone = f" {phrases['and']} ".join(who)
    kind = {1: "one", 2: "two"}.get(len(who), "more")
    for one in who:
        each = [*forms["unmet_each"], *(forms["unmet_alone"] if len(who) > 1 else ())]
        unmet += [form.format(part=one) for form in each]
    return tuple(form.format(who=everyone) for form in forms[kind]), tuple(unmet)


def _approvers(text: str) -> tuple[str, ...]:
    """Who approves: "Approval of both the IT Director and the Department Director" gives the two names, lower case."""
    found = []
    for language, sentences in duty_words()["sentences"].items():
        patterns = [_pattern(pattern) for pattern in sentences["approved"]["patterns"]]
        match = next((told for pattern in patterns if (told := pattern.search(text.strip()))), None)
        for who in re.split(rf",|\b{lists()['says'][language]['and']}\b", match["who"]) if match else ():
            name = _bare(who.strip())
            if name and len(tokens(name)) <= _NAME:
                found.append(fold(name))
    return tuple(found)


def _bare(text: str) -> str:
    """A thing or a name without articles, and words such as "both", before it."""
    while (bare := _both().sub("", without_determiner(text))) != text:
        text = bare
    return text


@cache
def _both() -> re.Pattern[str]:
    return re.compile(rf"^(?:{any_of(duty_words()['parts']['both'])})\s+", re.IGNORECASE)


@cache
def _begun() -> re.Pattern[str]:
    """How a condition begins before the things that it asks for: "allowed only with"."""
    words = {name: any_of(listed) for name, listed in duty_words()["parts"].items()}
    lead = rf"(?:(?:(?:{words['it_is']})\s+)?(?:{words['allowed']})\b[,:]?\s*)*"
    return re.compile(rf"^{lead}(?:(?:{words['begun']})\s+)?", re.IGNORECASE)


def condition_parts(text: str, language: str) -> tuple[str, ...]:
    """The things that a condition asks for: "zero data retention", "regional controls", "explicit client consent"."""
    body = _begun().sub("", re.sub(r"\([^)]*\)", "", text).strip().rstrip("."))
    pieces = parter("[,;]", language).split(body.split(": ", 1)[-1])
    narrowed = any_of(duty_words()["parts"]["narrowed"])
    kept = []
    for piece in pieces if all(len(tokens(piece)) <= _MOST_WORDS for piece in pieces) else ():
        cleaned = _bare(piece.strip())
        if len(tokens(cleaned)) > _LONG:
            cleaned = re.split(rf"\s(?:{narrowed})\s", cleaned)[0]
        if cleaned and 1 <= len(tokens(cleaned)) <= _THING:
            kept.append(cleaned if any(c.isupper() for c in cleaned[1:]) else cleaned.lower())
    return tuple(dict.fromkeys(kept))


def is_thing(part: str) -> bool:
    """Whether people have it or lack it ("a contract", "Verarbeitungsvertrag"), and it is not said of what must not be."""
    words, things = tokens(part), [fold(thing).removesuffix("s") for thing in lists()["things"]]
    return any(word.removesuffix("s").endswith(thing) for word in words for thing in things) and not has_word(
        words[0], lists()["exceptions"]
    )
