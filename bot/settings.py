"""The environment goes in, settings come out; read once, and every fault of it is told at once."""

from __future__ import annotations

import zlib
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.environment import SettingsError, shipped
from bot.text.kept import cache_folder

SHORTEST_KEY = 32
LEAST_TOLD = 24
"""Bytes into which a key must not be packed: what repeats itself is packed into less, and no key made at random is."""
GUESSED = ("changeme", "changethis", "replaceme", "replacethis", "password", "yourkey", "yoursecret", "example", "placeholder")
"""What stands in examples where a key should."""
CONSOLE_PORT = 8766
OWN_NAMES = ("localhost", "127.0.0.1", "::1")


def _starts(prefix: str) -> AfterValidator:
    def check(value: SecretStr | None) -> SecretStr | None:
        if value is not None and value.get_secret_value() and not value.get_secret_value().startswith(prefix):
            raise ValueError(f"must start with `{prefix}`")
        return value

    return AfterValidator(check)


def _strong_enough(value: SecretStr | None) -> SecretStr | None:
    key = value.get_secret_value() if value is not None else ""
    if 0 < len(key) < SHORTEST_KEY:
        raise ValueError(f"must have at least {SHORTEST_KEY} characters")
    letters = "".join(filter(str.isalnum, key.casefold()))
    if key and (len(zlib.compress(key.encode(errors="replace"))) < LEAST_TOLD or any(word in letters for word in GUESSED)):
        raise ValueError("can be guessed, as it repeats itself or holds a word of examples; make one at random")
    return value


class Settings(BaseSettings):
    """Everything that the environment or an ``.env`` file may say. ``.env.example`` explains each."""

    model_config = SettingsConfigDict(
        env_prefix="MAYI_", env_file=".env", env_ignore_empty=True, extra="ignore", populate_by_name=True
    )

    knowledge: Path = Field(default_factory=lambda: shipped("knowledge"))
    knowledge_git: str = ""
    knowledge_branch: str = "main"
    knowledge_poll_seconds: float = Field(default=60, gt=0)
    database: str = "sqlite:///mayi.db"
    engine_database: str = ""
    key: Annotated[SecretStr | None, AfterValidator(_strong_enough)] = None
    mode: Literal["socket", "http"] = "socket"
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=3000, ge=1, le=65535)
    console_port: int = Field(default=0, ge=0, le=65535)
    console_host: str = "127.0.0.1"
    console_url: str = ""
    console_hosts: str = ""
    slack_client_id: str = Field(default="", validation_alias="SLACK_CLIENT_ID")
    slack_client_secret: SecretStr | None = Field(default=None, validation_alias="SLACK_CLIENT_SECRET")
    slack_issuer: str = "https://slack.com"
    slack_api_url: str = "https://slack.com/api/"
    ollama_url: str = "http://127.0.0.1:11434"
    model: str = ""
    embeddings: str = ""
    cache: Path | None = None
    model_timeout_seconds: float = Field(default=20, gt=0, le=600)
    model_late_seconds: float = Field(default=60, ge=0, le=600)
    exams: Path = Path("exams")
    after_crash: Literal["late", "twice"] = "late"
    reload_seconds: float = Field(default=5, gt=0)
    remind_seconds: float = Field(default=30, gt=0)
    watch: bool = True
    correct_stricter_seconds: float = Field(default=600, ge=0, le=86_400)
    correct_milder_seconds: float = Field(default=3600, ge=0, le=86_400)
    address_days: int = Field(default=90, ge=1)
    thread_days: int = Field(default=14, ge=1)
    text_days: int = Field(default=730, ge=1)
    request_days: int = Field(default=730, ge=1)
    feedback_days: int = Field(default=730, ge=1)
    look_days: int = Field(default=1095, ge=1)
    heads: Path | None = None
    heads_syslog: str = ""
    roots: Path | None = None
    root_channel: str = ""
    admin_channel: str = ""
    metrics_port: int | None = Field(default=None, ge=1, le=65535)
    metrics_host: str = "127.0.0.1"
    proposals: Path = Path("proposals")
    log_file: Path | None = None
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    slack_bot_token: Annotated[SecretStr | None, _starts("xoxb-")] = Field(default=None, validation_alias="SLACK_BOT_TOKEN")
    slack_app_token: Annotated[SecretStr | None, _starts("xapp-")] = Field(default=None, validation_alias="SLACK_APP_TOKEN")
    slack_signing_secret: SecretStr | None = Field(default=None, validation_alias="SLACK_SIGNING_SECRET")

    @property
    def vectors(self) -> Path:
        """Folder for the vectors of the policy's phrases: they can be made again at any time."""
        return self.own_cache / "vectors"

    @property
    def own_cache(self) -> Path:
        """Folder for what can be made or fetched again."""
        return self.cache or cache_folder()

    @property
    def engine_url(self) -> str:
        """Address of DBOS's own database: beside the ledger's on SQLite, the same server on PostgreSQL."""
        if self.engine_database:
            return self.engine_database
        if self.database.startswith("sqlite:///"):
            return self.database.removesuffix(".db") + "-engine.db"
        return self.database

    @property
    def secret(self) -> bytes:
        """The house's secret; empty where there is none."""
        return self.key.get_secret_value().encode() if self.key else b""

    @property
    def heads_file(self) -> Path:
        """File that each head of the log is added to: beside the database on SQLite, else where the house runs."""
        if self.heads is not None:
            return self.heads
        if self.database.startswith("sqlite:///"):
            return Path(self.database.removeprefix("sqlite:///").removesuffix(".db") + "-heads.jsonl")
        return Path("mayi-heads.jsonl")

    @property
    def admins(self) -> str:
        """Channel of the admins; where none is set, the one that the log's roots go to."""
        return self.admin_channel or self.root_channel

    @property
    def console_address(self) -> str:
        """Where people open the console: its public address, else the port on this machine."""
        return self.console_url.rstrip("/") or f"http://{self.console_host}:{self.console_port or CONSOLE_PORT}"

    @property
    def console_names(self) -> frozenset[str]:
        """Hosts under which the console is served, in small letters: this machine's, that of its address, and those named."""
        named = (*OWN_NAMES, self.console_host, urlsplit(self.console_address).hostname or "", *self.console_hosts.split(","))
        return frozenset(one.strip().lower() for one in named if one.strip())

    @property
    def console_for_slack(self) -> str:
        """Where people in Slack open the console; empty where none is served, or where they are elsewhere than its machine."""
        address = self.console_address if self.console_port or self.console_url else ""
        return "" if _is_of_this_machine(address) and not _is_of_this_machine(self.slack_api_url) else address

    def missing_for_serving(self) -> list[str]:
        """Names of the variables that ``mayi serve`` needs in this mode and does not have."""
        wanted = {"SLACK_BOT_TOKEN": self.slack_bot_token, "MAYI_KEY": self.key}
        if self.mode == "socket":
            wanted["SLACK_APP_TOKEN"] = self.slack_app_token
        else:
            wanted["SLACK_SIGNING_SECRET"] = self.slack_signing_secret
        return [name for name, value in wanted.items() if value is None or not value.get_secret_value()]


def read_settings(**given: object) -> Settings:
    """Read the environment once; raises ``SettingsError`` that names every variable at fault and the remedy."""
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as problem:
        raise SettingsError("\n".join(_line(error) for error in problem.errors())) from problem


def _is_of_this_machine(url: str) -> bool:
    """Whether an address leads nowhere else, or nowhere."""
    host = urlsplit(url).hostname or ""
    try:
        address = ip_address(host)
    except ValueError:
        return host in ("", "localhost")
    return address.is_loopback or address.is_unspecified


def variable(field: str) -> str:
    """The environment's name for a settings field."""
    alias = Settings.model_fields[field].validation_alias if field in Settings.model_fields else None
    return alias if isinstance(alias, str) else f"MAYI_{field.upper()}"


def _line(error: object) -> str:
    detail = dict(error)  # type: ignore[call-overload]
    place = detail["loc"][0] if detail["loc"] else ""
    name = place if str(place).isupper() else variable(str(place))
    what = str(detail["msg"]).removeprefix("Value error, ")
    return f"{name}: {what[:1].lower()}{what[1:]}; correct it in the environment or in .env (.env.example explains it)"
