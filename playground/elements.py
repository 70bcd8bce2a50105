"""One element of a block in, its broken Block Kit rules out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from playground import limits
from playground.refusal import Json


class Checker:
    """Collects faults in Slack's form; every method takes the JSON pointer of what it looks at."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def fault(self, at: str, what: str) -> None:
        self.faults.append(f"{what} [json-pointer:{at}]")

    def keys(self, value: Json, known: set[str], at: str, kind: str) -> None:
        for key in value:
            if key not in known:
                self.fault(at, f"invalid additional property: {key} (a {kind} has none)")

    def string(self, holder: Json, key: str, at: str, most: int, *, required: bool = True, minimum: int = 1) -> None:
        value = holder.get(key)
        if value is None and not required:
            return
        self.characters(value, f"{at}/{key}", most, minimum)

    def characters(self, value: Any, at: str, most: int, minimum: int = 1) -> None:
        if value is None:
            self.fault(at, "missing required field")
        elif not isinstance(value, str):
            self.fault(at, "must be a string")
        elif len(value) < minimum:
            self.fault(at, f"must be more than {minimum - 1} characters")
        elif len(value) > most:
            self.fault(at, f"must be less than {most + 1} characters, got {len(value)}")

    def listed(self, holder: Json, key: str, at: str, most: int, minimum: int = 1) -> list[Any]:
        value = holder.get(key)
        if not isinstance(value, list):
            self.fault(f"{at}/{key}", "missing required field" if value is None else "must be a list")
            return []
        if len(value) > most:
            self.fault(f"{at}/{key}", f"no more than {most} items allowed, got {len(value)}")
        if len(value) < minimum:
            self.fault(f"{at}/{key}", f"no fewer than {minimum} items allowed")
        return value

    def flags(self, holder: Json, keys: Iterable[str], at: str) -> None:
        for key in keys:
            if key in holder and not isinstance(holder[key], bool):
                self.fault(f"{at}/{key}", "must be true or false")

    def text(self, value: Any, at: str, most: int, *, plain_only: bool = False) -> None:
        """A text object."""
        if not isinstance(value, dict):
            self.fault(at, "missing required field" if value is None else "must be a text object")
            return
        kind = value.get("type")
        if kind not in (("plain_text",) if plain_only else ("plain_text", "mrkdwn")):
            wanted = "plain_text" if plain_only else "plain_text or mrkdwn"
            self.fault(f"{at}/type", f"must be {wanted}, got {kind}")
        self.keys(value, {"type", "text", "emoji" if kind == "plain_text" else "verbatim"}, at, f"{kind} object")
        self.string(value, "text", at, most)

    def image(self, value: Json, at: str) -> None:
        self.string(value, "alt_text", at, 2000)
        if ("image_url" in value) == ("slack_file" in value):
            self.fault(at, "an image needs one of `image_url` and `slack_file`")
        if "image_url" in value:
            self.url(value, "image_url", at)

    def url(self, holder: Json, key: str, at: str) -> None:
        self.string(holder, key, at, 3000)
        if isinstance(holder.get(key), str) and not holder[key].startswith(("http://", "https://", "mailto:", "slack://")):
            self.fault(f"{at}/{key}", "must be a full address such as https://example.org/")

    def confirm(self, holder: Json, at: str) -> None:
        value = holder.get("confirm")
        if value is None:
            return
        if not isinstance(value, dict):
            self.fault(f"{at}/confirm", "must be an object")
            return
        for key, most in (("title", 100), ("confirm", 30), ("deny", 30)):
            self.text(value.get(key), f"{at}/confirm/{key}", most, plain_only=True)
        self.text(value.get("text"), f"{at}/confirm/text", 300)

    def options(self, holder: Json, kind: str, at: str) -> None:
        """`options` or `option_groups`, and that the initial ones are among them."""
        groups = holder.get("option_groups")
        every: list[Any] = []
        if groups is not None:
            if "options" in holder:
                self.fault(at, "only one of `options` and `option_groups` is allowed")
            for number, group in enumerate(self.listed(holder, "option_groups", at, 100)):
                here = f"{at}/option_groups/{number}"
                if not isinstance(group, dict):
                    self.fault(here, "must be an object")
                    continue
                self.text(group.get("label"), f"{here}/label", 75, plain_only=True)
                every += self._option_list(group, kind, here)
        else:
            every = self._option_list(holder, kind, at)
        chosen = holder.get("initial_options") or ([holder["initial_option"]] if holder.get("initial_option") else [])
        for option in chosen:
            if option not in every:
                self.fault(at, "the initial option must be exactly one of the options")

    def _option_list(self, holder: Json, kind: str, at: str) -> list[Any]:
        options = self.listed(holder, "options", at, limits.OPTIONS.get(kind, 100))
        for number, option in enumerate(options):
            self.option(option, kind, f"{at}/options/{number}")
        return options

    def option(self, option: Any, kind: str, at: str) -> None:
        if not isinstance(option, dict):
            self.fault(at, "must be an option object")
            return
        self.keys(option, {"text", "value", "description"} | ({"url"} if kind == "overflow" else set()), at, "option object")
        marked = kind in ("radio_buttons", "checkboxes")
        self.text(option.get("text"), f"{at}/text", 75, plain_only=not marked)
        self.string(option, "value", at, 150)
        if "description" in option:
            self.text(option["description"], f"{at}/description", 75, plain_only=not marked)

    def element(self, value: Any, at: str, allowed: set[str]) -> None:
        """Any interactive element or image; `allowed` are the types that may stand here."""
        if not isinstance(value, dict):
            self.fault(at, "missing required field" if value is None else "must be an element object")
            return
        kind = value.get("type")
        if not isinstance(kind, str) or kind not in allowed:
            self.fault(f"{at}/type", f"unsupported type: {kind}")
            return
        self.keys(value, limits.ELEMENT_KEYS[kind] | {"type"}, at, kind)
        if kind == "image":
            self.image(value, at)
            return
        self.string(value, "action_id", at, limits.ID, required=False)
        self.confirm(value, at)
        if "placeholder" in value:
            self.text(value["placeholder"], f"{at}/placeholder", 150, plain_only=True)
        self.flags(value, ("focus_on_load", "multiline", "is_decimal_allowed"), at)
        if "max_selected_items" in value and not (isinstance(most := value["max_selected_items"], int) and most >= 1):
            self.fault(f"{at}/max_selected_items", f"must be 1 or more, got {most}")
        rule = _RULES.get(kind)
        if rule is not None:
            rule(self, value, at)


def _button(checker: Checker, value: Json, at: str) -> None:
    checker.text(value.get("text"), f"{at}/text", 75, plain_only=True)
    checker.string(value, "value", at, 2000, required=False)
    if "url" in value:
        checker.url(value, "url", at)
    checker.string(value, "accessibility_label", at, 75, required=False)
    checker.string(value, "agent_prompt", at, 4000, required=False)
    if value.get("style") not in (None, "primary", "danger"):
        checker.fault(f"{at}/style", f"must be primary or danger, got {value['style']}")


def _choice(checker: Checker, value: Json, at: str) -> None:
    checker.options(value, value["type"], at)


def _external(checker: Checker, value: Json, at: str) -> None:
    length = value.get("min_query_length")
    if length is not None and (not isinstance(length, int) or length < 0):
        checker.fault(f"{at}/min_query_length", "must be a whole number of 0 or more")


def _typed(checker: Checker, value: Json, at: str) -> None:
    checker.string(value, "initial_value", at, 3000, required=False, minimum=0)
    for key, low in (("min_length", 0), ("max_length", 1)):
        length = value.get(key)
        if length is not None and not (isinstance(length, int) and low <= length <= 3000):
            checker.fault(f"{at}/{key}", f"must be between {low} and 3000")


def _picker(checker: Checker, value: Json, at: str) -> None:
    for key, (pattern, words) in limits.DATES.items():
        if key in value and not re.fullmatch(pattern, str(value[key])):
            checker.fault(f"{at}/{key}", f"must be {words}")


def _conversations(checker: Checker, value: Json, at: str) -> None:
    wanted = value.get("filter")
    if wanted is None:
        return
    if not isinstance(wanted, dict) or not wanted:
        checker.fault(f"{at}/filter", "must be an object with one field at least")
        return
    checker.keys(
        wanted, {"include", "exclude_external_shared_channels", "exclude_bot_users"}, f"{at}/filter", "conversation filter"
    )
    for kind in wanted.get("include") or ():
        if kind not in limits.CONVERSATIONS:
            checker.fault(f"{at}/filter/include", f"must be one of: {', '.join(sorted(limits.CONVERSATIONS))}; got {kind}")


def _files(checker: Checker, value: Json, at: str) -> None:
    most = value.get("max_files")
    if most is not None and not (isinstance(most, int) and 1 <= most <= limits.FILES_IN_INPUT):
        checker.fault(f"{at}/max_files", f"must be between 1 and {limits.FILES_IN_INPUT}")


def _number(checker: Checker, value: Json, at: str) -> None:
    if "is_decimal_allowed" not in value:
        checker.fault(f"{at}/is_decimal_allowed", "missing required field")


def _feedback(checker: Checker, value: Json, at: str) -> None:
    for key in ("positive_button", "negative_button"):
        button = value.get(key)
        if not isinstance(button, dict):
            checker.fault(f"{at}/{key}", "missing required field")
            continue
        checker.text(button.get("text"), f"{at}/{key}/text", 75, plain_only=True)
        checker.string(button, "value", f"{at}/{key}", 2000)


def _icon(checker: Checker, value: Json, at: str) -> None:
    checker.string(value, "icon", at, 255)
    checker.text(value.get("text"), f"{at}/text", 75, plain_only=True)


_RULES: dict[str, Callable[[Checker, Json, str], None]] = {
    "button": _button,
    "workflow_button": _button,
    "static_select": _choice,
    "multi_static_select": _choice,
    "overflow": _choice,
    "radio_buttons": _choice,
    "checkboxes": _choice,
    "external_select": _external,
    "multi_external_select": _external,
    "plain_text_input": _typed,
    "email_text_input": _typed,
    "url_text_input": _typed,
    "number_input": _number,
    "datepicker": _picker,
    "timepicker": _picker,
    "datetimepicker": _picker,
    "conversations_select": _conversations,
    "multi_conversations_select": _conversations,
    "file_input": _files,
    "feedback_buttons": _feedback,
    "icon_button": _icon,
}
