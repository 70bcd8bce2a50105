"""An announced change of a vendor's terms goes in; the reminder's words come out, in the organisation's language."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from bot.policy.house import AnnouncedChange, Knowledge

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "{vendor} changes its terms: {title}",
        "ahead": "It takes effect on {day}, in {days} days.",
        "tomorrow": "It takes effect tomorrow, {day}.",
        "today": "It takes effect today, {day}.",
        "past": "It took effect on {day}.",
        "tools": "It is about: {tools}.",
        "needed": "What we need by then: {needed}",
        "owner": "Who sees to it: {owner}.",
        "url": "Read it: {url}",
        "from": "From {file}, line {line}.",
    },
    "nl": {
        "title": "{vendor} wijzigt de voorwaarden: {title}",
        "ahead": "Het gaat in op {day}, over {days} dagen.",
        "tomorrow": "Het gaat morgen in, {day}.",
        "today": "Het gaat vandaag in, {day}.",
        "past": "Het is ingegaan op {day}.",
        "tools": "Het gaat om: {tools}.",
        "needed": "Wat er voor die tijd nodig is: {needed}",
        "owner": "Wie ervoor zorgt: {owner}.",
        "url": "Lees het: {url}",
        "from": "Uit {file}, regel {line}.",
    },
    "de": {
        "title": "{vendor} ändert die Bedingungen: {title}",
        "ahead": "Es gilt ab {day}, in {days} Tagen.",
        "tomorrow": "Es gilt ab morgen, {day}.",
        "today": "Es gilt ab heute, {day}.",
        "past": "Es gilt seit {day}.",
        "tools": "Es geht um: {tools}.",
        "needed": "Was bis dahin nötig ist: {needed}",
        "owner": "Wer sich darum kümmert: {owner}.",
        "url": "Zum Lesen: {url}",
        "from": "Aus {file}, Zeile {line}.",
    },
    "fr": {
        "title": "{vendor} modifie ses conditions : {title}",
        "ahead": "Cela entre en vigueur le {day}, dans {days} jours.",
        "tomorrow": "Cela entre en vigueur demain, le {day}.",
        "today": "Cela entre en vigueur aujourd'hui, le {day}.",
        "past": "C'est entré en vigueur le {day}.",
        "tools": "Cela concerne : {tools}.",
        "needed": "Ce qu'il faut d'ici là : {needed}",
        "owner": "Qui s'en occupe : {owner}.",
        "url": "À lire : {url}",
        "from": "Source : {file}, ligne {line}.",
    },
    "es": {
        "title": "{vendor} cambia sus condiciones: {title}",
        "ahead": "Entra en vigor el {day}, dentro de {days} días.",
        "tomorrow": "Entra en vigor mañana, {day}.",
        "today": "Entra en vigor hoy, {day}.",
        "past": "Entró en vigor el {day}.",
        "tools": "Se trata de: {tools}.",
        "needed": "Lo que hace falta hasta entonces: {needed}",
        "owner": "Quién se encarga: {owner}.",
        "url": "Para leerlo: {url}",
        "from": "De {file}, línea {line}.",
    },
}


def reminder_words(change: AnnouncedChange, knowledge: Knowledge, today: date) -> str:
    """What changes, from when, for which tools, what is needed and who sees to it. Says only what the file says."""
    language = next((code for code in knowledge.organisation.languages if code in WORDS), "en")
    words = WORDS[language]
    days = (change.effective - today).days
    when = "past" if days < 0 else {0: "today", 1: "tomorrow"}.get(days, "ahead")
    vendor = next((vendor.name for vendor in knowledge.vendors if vendor.id == change.vendor), change.vendor)
    tools = ", ".join(_label(tool, knowledge, language) for tool in change.tools)
    owner = change.owner or knowledge.organisation.owner
    lines = [
        words["title"].format(vendor=vendor, title=change.title),
        words[when].format(day=format_date(change.effective, "long", locale=language), days=days),
        words["tools"].format(tools=tools) if tools else "",
        words["needed"].format(needed=change.needed) if change.needed else "",
        words["owner"].format(owner=owner) if owner else "",
        words["url"].format(url=change.url) if change.url else "",
        words["from"].format(file=change.at.file, line=change.at.line) if change.at.file else "",
    ]
    return "\n".join(line for line in lines if line)


def _label(thing: str, knowledge: Knowledge, language: str) -> str:
    labels = knowledge.labels.get(thing, {})
    return labels.get(language) or next(iter(labels.values()), thing)
