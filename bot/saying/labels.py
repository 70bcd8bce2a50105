"""Ids of tools, data and conditions go in; the policy's own names for them come out, in the answer's language."""

from __future__ import annotations

from bot.policy.deciding.rulings import ToolRuling
from bot.policy.house import Knowledge, role_key
from bot.policy.talks.talk import Item
from bot.policy.words import SEVERAL, DataAsk, Slot, ToolAsk
from bot.saying.words import Words, opening, shorten
from bot.text.tokens import words_of

LONGEST_NAME = 70
LONGEST_LIST = 4
FEW = 3
CATALOG, MODEL, THREAD = "catalog", "model", "thread"
"""Where a mention comes from that no word of the policy gave."""


def offering_label(offering: str, knowledge: Knowledge, words: Words) -> str:
    """How people call an offering: its own label, else its tool's."""
    terms = knowledge.vocabulary.offerings.get(offering)
    tool = terms.tool if terms else offering.partition("/")[0]
    own = words.pick(knowledge.labels.get(offering, {})) or (terms.label if terms else "")
    return own or tool_label(tool, knowledge, words)


def tool_label(tool: str, knowledge: Knowledge, words: Words) -> str:
    """How people call a tool."""
    terms = knowledge.vocabulary.tools.get(tool)
    return words.pick(knowledge.labels.get(tool, {})) or (terms.label if terms else tool)


def data_label(data: str, knowledge: Knowledge, words: Words) -> str:
    """How people call a data type or class; words that are no id stay as they are."""
    terms = knowledge.vocabulary.data.get(data)
    return words.pick(knowledge.labels.get(data, {})) or (terms.label if terms else data)


def transformation_label(transformation: str, knowledge: Knowledge, words: Words) -> str:
    """How people call a transformation; one that only the catalog knows is told by its id's words."""
    terms = knowledge.vocabulary.transformations.get(transformation)
    return words.pick(knowledge.labels.get(transformation, {})) or (terms.label if terms else transformation.replace("-", " "))


def condition_text(condition: str, knowledge: Knowledge, words: Words) -> str:
    """A condition's sentence; words that are no id stay as they are."""
    known = knowledge.policy.conditions.get(condition)
    return (words.pick(known.text) if known else "") or condition


def tool_name(ask: ToolAsk, knowledge: Knowledge, words: Words, *, each: bool = True) -> str:
    """The tool of a question, as exactly as it is known: its offerings where they are few (``each``), else its tool and account.

    Never wider than what was asked about: a yes for the company account must not read as a yes for all accounts.
    """
    known = knowledge.vocabulary.offerings
    terms = [known[id_] for id_ in ask.offerings if id_ in known]
    tools = {one.tool for one in terms}
    if not terms or len(tools) > 1:
        name = shorten(ask.name, LONGEST_NAME)
        through = _through(ask.name, tools, knowledge, words)
        return f"{name} ({through})" if through else name
    tool = tools.pop()
    whole = len(terms) == sum(1 for one in known.values() if one.tool == tool)
    accounts = {one.account for one in terms}
    account = accounts.pop() if len(accounts) == 1 else ""
    if len(terms) == 1 or (len(terms) <= FEW and not whole and (each or account not in SAID_VALUES)):
        return words.join([offering_label(one.id, knowledge, words) for one in terms], style="or")
    label = tool_label(tool, knowledge, words)
    return label if whole or account not in SAID_VALUES else f"{label} ({words(f'account.{account}')})"


def called(ask: ToolAsk, item: Item, knowledge: Knowledge, words: Words, *, each: bool = True) -> str:
    """As ``tool_name``; where its row is a kind of tools, with the one that was named: "Otter (meeting bots)"."""
    name, kinds = tool_name(ask, knowledge, words, each=each), {id_.partition("/")[0] for id_ in ask.offerings}
    if len(kinds) != 1 or not any(row.group for id_, row in knowledge.vocabulary.tools.items() if id_ in kinds):
        return name
    brand = next((one.quote for one in item.mentions if one.slot == Slot.TOOL and one.id in kinds and one.source == CATALOG), "")
    return f"{opening(shorten(brand, LONGEST_NAME))} ({words.inside(name)})" if brand else name


def _through(name: str, tools: set[str], knowledge: Knowledge, words: Words) -> str:
    """The tools through which a model is used that no tool is called by: "GPT-4 (ChatGPT or OpenAI API)"."""
    rows = [id_ for id_ in knowledge.vocabulary.tools if id_ in tools and not knowledge.vocabulary.tools[id_].group]
    told = [tool_label(id_, knowledge, words) for id_ in rows]
    labelled = {word for row in knowledge.vocabulary.tools.values() if row.catalog for word in words_of(row.label)}
    is_model = any(char.isdigit() for word in words_of(name) if word not in labelled for char in word)  # "365" is no version
    return words.join(told, style="or") if is_model and 0 < len(told) <= FEW else ""


def _is_called(name: str, tools: set[str], knowledge: Knowledge) -> bool:
    """Whether one of these tools has that name."""
    rows = [knowledge.vocabulary.tools[id_] for id_ in tools if id_ in knowledge.vocabulary.tools]
    return any(name.casefold() in {row.label.casefold(), *(known.casefold() for known in row.names)} for row in rows)


def data_name(ask: DataAsk, knowledge: Knowledge, words: Words) -> str:
    """The data of a question: the label of its one data type, else what the asker called it."""
    if len(ask.types) == 1:
        return data_noun(ask.types[0], knowledge, words)
    return shorten(ask.name, LONGEST_NAME)


def data_noun(data: str, knowledge: Knowledge, words: Words) -> str:
    """A data type or class as a thing that may go somewhere: a class called "Public" is "Public data"."""
    label, terms = data_label(data, knowledge, words), knowledge.vocabulary.data.get(data)
    is_said = words("data.word") in label.casefold()
    return label if terms is None or not terms.is_class or is_said or " " in label.strip() else words("data.class", label=label)


def ruled_name(one: ToolRuling, among: tuple[ToolRuling, ...], knowledge: Knowledge, words: Words) -> str:
    """The name of one of several ruled tools. Where two have the same name each says its account, its hosting or its offerings:
    what holds for the company account must not read as a word on all accounts."""
    name = shorten(one.name, LONGEST_NAME)
    if sum(other.name == one.name for other in among) < 2:
        return name
    terms = [knowledge.vocabulary.offerings[id_] for id_ in one.offerings if id_ in knowledge.vocabulary.offerings]
    tools = {known.tool for known in terms}
    through = _through(one.name, tools, knowledge, words) if not _is_called(one.name, tools, knowledge) else ""
    for slot, values in (("account", {known.account for known in terms}), ("hosting", {known.hosting for known in terms})):
        if len(values) == 1 and (value := values.pop()) in SAID_VALUES:
            return f"{name} ({', '.join(part for part in (through, words(f'{slot}.{value}')) if part)})"
    return words.join([offering_label(known.id, knowledge, words) for known in terms], style="or") or name


def own_words(ask: DataAsk, item: Item) -> tuple[str, ...]:
    """What the asker called a piece of data, where nobody could read it or only the world's words tie it to the policy's: then
    the policy's name for it is one that nobody said, and may be of something else. None where nothing was said by hand, as of a
    message looked at."""
    if ask.name in item.unread and len(ask.types) != 1:
        return (shorten(ask.name, LONGEST_NAME),)
    mentions = [one for one in item.mentions if one.slot == Slot.DATA.value and one.id in ask.types]
    if not mentions and not ask.grounded and len(ask.types) > FEW:
        return (shorten(ask.name, LONGEST_NAME),)  # told in a thread, in words that name no data
    tied = all(one.source == CATALOG and one.quote for one in mentions)
    said = dict.fromkeys(
        one.quote for one in mentions if not any(one.quote in o.quote and one.quote != o.quote for o in mentions)
    )
    return tuple(shorten(one, LONGEST_NAME) for one in said) if tied else ()


def is_all_unread(item: Item) -> bool:
    """Whether of all that was named nothing could be read."""
    data = item.question.data
    return bool(data) and all(ask.name in item.unread and len(ask.types) != 1 for ask in data)


def data_names(item: Item, knowledge: Knowledge, words: Words, *, quoted: bool = True, changed: bool = False) -> str:
    """All data of a question as one list. ``quoted``: the asker's own words stand in quotes; ``changed``: with what is done to
    it first, as a yes holds for nothing else."""
    names: list[str] = []
    for ask in _each_whole(item):
        own = [words("quoted", text=one) if quoted else one for one in own_words(ask, item)]
        done = _done(ask, knowledge, words) if changed else ""
        names += [f"{name}{done}" for name in own or [words.inside(data_name(ask, knowledge, words))]]
    return words.join(words.first_of(list(dict.fromkeys(names)), LONGEST_LIST))


def _each_whole(item: Item) -> list[DataAsk]:
    """The data of a question without what was read within the words of another: "tenants' complaints" are one thing, though they
    are tenants and complaints as well."""
    said = {ask: _places(ask, item) for ask in item.question.data}
    wholes = {place for places in said.values() for place in places}
    return [
        ask
        for ask in item.question.data
        if ask.transformations or not said[ask] or not all(any(_is_within(one, whole) for whole in wholes) for one in said[ask])
    ]


def _places(ask: DataAsk, item: Item) -> list[tuple[int, int]]:
    """Where the message names a piece of data; nothing where a thread does, whose words stand elsewhere."""
    mentions = [one for one in item.mentions if one.slot == Slot.DATA.value and one.id in ask.types]
    return [(one.start, one.end) for one in mentions] if all(one.quote and one.via != THREAD for one in mentions) else []


def _is_within(one: tuple[int, int], whole: tuple[int, int]) -> bool:
    return one != whole and whole[0] <= one[0] and one[1] <= whole[1]


def read_as(item: Item, knowledge: Knowledge, words: Words) -> str:
    """What was understood. The reader says it in the policy's language; in another one it is put together again from labels."""
    if words.language == words.policy_language or not item.read_as:
        return _with_tools(item, knowledge, words)
    named = dict.fromkeys(_own_name(ask, item, knowledge, words) for ask in _each_name(item.question.tools))
    tools = " / ".join(named)
    near = [one.quote for one in item.mentions if one.slot == Slot.DATA.value and one.id in item.question.near]
    told = [_read_data(ask, item, knowledge, words) for ask in item.question.data if ask.name or ask.types]
    data = " + ".join(dict.fromkeys((*told, *(words("quoted", text=shorten(one, LONGEST_NAME)) for one in near))))
    return " · ".join(part for part in (tools, data) if part) or item.read_as


def all_read_as(items: tuple[Item, ...], knowledge: Knowledge, words: Words) -> str:
    """The same of every question of a message, for whoever reads it."""
    return " / ".join(dict.fromkeys(told for item in items if (told := read_as(item, knowledge, words))))


def _own_name(ask: ToolAsk, item: Item, knowledge: Knowledge, words: Words) -> str:
    """A model of one tool as it was said ("falcon-40b"), which no label of the policy is; else its tool in this language."""
    rows = {id_.partition("/")[0] for id_ in ask.offerings}
    held = [knowledge.vocabulary.tools[id_].label for id_ in rows if id_ in knowledge.vocabulary.tools]
    held += [knowledge.vocabulary.offerings[id_].label for id_ in ask.offerings if id_ in knowledge.vocabulary.offerings]
    is_said = len(rows) == 1 and ask.name not in held and any(char.isdigit() for char in ask.name)
    return shorten(ask.name, LONGEST_NAME) if is_said else called(ask, item, knowledge, words, each=False)


def _each_name(asks: tuple[ToolAsk, ...]) -> list[ToolAsk]:
    """Tools of one name as one, with all that it may be."""
    found: dict[str, ToolAsk] = {}
    for ask in asks:
        held = found.get(ask.name, ToolAsk(ask.name))
        found[ask.name] = ToolAsk(ask.name, tuple(dict.fromkeys((*held.offerings, *ask.offerings))))
    return list(found.values())


def _with_tools(item: Item, knowledge: Knowledge, words: Words) -> str:
    """What was understood, and behind the name of a model the tools through which it is used."""
    text = item.read_as
    for ask in _each_name(item.question.tools):
        tools = {known.tool for id_ in ask.offerings if (known := knowledge.vocabulary.offerings.get(id_))}
        through = _through(ask.name, tools, knowledge, words) if len(tools) > 1 else ""
        name = f"{ask.name} ({through})" if through else called(ask, item, knowledge, words, each=False)
        text = text.replace(ask.name, name, 1) if ask.name.casefold() in name.casefold() else text
    return text


def _read_data(ask: DataAsk, item: Item, knowledge: Knowledge, words: Words) -> str:
    """Where a model read it, with the words that it took for it: ``„der Dienstplan mit den Kranken“ → Gesundheitsdaten``."""
    names = [data_label(one, knowledge, words) for one in ask.types[:FEW]] if len(ask.types) <= FEW else [ask.name]
    label = " / ".join(names)
    heard = [one for one in item.mentions if one.via == MODEL and one.slot == Slot.DATA.value and one.id in ask.types]
    told = dict.fromkeys(shorten(one.quote, LONGEST_NAME) for one in heard)
    quotes = ", ".join(words("quoted", text=one) for one in told if label and one.casefold() != label.casefold())
    shown = f"{quotes} → {label}" if quotes else label or words("quoted", text=shorten(ask.name, LONGEST_NAME))
    return shown + _done(ask, knowledge, words)


def _done(ask: DataAsk, knowledge: Knowledge, words: Words) -> str:
    """What is done to data first, in brackets behind its name."""
    done = ", ".join(words.inside(transformation_label(one, knowledge, words)) for one in ask.transformations)
    return f" ({done})" if done else ""


def case_label(case: str, knowledge: Knowledge, words: Words) -> str:
    """The case that a condition is for: an offering or a data type."""
    if case in knowledge.vocabulary.offerings or case in knowledge.policy.offerings:
        return offering_label(case, knowledge, words)
    if case in knowledge.vocabulary.tools:
        return tool_label(case, knowledge, words)
    return data_label(case, knowledge, words)


def role_label(role: str, knowledge: Knowledge, words: Words) -> str:
    """How people call a role: by people.yaml, else as it stands there."""
    return words.pick(knowledge.labels.get(role_key(role), {})) or role


def slot_value(slot: Slot, value: str, knowledge: Knowledge, words: Words) -> str:
    """A value of a slot as people say it."""
    if slot in (Slot.TOOL, Slot.PLAN, Slot.DATA):
        return case_label(value, knowledge, words)
    if slot is Slot.ROLE:
        return words.join([role_label(one, knowledge, words) for one in value.split(SEVERAL)])
    if slot in (Slot.ACCOUNT, Slot.HOSTING):
        key = f"{slot.value}.{value}"
        return words(key) if value in SAID_VALUES else value
    return value.upper() if slot in (Slot.COUNTRY, Slot.REGION) and len(value) <= 3 else value


SAID_VALUES = frozenset({"company", "personal", "vendor", "managed_cloud", "self_hosted", "device"})
