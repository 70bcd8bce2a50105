"""A title and the words behind it go in; how far a person's name reaches comes out.

A second word of a name has no shape of its own: in German every noun has a capital, and so have tools. What is swallowed is not
ruled on, so a name goes on only behind a given name that is listed here, and never into a word that names data or a tool. The
lists are here and not in the catalog: the door must work before anything is loaded.
"""

from __future__ import annotations

import re

from bot.reading.small import small

GIVEN = small("given")
"""Those that are no tool: Claude, Gemini and Jasper ask for nothing but themselves."""
TOOLS = (
    r"(?:chat ?gpt|gpt|claude|copilot|gemini|bard|mistral|le ?chat|perplexity|deepl|grammarly|notion|jasper|llama|deepseek|"
    r"midjourney|cursor|whisper|grok|openai|anthropic|google|microsoft|azure|aws|bedrock|vertex|slack|zoom|teams|otter|"
    r"firefly|canva|github|gitlab|hugging ?face|ollama|\w*(?:gpt|bot|chat|assist\w*|pilot)|ai|ki|ia)"
)
DATA = (
    r"(?:\w*(?:daten|gegevens|data|données|datos|akten?|briefe?n?|unterlagen|listen?|lijst(?:en)?|berichte?n?|verträge?|vertrag|"
    r"zeugnis(?:se)?|protokolle?|nummern?|rechnung(?:en)?|adressen?|texte?|texts?|mails?|notiz(?:en)?|befunde?|diagnosen?|"
    r"gehalt|gehälter|lohn|löhne|salaris(?:sen)?|loon|dossiers?|contract(?:en|s)?|rapport(?:en|s)?|verslag(?:en)?|brieven|"
    r"formulare?|formulier(?:en)?|anträge?|antrag|aanvra(?:ag|gen)|bewerbung(?:en)?|sollicitaties?|lebenslauf|lebensläufe|"
    r"bilder?|fotos?|foto['’]s|bild|dokumente?|documenten?|dateie?n?|vorgänge?|vorgang|fälle?|fall|zaken|zaak|klachten?|"
    r"beschwerden?|anfragen?|verlauf|verläufe|krankheit(?:en)?|gesundheit|gezondheid|medizin|termine?|afspra(?:ak|ken)|"
    r"patient(?:en|in|innen)?|kund(?:en?|in|innen)|klant(?:en)?|mitarbeiter(?:in|innen)?|medewerkers?|schüler|bewerber|ontslag)|"
    r"records?|files?|letters?|lists?|reports?|notes?|details?|salar(?:y|ies)|contracts?|invoices?|addresses|address|"
    r"numbers?|documents?|photos?|pictures?|messages?|forms?|cases?|complaints?|cv|cvs|resume|résumé|history|diagnos[ei]s|"
    r"results?|reviews?|emails?|names?|summary|medical|patient|customer|client|employee|student|personal|private|payroll|"
    r"fichiers?|lettres?|listes?|notes?|salaires?|contrats?|factures?|adresses?|numéros?|photos?|courriels?|bulletins?|"
    r"archivos?|cartas?|listas?|informes?|notas?|salarios?|contratos?|facturas?|direcci(?:ón|ones)|números?|fotos?|correos?|"
    r"expedientes?|historia(?:l|les)?|nóminas?)"
)
"""What a name never goes on into: by whole words, in German and Dutch also by what a compound ends in."""
NOUN = (
    r"\w{3,}(?:ung(?:en)?|heit(?:en)?|keit(?:en)?|schaft(?:en)?|tion(?:en)?|ments?|tät(?:en)?|nis(?:se)?|zettel|"
    r"karten?|mappen?|bogen|kasse)"
)
"""Endings of nouns that hardly any family has."""
ENDS = rf"(?i:{TOOLS}|{DATA}|{NOUN})(?!\w)"
PARTICLE = r"(?i:van|vanden|vander|de|del|della|di|da|dos|las?|los|le|der|den|het|ter|ten|te|du|el|al|ben|bin|'t|’t)"
BEGINS = r"(?i:van|vanden|vander|de|del|della|di|da|dos|ter|ten|te|du|el|al|ben|bin)"
"""With one of these the rest of a name may begin. Not with an article, nor with the German "von": every noun may stand there."""
_UP, _LOW = "[A-ZÀ-ÞČĆĐĞİŁŃŘŚŞŠŤŽŹŻĽŐŰĂȘȚ]", "[a-zà-ÿā-ſ]"
PLAIN = rf"{_UP}(?:['’]{_UP})?{_LOW}+(?:[-'’](?:{_LOW}{{1,4}}[-'’])?{_UP}{_LOW}+|[A-Z][a-z]+)*"
_NEXT = re.compile(rf"[ \u00a0](?:{BEGINS}\s+(?:{PARTICLE}\s+){{0,2}})?(?!{ENDS})(?P<word>{PLAIN}|{_UP}\.)(?![\w@])")
_WORDS = re.compile(rf"(?:(?:(?i:von)|{PARTICLE})\s+)*")
TITLES = frozenset({"Mr", "Mrs", "Ms", "Miss", "Dr", "Prof", "Frau", "Herr", "Herrn", "Mme", "Madame", "Sra", "Dhr", "Mevrouw"})
MOST = 3
"""Words that a name may go on for: another given name, an initial, and the name of the family."""


def rest_of_name(text: str, begin: int, end: int) -> int:
    """Where the name ends that begins at ``begin`` and of which the first word ends at ``end``."""
    first = _WORDS.sub("", text[begin:end], count=1)
    if not _is_given(first) or _is_titled(text, begin):
        return end
    for _ in range(MOST):
        found = _NEXT.match(text, end)
        if found is None:
            return end
        end = found.end()
        if not _is_given(found.group("word")) and not found.group("word").endswith("."):
            return end
    return end


def _is_given(word: str) -> bool:
    parts = word.rstrip(".").split("-")
    return all(part.lower() in GIVEN for part in parts)


def _is_titled(text: str, at: int) -> bool:
    """Whether the words around have capitals all over, names and titles aside: then a capital tells nothing."""
    near = re.findall(r"[^\W\d_]{2,}", text[max(at - 80, 0) : at + 80])
    words = [word for word in near if word.lower() not in GIVEN and word not in TITLES]
    return len(words) > 4 and sum(word[0].islower() for word in words) < len(words) * 0.2
