"""Block Kit's figures: no input, what each element may hold out (shared/SLACK.md 3c; docs.slack.dev/reference/block-kit)."""

from __future__ import annotations

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MESSAGE_CHARACTERS = 13_200  # over all blocks; not in Slack's docs, seen by users (bolt-js #2509)
MESSAGE_TEXT = 40_000
ATTACHMENTS = 100
UPDATE_TEXT = 4_000  # bytes, not characters (seen by users: gitlab merge request 258898)
MARKDOWN = 12_000  # over all markdown blocks of a payload
ID = 255

# Keys that a block may have besides `type` and `block_id`. Others are refused, as Slack does.
BLOCK_KEYS: dict[str, set[str]] = {
    "section": {"text", "fields", "accessory", "expand"},
    "header": {"text", "level"},
    "divider": set(),
    "context": {"elements"},
    "context_actions": {"elements"},
    "actions": {"elements"},
    "image": {"image_url", "alt_text", "title", "slack_file"},
    "input": {"label", "element", "hint", "optional", "dispatch_action"},
    "markdown": {"text"},
    "data_visualization": {"title", "chart"},
}
# Blocks that are checked by the validators of slack_sdk.models only.
OTHER_BLOCKS = {
    "rich_text", "table", "data_table", "video", "file", "plan", "task_card", "alert", "card", "carousel", "container", "call",
    "auth_provider",
}  # fmt: skip
SURFACES: dict[str, set[str]] = {
    "markdown": {"message"},
    "context_actions": {"message"},
    "table": {"message"},
    "plan": {"message"},
    "task_card": {"message"},
    "file": {"message"},
    "alert": {"modal", "message"},
}

_SELECT = {"action_id", "placeholder", "confirm", "focus_on_load"}
_TYPED = {"action_id", "placeholder", "initial_value", "dispatch_action_config", "focus_on_load"}
# Keys that an element may have besides `type`.
ELEMENT_KEYS: dict[str, set[str]] = {
    "button": {"text", "action_id", "url", "value", "style", "confirm", "accessibility_label", "visible_to_user_ids"}
    | {"agent_prompt", "agent_prompt_display"},
    "static_select": _SELECT | {"options", "option_groups", "initial_option"},
    "external_select": _SELECT | {"initial_option", "min_query_length"},
    "users_select": _SELECT | {"initial_user"},
    "conversations_select": _SELECT
    | {"initial_conversation", "default_to_current_conversation", "response_url_enabled", "filter"},
    "channels_select": _SELECT | {"initial_channel", "response_url_enabled"},
    "multi_static_select": _SELECT | {"options", "option_groups", "initial_options", "max_selected_items"},
    "multi_external_select": _SELECT | {"initial_options", "min_query_length", "max_selected_items"},
    "multi_users_select": _SELECT | {"initial_users", "max_selected_items"},
    "multi_conversations_select": _SELECT
    | {"initial_conversations", "default_to_current_conversation", "max_selected_items", "filter"},
    "multi_channels_select": _SELECT | {"initial_channels", "max_selected_items"},
    "overflow": {"action_id", "options", "confirm"},
    "radio_buttons": {"action_id", "options", "initial_option", "confirm", "focus_on_load"},
    "checkboxes": {"action_id", "options", "initial_options", "confirm", "focus_on_load"},
    "datepicker": {"action_id", "placeholder", "initial_date", "confirm", "focus_on_load"},
    "timepicker": {"action_id", "placeholder", "initial_time", "confirm", "focus_on_load", "timezone"},
    "datetimepicker": {"action_id", "initial_date_time", "confirm", "focus_on_load"},
    "plain_text_input": _TYPED | {"multiline", "min_length", "max_length"},
    "email_text_input": _TYPED,
    "url_text_input": _TYPED,
    "number_input": _TYPED | {"is_decimal_allowed", "min_value", "max_value"},
    "rich_text_input": _TYPED | {"min_lines", "max_lines"},
    "file_input": {"action_id", "filetypes", "max_files"},
    "feedback_buttons": {"action_id", "positive_button", "negative_button"},
    "icon_button": {"action_id", "icon", "text", "value", "confirm", "accessibility_label", "visible_to_user_ids"},
    "workflow_button": {"action_id", "text", "workflow", "style", "accessibility_label"},
    "image": {"image_url", "alt_text", "slack_file"},
}
DATES = {
    "initial_date": (r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "a day such as 2026-12-24"),
    "initial_time": (r"([01]\d|2[0-3]):[0-5]\d", "a time such as 09:30"),
    "initial_date_time": (r"\d{10}", "a Unix time in seconds, of 10 digits"),
}
CONVERSATIONS = {"im", "mpim", "private", "public"}
FILES_IN_INPUT = 10
CHARTS = {"pie", "bar", "area", "line"}
CHART_PARTS = 6
INPUTS_ONLY = {"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input", "file_input"}
SELECTS = {name for name in ELEMENT_KEYS if name.endswith("_select")}
PICKERS = {"radio_buttons", "checkboxes", "datepicker", "timepicker", "datetimepicker"}
IN_ACTIONS = {"button", "overflow", "workflow_button"} | SELECTS | PICKERS | INPUTS_ONLY - {"file_input"}
IN_SECTION = {"button", "overflow", "workflow_button", "image"} | SELECTS | PICKERS
IN_INPUT = INPUTS_ONLY | SELECTS | PICKERS
IN_CONTEXT_ACTIONS = {"feedback_buttons", "icon_button"}
OPTIONS = {"overflow": 5, "radio_buttons": 10, "checkboxes": 10}
