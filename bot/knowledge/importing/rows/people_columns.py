"""A matrix some of whose columns are groups of people in; the same without them, and what each group may not, out.

"Staff | Contractors | Students" say who may use a tool, and not with which data: a no below one is a limit of that group.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, reduce

from bot.knowledge.catalog import load_catalog
from bot.knowledge.importing.built import Limit
from bot.knowledge.importing.cells.effects import CellWord, joined
from bot.knowledge.importing.cells.entries import resolve
from bot.knowledge.importing.cells.grid import Grid, PeopleCell
from bot.knowledge.importing.tables.shape import is_class_name
from bot.knowledge.importing.texts.document import Line
from bot.knowledge.importing.texts.glossary import PeopleEntry
from bot.knowledge.importing.texts.patterns import pieces
from bot.knowledge.importing.texts.words import fold, guess_language, lists, table_words, tokens
from bot.policy.provisions import STAFF
from bot.policy.words import Citation

_AS_DATA = (STAFF, "student", "minor")
"""Groups after which data may be called as well."""
_MANY = 2


def take_people(grid: Grid, known: frozenset[str]) -> None:
    """Takes the columns of people out of a matrix. ``known``: folded names of the glossary, which are data."""
    roles = {name: role for name in grid.columns if fold(name) not in known and (role := role_of(name)) is not None}
    split = _split(grid, known)
    if split:
        _take_split(grid, split)
    elif len(roles) >= _MANY and any(role not in _AS_DATA for role in roles.values()):
        _take_whole(grid, _between(grid.columns, roles))
    grid.remarks += [
        f"Line {one.at.line}: what `{one.group}` may with `{one.row}` is not clear ({one.word.doubt or 'the cell is empty'});"
        " they ask first."
        for one in grid.kept_from_groups()
        if one.word.effect == "unknown"
    ]


def role_of(name: str) -> str | None:
    """The catalog's group that a name is; empty where it is one that no rule can name; None where it is no group of people."""
    bare = " ".join(word for word in tokens(name) if word not in _idle())
    return None if is_class_name(name) else _roles().get(bare)  # "Intern" is a class


def _between(columns: list[str], roles: dict[str, str]) -> dict[str, str]:
    """Groups, and what stands among them and is called after people: "Bank nurses" between staff and volunteers."""
    places = [at for at, name in enumerate(columns) if name in roles]
    among = columns[places[0] : places[-1]]
    return {name: roles.get(name, "") for name in columns if name in roles or (name in among and _is_of_people(name))}


def _is_of_people(name: str) -> bool:
    people = {fold(word) for kind in table_words()["askers"].values() for word in kind}
    words = tokens(name)
    return bool({words[0], words[-1]} & people) and not is_class_name(name)


@cache
def _roles() -> dict[str, str]:
    askers = table_words()["askers"]
    found = {" ".join(tokens(word)): "" for word in askers["users"]}
    listed = load_catalog().words
    for name in listed:
        kind, _, role = name.partition(".")
        if kind == "who" and "." not in role:
            found |= {" ".join(tokens(phrase)): role for said in listed[name].values() for phrase in said}
    return {key: role for key, role in found.items() if key}


@cache
def _idle() -> frozenset[str]:
    """Words beside a group that say nothing of who is in it."""
    whose = table_words()["whose"]
    return frozenset(word for name in ("all", "for") for said in whose[name] for word in tokens(said))


def _take_whole(grid: Grid, roles: dict[str, str]) -> None:
    for row in grid.rows:
        cells = {name: grid.cells.pop((row, name)) for name in roles if (row, name) in grid.cells}
        places = {name: grid.places.pop((row, name)) for name in cells}
        grid.of_people += [
            PeopleCell(row, name, roles[name], "", word, places[name]) for name, word in cells.items() if roles[name] != STAFF
        ]
        own = [word for name, word in cells.items() if roles[name] == STAFF]
        is_shut = not own and all(word.effect == "deny" for word in cells.values())
        is_alone = len(roles) == len(grid.columns)
        grid.own[row] = reduce(joined, own) if own else CellWord("deny" if is_shut and is_alone else "allow")
        if own:
            _narrow(grid, row, roles)
        if is_alone:
            _without_data(grid, row, next(iter(places.values())))
    grid.columns = [name for name in grid.columns if name not in roles] or [_other_data(grid)]
    named = ", ".join(f"`{name}`" for name in roles)
    grid.remarks.append(f"The columns {named} were read as who may use a tool, not as data; what they keep out are rules.")


def _narrow(grid: Grid, row: str, roles: dict[str, str]) -> None:
    """What the column of all staff makes of a row: its yes is none where they may not, or only if."""
    own = grid.own[row]
    for place, word in grid.cells.items():
        if place[0] == row and place[1] not in roles:
            grid.cells[place] = joined(word, own)


def _without_data(grid: Grid, row: str, at: Citation) -> None:
    """A row of a matrix of people alone: nothing of it is a yes, because nothing says with which data."""
    own, rest = grid.own[row], _other_data(grid)
    doubt = f"{own.effect}, and nothing says with which data; taken as review"
    is_no = own.effect in ("deny", "unknown")
    grid.cells[row, rest] = own if is_no else CellWord("review", own.condition, doubt, own.mark)
    grid.places[row, rest] = at


def _other_data(grid: Grid) -> str:
    """What a column of any data is called."""
    return str(lists()["other_data"][guess_language(" ".join((*grid.rows, *grid.columns)), [])])


def _split(grid: Grid, known: frozenset[str]) -> dict[str, tuple[str, str, str]]:
    """Where every column is called "Staff: public", "Students: public": name -> the group, its role and the data."""
    found = {}
    for name in grid.columns:
        group, colon, data = name.partition(": ")
        role = role_of(group) if colon and fold(name) not in known else None
        if role is None or not data:
            return {}
        found[name] = (group, role, data)
    groups = {role for _, role, _ in found.values()}
    return found if len(groups) >= _MANY and STAFF in groups else {}


def _take_split(grid: Grid, split: dict[str, tuple[str, str, str]]) -> None:
    for row in grid.rows:
        told = [(split[name], name, grid.cells.pop((row, name))) for name in grid.columns if (row, name) in grid.cells]
        for (group, role, data), name, word in told:
            if role == STAFF:
                both = joined(word, grid.cells.get((row, data), word))
                grid.cells[row, data], grid.places[row, data] = both, grid.places[row, name]
            else:
                grid.of_people.append(PeopleCell(row, group, role, data, word, grid.places[row, name]))
    grid.columns = list(dict.fromkeys(data for _, role, data in split.values() if role == STAFF))
    grid.remarks.append("The columns of staff were read as those of everybody; what others may less is a rule of theirs.")
    left = {one.data for one in grid.of_people} - set(grid.columns)
    grid.remarks += [f"The column of `{data}` is not one of staff; it became no rule." for data in sorted(left)]
    grid.of_people = [one for one in grid.of_people if one.data not in left]


def of_people(
    entries: Iterable[PeopleEntry],
    names: tuple[dict[str, str], dict[str, str]],
    tools: dict[str, str],
    classes: dict[str, str],
    language: str,
) -> Iterator[Limit]:
    """What the glossary keeps from some people: a ban where rules can name them, else a look first for whoever says their name.
    ``names``: folded name -> the row's, or the column's; ``tools``, ``classes``: ids by name."""
    for one in entries:
        rows, columns = resolve(one, *names, [])
        about = tuple(tools[row] for row in rows), tuple(classes[column] for column in columns)
        for name, whom, words, is_whole in _groups(one.who, language):
            asks = one.asks or not is_whole
            rule = f"{'ask first for' if asks else 'not for'} {name}"
            yield Limit(rule, Line(one.text, one.at.line), one.text, whom, *about, asks=asks, words=words)


def _groups(who: str, language: str) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...], bool]]:
    """The people of a name: each group with its role, or with the words for it, and whether the role is all of it. "Students and
    agency nurses" are two; of "trainees in their first year" any trainee is asked."""
    parts = [who] if role_of(who) else [part for part in pieces(who, language) if part.strip()]
    roles = {role: True for part in parts if (role := role_of(part))}
    others = [part for part in parts if not role_of(part)]
    roles = dict.fromkeys(filter(None, map(_role_in, others)), False) | roles
    yield from ((role, (role,), (), is_whole) for role, is_whole in roles.items())
    if others:
        longest = max(len(tokens(part)) for part in parts)
        whole = [part for part in others if longest == 1 or len(tokens(part)) > 1]  # "bank" of "bank and agency nurses" is a word
        yield who, (), tuple(dict.fromkeys(map(fold, (who, *whole)))), False


def _role_in(part: str) -> str:
    """The role of the first words of it that have one, but for that of everybody."""
    words = part.split()
    runs = (role_of(" ".join(words[at:end])) for at in range(len(words)) for end in range(len(words), at, -1))
    return next((role for role in runs if role and role != STAFF), "")
