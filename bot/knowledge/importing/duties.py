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
    met: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()


def make_duty(duty_id: str, text: str, language: str) -> Duty:
    """A condition with its timing and with what people say of it, from its own words."""
    met, unmet = says(text, language)
    return Duty(duty_id, text, "using" if has_word(text, lists()["when_using"]) else "before", met=met, unmet=unmet)


def ask_owner_duties(bare: dict[str, list[str]], taken: set[str]) -> list[Duty]:
    """One for each row that has conditional cells without any condition: nobody may guess what must hold."""
    texts: dict[str, str] = lists()["ask_owner"]
    return [
        Duty(unique_slug(f"ask-the-owner-{row}", taken), dict(texts), tools=(row,), data=tuple(columns))
        for row, columns in bare.items()
    ]


def says(text: str, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """How people say that the condition holds, and that it does not: each of its parts, put into everyday sentences."""
    phrases = lists()["says"].get(language, lists()["says"]["en"])
    met: list[str] = []
    unmet: list[str] = []
    parts = condition_parts(text)
    for part in parts:
        met.extend(form.format(part=part) for form in phrases["met"])
        unmet.extend(form.format(part=part) for form in phrases["unmet"])
    approvers = _approvers(text)
    for who in approvers:
        met.append(f"approved by {who}" if language == "en" else who)
    if language == "en" and approvers:
        both = " and ".join(approvers)
        met = [f"{both} approved", f"approval of {both}", *met]
        unmet.extend([*(f"{who} has not approved" for who in approvers), *(f"{who} said no" for who in approvers)])
        unmet.extend(f"only {who}" for who in approvers if len(approvers) > 1)
    off = re.search(r"\b(?P<what>[\w -]{3,30}?)\s+(?:is |are )?(?:turned |switched )?off\b", text, re.IGNORECASE)
    if off and language == "en":
        what = off["what"].strip().lower()
        met.extend([f"{what} is off", f"turned {what} off"])
        unmet.extend([f"{what} is on", f"{what} is still on", f"with {what} on"])
    return tuple(dict.fromkeys(met)), tuple(dict.fromkeys(unmet))


def condition_parts(text: str) -> tuple[str, ...]:
    """The things that a condition asks for: "zero data retention", "regional controls", "explicit client consent"."""
    body = re.sub(r"\([^)]*\)", "", text).strip().rstrip(".")
    lead = r"^(?:(?:it is |is |use is )?(?:allowed|permitted|ok|yes|only|conditional|erlaubt|toegestaan|autorisé|permitido|nur|alleen|seulement|solo)\b[,:]?\s*)+"
    body = re.sub(lead, "", body, flags=re.IGNORECASE)
    body = re.sub(
        r"^(?:with|if|under|after|when|in|mit|met|avec|con|wenn|unter|onder|sous|bajo|na|nach|après|tras)\s+",
        "",
        body,
        flags=re.IGNORECASE,
    )
    pieces = re.split(r"\s*(?:,|;|\band\b|\bor\b|\bund\b|\boder\b|\ben\b|\bof\b(?=\s+both)|\bet\b|\bou\b|\by\b)\s*", body)
    kept = []
    for piece in pieces:
        cleaned = re.sub(
            r"^(?:a|an|the|both|of|with|only|der|die|das|ein|eine|de|het|een|la|le|les|un|una|el|los|las)\s+",
            "",
            piece.strip(),
            flags=re.IGNORECASE,
        )
        if cleaned and 1 <= len(tokens(cleaned)) <= 6:
            kept.append(cleaned if any(c.isupper() for c in cleaned[1:]) else cleaned.lower())
    return tuple(dict.fromkeys(kept))


def _approvers(text: str) -> tuple[str, ...]:
    """Who approves: "Approval of both the IT Director and the Department Director" gives the two names, lower case."""
    match = re.search(r"\bapprov(?:al|ed)\s+(?:of|by|from)\s+(?P<who>[^.;]+)", text, re.IGNORECASE)
    if not match:
        return ()
    found = []
    for who in re.split(r",|\band\b", match["who"]):
        name = re.sub(r"^(?:\s*(?:both|the|a|your|of))+\s+", "", " " + who.strip()).strip()
        if name and len(tokens(name)) <= 5:
            found.append(fold(name))
    return tuple(found)
