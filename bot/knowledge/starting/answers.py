"""Answers of a person or a file go in; what they mean comes out, with every answer that cannot be used told at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
LANGUAGES = ("en", "nl", "de", "fr", "es")
MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
CHANNEL = re.compile(r"#?[\w-]+")


class AnswersError(Exception):
    """Answers that cannot be used; one line each."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The ten answers."""

    organisation: str
    owner: str
    channel: str
    country: str
    languages: tuple[str, ...]
    tools: tuple[str, ...]
    others: tuple[str, ...]
    data: tuple[str, ...]
    strictness: str
    incident: str


@cache
def starting_words() -> dict[str, Any]:
    """What is asked and what is written; see words.yaml."""
    return dict(yaml.safe_load((HERE / "words.yaml").read_text(encoding="utf-8")))


def questions(language: str = "en") -> dict[str, str]:
    """Question -> default, in order."""
    said = starting_words()["questions"].items()
    return {id_: usual[language] if isinstance(usual, dict) else usual for id_, usual in said}


def choices() -> dict[str, tuple[str, ...]]:
    """Question -> what may be answered, where that is a list to choose from."""
    return {"languages": LANGUAGES, "data": tuple(starting_words()["kinds"])}


def answers_from(given: Mapping[str, Any], language: str = "en") -> Answers:
    """``language``: of the policy that is written, which comes first. Raises ``AnswersError`` with every answer that cannot be
    used. What is not answered has its default."""
    unknown = sorted(set(given) - questions().keys())
    wrong = [f"{name}: is no question; the questions are {', '.join(questions())}" for name in unknown]
    said = {id_: _words(given.get(id_, default)) for id_, default in questions(language).items()}
    lists = {id_: _list(said[id_]) for id_ in ("languages", "tools", "others", "data")}
    for name, allowed in choices().items():
        wrong += [f"{name}: `{word}` is not one of {', '.join(allowed)}" for word in lists[name] if word.lower() not in allowed]
    if said["strictness"].lower() not in starting_words()["strictness"]:
        wrong.append(f"strictness: `{said['strictness']}` is not one of {', '.join(starting_words()['strictness'])}")
    if not MAIL.fullmatch(said["owner"]):
        wrong.append(f"owner: `{said['owner']}` is no mail address")
    if not CHANNEL.fullmatch(said["channel"]):
        wrong.append(f"channel: `{said['channel']}` is no channel; write #name")
    if not re.fullmatch(r"[A-Za-z]{2}", said["country"]):
        wrong.append(f"country: `{said['country']}` is not two letters")
    wrong += [f"{name}: is empty" for name in ("organisation", "incident") if not said[name]]
    if not lists["tools"] and not lists["others"]:
        wrong.append("tools, others: name one tool, so that there is something to decide")
    if wrong:
        raise AnswersError("\n".join(wrong))
    return Answers(
        said["organisation"],
        said["owner"],
        "#" + said["channel"].removeprefix("#"),
        said["country"].upper(),
        tuple(dict.fromkeys((language, *(word.lower() for word in lists["languages"])))),
        lists["tools"],
        tuple(name for name in lists["others"] if name.casefold() not in {one.casefold() for one in lists["tools"]}),
        tuple(word.lower() for word in lists["data"]),
        said["strictness"].lower(),
        said["incident"],
    )


def _words(value: Any) -> str:
    """An answer as one line, whatever a file wrote it as."""
    text = ", ".join(str(one) for one in value) if isinstance(value, (list, tuple)) else str(value if value is not None else "")
    return " ".join(text.replace('"', "'").split())


def _list(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in re.split(r"[,;]", text))
    return tuple({part.casefold(): part for part in parts if part}.values())
