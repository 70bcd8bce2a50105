"""One mapping of a file goes in, an entry comes out: a dataclass that says each field once.

A field has the name that it has in the file, its type with the reader of it, and what holds where it is absent. One without that
is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import Annotated, Any, ClassVar, NamedTuple, TypeVar, dataclass_transform, get_type_hints

import yaml

from bot.knowledge.sheets.fields import Facts, Fields, RawTexts, Selector, listed
from bot.knowledge.sheets.sheet import Sheet, Word

Reader = Callable[[Fields, str], Any]
"""What reads one field. None: what the entry holds where the field is absent."""


class Form(NamedTuple):
    """What may stand in an entry, by the names of the file."""

    what: str
    readers: Mapping[str, Reader]
    needed: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()

    def read(self, sheet: Sheet, node: yaml.Node) -> tuple[Fields, dict[str, Any]]:
        """The fields, and what is said by name: what is needed, and what says something."""
        found = Fields(sheet, node, self.what, self.readers, self.needed, self.idle)
        names = (*found, *(name for name in self.needed if not found.has(name)))
        values = ((name, self.readers[name](found, name)) for name in names)
        return found, {name: value for name, value in values if value is not None or name in self.needed}


@dataclass_transform(kw_only_default=True, eq_default=False)
class _Declared:
    """Whatever inherits from it is a dataclass, with the form of its fields."""

    WHAT: ClassVar[str] = ""
    """How messages call it."""
    IDLE: ClassVar[tuple[str, ...]] = ()
    """Fields of earlier versions that nobody reads any more."""
    NAMES: ClassVar[Mapping[str, str]] = {}
    """Field -> its name in the file, where that is another."""
    FORM: ClassVar[Form]

    def __init_subclass__(cls) -> None:
        dataclass(kw_only=True, eq=False)(cls)
        hints = get_type_hints(cls, include_extras=True)
        own = {cls.NAMES.get(one.name, one.name): one for one in fields(cls) if hasattr(hints[one.name], "__metadata__")}  # type: ignore[arg-type]
        needed = tuple(name for name, one in own.items() if one.default is MISSING and one.default_factory is MISSING)
        readers = {name: hints[own[name].name].__metadata__[0] for name in (*needed, *own)}
        cls.FORM = Form(cls.WHAT, readers, needed, cls.IDLE)


class Entry(_Declared):
    """One mapping of a file."""

    at: Word = Word("", "", 1, 1)

    def check(self, fields: Fields) -> None:
        """Note what only several fields together show, and fill in what follows from them."""


E = TypeVar("E", bound=Entry)


def read_entry(sheet: Sheet, node: yaml.Node, of: type[E]) -> E:
    """What one mapping says."""
    fields, given = of.FORM.read(sheet, node)
    made = of(at=fields.at, **{field: given.pop(name) for field, name in of.NAMES.items() if name in given}, **given)
    made.check(fields)
    return made


def id_text(fields: Fields, name: str) -> str:
    """An id without its place."""
    return fields.id(name).text


def lowered(fields: Fields, name: str) -> str:
    """Its words in small letters."""
    return fields.text(name).lower()


def number(least: int = 0, most: int = 999_999) -> Reader:
    """A whole number between the two."""
    return lambda fields, name: fields.number(name, least, most)


def choice(options: Iterable[str], what: str = "") -> Reader:
    """One of the options; an enum's values as the enum."""
    known = tuple(options)

    def read_choice(fields: Fields, name: str) -> str | None:
        found = fields.choice(name, known, what or f"word for `{name}`")
        return next((one for one in known if one == found), None)

    return read_choice


def choices(options: Iterable[str], what: str) -> Reader:
    """Some of the options; without one as if nothing were said."""
    known = tuple(options)
    return lambda fields, name: (
        tuple(found for word in fields.words(name) if (found := fields.sheet.choice(word, known, what)) is not None) or None
    )


def entry(of: type[E]) -> Reader:
    """An entry below the field."""
    return lambda fields, name: read_entry(fields.sheet, node, of) if (node := fields.node_of(name)) is not None else None


def made(form: Form, make: Callable[..., Any]) -> Reader:
    """A list of what is made of the fields of a form."""
    return lambda fields, name: tuple(make(**form.read(fields.sheet, node)[1]) for node in fields.entries(name))


def entries(of: type[E]) -> Reader:
    """A list of entries."""
    return lambda fields, name: tuple(read_entry(fields.sheet, node, of) for node in fields.entries(name))


def strings(fields: Fields, name: str) -> tuple[str, ...]:
    """A word or several, without their places."""
    return tuple(word.text for word in fields.words(name))


def key_to_words(fields: Fields, name: str) -> tuple[tuple[Word, tuple[Word, ...]], ...]:
    """Key -> one word or several."""
    return tuple((key, fields.sheet.words(value, f"`{key.text}`")) for key, value in fields.mapping(name))


def read_documents(sheet: Sheet, of: type[E], *, lists: bool = False) -> tuple[E, ...]:
    """Every document of a file is one entry; with ``lists`` it may be a list of them."""
    found = ((one.value if lists and isinstance(one, yaml.SequenceNode) else [one]) for one in sheet.documents())
    return tuple(read_entry(sheet, node, of) for nodes in found for node in nodes)


def read_list(sheet: Sheet, of: type[E], key: str) -> tuple[E, ...]:
    """The entries of a file: a list, or a mapping with the list below ``key``."""
    return tuple(read_entry(sheet, node, of) for document in sheet.documents() for node in listed(sheet, document, key))


Text = Annotated[str, Fields.text]
Lowered = Annotated[str, lowered]
Id = Annotated[Word, Fields.id]
OneWord = Annotated[Word | None, Fields.word]
Words = Annotated[tuple[Word, ...], Fields.words]
Strings = Annotated[tuple[str, ...], strings]
Phrases = Annotated[tuple[str, ...], Fields.phrases]
InLanguages = Annotated[RawTexts, Fields.texts]
Flag = Annotated[bool, Fields.flag]
Day = Annotated[date | None, Fields.day]
Address = Annotated[str, Fields.address]
Which = Annotated[Selector | None, Fields.selector]
Free = Annotated[Facts, Fields.facts]
KeyToWords = Annotated[tuple[tuple[Word, tuple[Word, ...]], ...], key_to_words]
