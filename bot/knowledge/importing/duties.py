"""The glossary's conditions and the cells' own words in; conditions with what they attach to and how people state them out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.knowledge.importing.words import fold, has_word, lists, tokens, unique_slug


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


def make_duty(duty_id: str, text: str, language: str, short: dict[str, str] | None = None) -> Duty:
    """A condition with its timing and with what people say of it, from its own words. ``short``: abbreviation -> long form."""
    met, unmet = says(text, language)
    unmet += _other_values(text)
    for abbreviation, long in (short or {}).items():
        here, there = (long, abbreviation) if fold(long) in fold(text) else (abbreviation, long)
        if has_word(text, [here]):
            met += tuple(re.sub(re.escape(here), there, form, flags=re.IGNORECASE) for form in met)
            unmet += tuple(re.sub(re.escape(here), there, form, flags=re.IGNORECASE) for form in unmet)
    met, unmet = tuple(dict.fromkeys(met)), tuple(dict.fromkeys(unmet))
    return Duty(duty_id, text, "using" if has_word(text, lists()["when_using"]) else "before", met=met, unmet=unmet)


def ask_owner_duties(bare: dict[str, list[str]], taken: set[str]) -> list[Duty]:
    """One for each row that has conditional cells without any condition: nobody may guess what must hold."""
    texts: dict[str, str] = lists()["ask_owner"]
    return [
        Duty(unique_slug(f"ask-the-owner-{row}", taken), dict(texts), tools=(row,), data=tuple(columns))
        for row, columns in bare.items()
    ]


def says(text: str, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """How people say that the condition holds, and that it does not.

    It holds when all of its parts do, so only sentences about all of them count; it fails when one part fails.
    """
    phrases = lists()["says"].get(language, lists()["says"]["en"])
    who = _approvers(text)
    if who:
        return _approval_says(who, phrases, language)
    if language == "en" and (told := _told(text) or _ordered(text)):
        return told
    parts = () if _NO_THING.search(fold(text)) else condition_parts(text)
    things = [part for part in parts if is_thing(part)]
    joined = f" {phrases['and']} ".join(things)
    met = [form.format(part=joined) for form in phrases["met"]] if things and len(things) == len(parts) else []
    unmet = [form.format(part=part) for part in things for form in phrases["unmet"]]
    off = _OFF.search(text)
    if off and language == "en":
        what = off["what"].strip().lower()
        met, unmet = (
            [f"{what} is off", f"turned {what} off", f"turned off {what}"],
            [f"{what} is on", f"{what} is still on", f"with {what} on"],
        )
    return tuple(dict.fromkeys(met)), tuple(dict.fromkeys(unmet))


_VALUE = re.compile(
    r"\b(?P<what>(?:[A-Z]{2,}\s+|[a-z]+\s+)?(?:flag|status|label|field|merkmal|kennzeichen|vlag|indicateur|marca))\b[^.;,]{0,30}?"
    r"\b(?:is |= ?|on |says )?(?P<is>ok|yes|ja|oui|si|green|grün|groen|vert|verde)\b(?:\s+(?:or|oder|of|ou|o)\s+(?P<or>\w+))?",
    re.IGNORECASE,
)
"""A thing that has a value: "AI flag in the CRM is OK", "flag OK or Ask"."""


def _other_values(text: str) -> tuple[str, ...]:
    """What people say of a thing that must have a value where it has another: "the flag is No"."""
    match = _VALUE.search(text)
    if not match:
        return ()
    what = fold(match["what"]).split()[-1]
    forms = ["no", "is no", "says no", "set to no", "nein", "ist nein", "nee", "is nee", "non", "est non", "not ok", "is not ok"]
    forms += [] if fold(match["or"] or "") == "ask" else ["ask", "is ask", "says ask"]
    return tuple(f"{what} {form}" for form in forms)


_OFF = re.compile(
    r"(?:^|,\s*|\b)(?:(?:and|with|only|if)\s+)+(?P<what>[a-z][a-z ]{2,28}?)\s+(?:is |are )?(?:turned |switched )?off\b",
    re.IGNORECASE,
)
_NO_THING = re.compile(
    r"\d|\b(?:nothing|taken out|take out|removed?|without|nichts|ohne|entfernt|niets|zonder|"
    r"verwijderd|sans|rien|sin|nada|records?|rows?)\b"
)
"""What is counted, left out or must not be there is nothing that people have: "no names" does not say that it is not met."""
_TOLD = re.compile(
    r"^(?P<who>[^,;:]{2,60}?)\s+(?P<aux>is|are|has|have)\s+(?:been\s+|both\s+|all\s+)*"
    r"(?P<done>\w+ed|signed off|switched on|switched off|known|given|written|taken out|set up|put in place|met)\b",
    re.IGNORECASE,
)
_ORDERED = re.compile(
    r"^(?:only after (?:you )?)?"
    r"(?P<verb>remove|mask|redact|delete|anonymi[sz]e|pseudonymi[sz]e|replace|strip|encrypt|take out|black out|leave out)\s+"
    r"(?:all |any |the )*(?P<what>[^.;:]{3,60})",
    re.IGNORECASE,
)
_DONE = {"take out": "taken out", "strip": "stripped", "leave out": "left out"}
_AFTERWARDS = re.compile(r"\s+(?:first|before|beforehand|from|in|of)\b.*$", re.IGNORECASE)


def _told(text: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """A condition that is a sentence ("the use case is registered"): the same with and without a not."""
    match = _TOLD.match(text.strip())
    if not match:
        return None
    done, aux = match["done"].lower(), match["aux"].lower()
    met: list[str] = []
    unmet = [f"not {done}", f"not yet {done}", f"{aux}n't {done}", f"un{done}"]
    for subject in _subjects(match["who"]):
        met += [f"{subject} {aux} {done}", f"{subject} {'has' if aux == 'is' else 'have' if aux == 'are' else aux} been {done}"]
        unmet += [f"{subject} {aux} not {done}", f"{subject} {aux} not yet {done}"]
    return tuple(dict.fromkeys(met)), tuple(dict.fromkeys(unmet))


def _subjects(text: str) -> list[str]:
    """The things that a sentence is about, all together: "names and account numbers"."""
    bare = [re.sub(r"^(?:the|a|an|your|all|any)\s+", "", part.strip().lower()) for part in re.split(r"\band\b", text)]
    return [" and ".join(bare)]


def _ordered(text: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """A condition that is an order ("remove names and addresses first"): done, or still to be done."""
    match = _ORDERED.match(text.strip())
    if not match:
        return None
    verb = match["verb"].lower()
    done = _DONE.get(verb) or (verb + "d" if verb.endswith("e") else verb + "ed")
    what = _AFTERWARDS.sub("", match["what"].strip().lower())
    met = [f"{what} {done}", f"{what} are {done}", f"{what} is {done}", f"{done} {what}", f"{done} the {what}"]
    unmet = [f"not {done}", f"not yet {done}", f"without {verb.removesuffix('e')}ing"]
    for part in re.split(r"\s*(?:,|\band\b|\bor\b)\s*", what):
        unmet += [f"{part} are still in", f"{part} is still in", f"{part} still in it", f"{part} not {done}"] if part else []
    return tuple(met), tuple(unmet)


def _approval_says(who: tuple[str, ...], phrases: dict[str, list[str]], language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What people say of an approval by named persons; half of them is not enough."""
    word = phrases["approval"][0]
    unmet = [form.format(part=word) for form in phrases["unmet"]]
    if language != "en":
        return tuple(form.format(part=word) for form in phrases["met"]), tuple(unmet)
    everyone, have = " and ".join(who), "have" if len(who) > 1 else "has"
    met = [f"{everyone} approved", f"{everyone} {have} approved", f"approved by {everyone}", f"approval of {everyone}"]
    met += (
        ["both approved", "both said yes", "both have signed"]
        if len(who) == 2
        else [f"{everyone} agreed", f"{everyone} said yes"]
    )
    for one in who:
        unmet += [f"{one} has not approved", f"{one} did not approve", f"{one} has not agreed", f"{one} said no"]
        unmet += [f"only {one}", f"only my {one}", f"only the {one}"] if len(who) > 1 else []
    return tuple(met), tuple(unmet)


_LEAD = re.compile(
    r"^(?:(?:it is |is |use is )?(?:allowed|permitted|ok|yes|only|conditional|"
    r"erlaubt|toegestaan|autorisé|permitido|nur|alleen|seulement|solo)\b[,:]?\s*)+",
    re.IGNORECASE,
)


def condition_parts(text: str) -> tuple[str, ...]:
    """The things that a condition asks for: "zero data retention", "regional controls", "explicit client consent"."""
    body = re.sub(r"\([^)]*\)", "", text).strip().rstrip(".")
    body = _LEAD.sub("", body)
    body = re.sub(
        r"^(?:with|if|under|after|when|in|mit|met|avec|con|wenn|unter|onder|sous|bajo|na|nach|après|tras)\s+",
        "",
        body,
        flags=re.IGNORECASE,
    )
    body = body.split(": ", 1)[-1]
    pieces = re.split(r"\s*(?:,|;|\band\b|\bor\b|\bund\b|\boder\b|\ben\b|\bet\b|\bou\b|\by\b)\s*", body)
    kept = []
    for piece in pieces if all(len(tokens(piece)) <= 6 for piece in pieces) else ():
        cleaned = re.sub(
            r"^(?:a|an|the|both|of|with|only|der|die|das|ein|eine|de|het|een|la|le|les|un|una|el|los|las)\s+",
            "",
            piece.strip(),
            flags=re.IGNORECASE,
        )
        cleaned = (
            re.split(r"\s(?:on|for|of|from|in|that|which|auf|für|voor|op|pour|sur|para|en)\s", cleaned)[0]
            if len(tokens(cleaned)) > 3
            else cleaned
        )
        if cleaned and 1 <= len(tokens(cleaned)) <= 4:
            kept.append(cleaned if any(c.isupper() for c in cleaned[1:]) else cleaned.lower())
    return tuple(dict.fromkeys(kept))


def is_thing(part: str) -> bool:
    """Whether people have it or lack it ("a contract", "Verarbeitungsvertrag"), and it is not said of what must not be."""
    words, things = tokens(part), [fold(thing).removesuffix("s") for thing in lists()["things"]]
    return any(word.removesuffix("s").endswith(thing) for word in words for thing in things) and not has_word(
        words[0], lists()["exceptions"]
    )


_APPROVAL = re.compile(r"\bapprov(?:al|ed)\s+(?:of|by|from)\s+(?P<who>[^.;]+)", re.IGNORECASE)
_APPROVE = re.compile(
    r"^(?:(?:only )?(?:after|if|when|with) )?(?P<who>[^.,;:]{2,80}?)\s+(?:has|have)\s+(?:both\s+)?"
    r"(?P<verb>approved|agreed|signed|confirmed|consented)\b",
    re.IGNORECASE,
)


def _approvers(text: str) -> tuple[str, ...]:
    """Who approves: "Approval of both the IT Director and the Department Director" gives the two names, lower case."""
    match = _APPROVAL.search(text) or _APPROVE.match(text.strip())
    if not match:
        return ()
    found = []
    for who in re.split(r",|\band\b", match["who"]):
        name = re.sub(r"^(?:\s*(?:both|the|a|an|your|of))+\s+", "", " " + who.strip(), flags=re.IGNORECASE).strip()
        if name and len(tokens(name)) <= 5:
            found.append(fold(name))
    return tuple(found)
