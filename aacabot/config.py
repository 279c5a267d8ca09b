"""Settings from the environment and `.env`: they fail at start with words, and never show a secret."""

import base64
import os
import socket
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet, MultiFernet
from dotenv import load_dotenv
from fsspec import get_filesystem_class
from pydantic import AfterValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict


class LogFormat(StrEnum):
    CONSOLE = "console"
    JSON = "json"


class Transport(StrEnum):
    """How Slack reaches the hub: signed HTTP, or a websocket the hub opens (Socket Mode)."""

    HTTP = "http"
    SOCKET = "socket"


class SettingsError(Exception):
    """The settings cannot be used. One line per variable says which and what is expected."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def _database_url(value: str) -> str:
    scheme, _, rest = value.partition("://")
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return value
    if scheme in {"postgres", "postgresql", "postgresql+psycopg"} and urlsplit(value).hostname is not None:
        return f"postgresql://{rest}"
    if scheme in {"postgres", "postgresql", "postgresql+psycopg"} and "host=" in value:
        return f"postgresql://{rest}"
    raise ValueError("sqlite:///path/to/file.db or postgresql://user:password@host/name")


def _http_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("an http:// or https:// address")
    return value


def _evidence_url(value: str) -> str:
    scheme, separator, _ = value.partition("://")
    if separator:
        # Raises ValueError for a scheme it does not know, ImportError where its package is missing.
        try:
            get_filesystem_class(scheme)
        except ImportError as error:
            raise ValueError("a store whose package is installed") from error
    return value


def _host_and_port(value: str) -> str:
    host, _, port = value.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65_536:
        raise ValueError("host:port")
    return value


DatabaseUrl = Annotated[str, AfterValidator(_database_url)]
HttpUrl = Annotated[str, AfterValidator(_http_url)]
EvidenceUrl = Annotated[str, AfterValidator(_evidence_url)]
HostAndPort = Annotated[str, AfterValidator(_host_and_port)]


class Settings(BaseSettings):
    """Everything the environment decides, named as in the design's contract 5.1.

    Secrets are `SecretStr`, and database URLs (they hold passwords) stay out of `repr`.
    """

    model_config = SettingsConfigDict(
        # What `.env.example` leaves empty is not set.
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    database_url: DatabaseUrl = Field("sqlite:///./aacabot.db", alias="AACABOT_DATABASE_URL", repr=False)
    owner_database_url: DatabaseUrl | None = Field(None, alias="AACABOT_OWNER_DATABASE_URL", repr=False)
    evidence_url: EvidenceUrl = Field("file://./evidence", alias="AACABOT_EVIDENCE_URL")
    clamd: HostAndPort | None = Field(None, alias="AACABOT_CLAMD")
    public_url: HttpUrl = Field("http://127.0.0.1:3000", alias="AACABOT_PUBLIC_URL")
    host: str = Field("127.0.0.1", alias="AACABOT_HOST", min_length=1)
    port: int = Field(3000, alias="AACABOT_PORT", ge=1, le=65535)
    secret_key: SecretStr = Field(alias="AACABOT_SECRET_KEY")
    log_format: LogFormat = Field(LogFormat.CONSOLE, alias="AACABOT_LOG_FORMAT")
    node: str = Field(default_factory=lambda: f"{socket.gethostname()}-{os.getpid()}", alias="AACABOT_NODE")
    brake_confirms: int = Field(60, alias="AACABOT_BRAKE_CONFIRMS", ge=1)
    brake_minutes: int = Field(10, alias="AACABOT_BRAKE_MINUTES", ge=1)
    wake_minutes: int = Field(15, alias="AACABOT_WAKE_MINUTES", ge=1)
    group_alerts_from: int = Field(3, alias="AACABOT_GROUP_ALERTS_FROM", ge=2)
    new_cards: int = Field(10, alias="AACABOT_NEW_CARDS", ge=1)

    # The validators of the signing secret and the bot token look at what stands before them.
    slack_app_token: SecretStr | None = Field(None, alias="SLACK_APP_TOKEN")
    slack_signing_secret: SecretStr | None = Field(None, alias="SLACK_SIGNING_SECRET", validate_default=True)
    slack_client_id: str | None = Field(None, alias="SLACK_CLIENT_ID")
    slack_client_secret: SecretStr | None = Field(None, alias="SLACK_CLIENT_SECRET")
    slack_bot_token: SecretStr | None = Field(None, alias="SLACK_BOT_TOKEN", validate_default=True)
    slack_api_url: HttpUrl = Field("https://slack.com/api/", alias="SLACK_API_URL")

    @field_validator("slack_api_url")
    @classmethod
    def _ends_with_slash(cls, value: str) -> str:
        return value if value.endswith("/") else value + "/"

    @field_validator("secret_key")
    @classmethod
    def _fernet_keys(cls, value: SecretStr) -> SecretStr:
        for key in value.get_secret_value().split(","):
            if len(base64.urlsafe_b64decode(key.strip().encode())) != 32:
                raise ValueError("not a key")
        return value

    @field_validator("slack_signing_secret")
    @classmethod
    def _signs_or_has_socket(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value is None and not info.data.get("slack_app_token"):
            raise PydanticCustomError("missing", "missing")
        return value

    @field_validator("slack_bot_token")
    @classmethod
    def _one_workspace_or_many(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        many = info.data.get("slack_client_id") and info.data.get("slack_client_secret")
        if value is None and not many:
            raise PydanticCustomError("missing", "missing")
        return value

    @property
    def transport(self) -> Transport:
        return Transport.SOCKET if self.slack_app_token else Transport.HTTP

    @property
    def installs_by_oauth(self) -> bool:
        """Whether any workspace can install the app itself, at /slack/install."""
        return bool(self.slack_client_id and self.slack_client_secret)

    @property
    def redirect_url(self) -> str:
        """Where Slack sends a browser back to at the end of an installation (contract 5.3)."""
        return self.public_url.rstrip("/") + "/slack/oauth_redirect"

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def cipher(self) -> MultiFernet:
        """Encrypts with the first key and decrypts with any, so that keys rotate without downtime."""
        return MultiFernet([Fernet(key) for key in self.secret_keys])

    @property
    def secret_keys(self) -> tuple[bytes, ...]:
        """The keys as they are written, the one in use first."""
        return tuple(key.strip().encode() for key in self.secret_key.get_secret_value().split(","))


_EXPECTED = {
    "AACABOT_DATABASE_URL": "sqlite:///path/to/file.db or postgresql://user:password@host/name",
    "AACABOT_OWNER_DATABASE_URL": "postgresql://owner:password@host/name",
    "AACABOT_PUBLIC_URL": "an http:// or https:// address",
    "AACABOT_EVIDENCE_URL": "file://folder, or the URL of a store whose fsspec package is installed",
    "AACABOT_CLAMD": "host:port of a clamd that scans what people hand in, such as 127.0.0.1:3310",
    "AACABOT_NODE": "a name no other process of the hub has",
    "SLACK_SIGNING_SECRET": "the signing secret on your Slack app's Basic Information page "
    "(or set SLACK_APP_TOKEN for Socket Mode)",
    "SLACK_BOT_TOKEN": "your workspace's bot token (xoxb-…); or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET "
    "for many workspaces",
    "SLACK_API_URL": "an http:// or https:// address",
    "AACABOT_HOST": "a host name or address to listen on",
    "AACABOT_PORT": "a number from 1 to 65535",
    "AACABOT_LOG_FORMAT": "console or json",
    "AACABOT_BRAKE_CONFIRMS": "a whole number from 1 up",
    "AACABOT_BRAKE_MINUTES": "a whole number from 1 up",
    "AACABOT_WAKE_MINUTES": "a whole number from 1 up",
    "AACABOT_GROUP_ALERTS_FROM": "a whole number from 2 up",
    "AACABOT_NEW_CARDS": "a whole number from 1 up",
    "AACABOT_SECRET_KEY": "one or more comma-separated Fernet keys (make one with: aacabot secret-key)",
}


def load_settings(env_file: str | None = ".env") -> Settings:
    """Read the settings from the environment and `env_file`.

    Raises SettingsError with one line per wrong or missing variable. A value is never repeated, because
    it may be a secret typed into the wrong place.
    """
    if env_file is not None:
        # Into the environment, not only into the settings: marketplaces' secrets are looked up there by name.
        load_dotenv(env_file)
    try:
        return Settings(_env_file=None)
    except ValidationError as error:
        raise SettingsError([_line(dict(found)) for found in error.errors(include_input=False)]) from None


def _line(found: dict[str, Any]) -> str:
    # A variable that is not set is called by its field's name.
    called = str(found["loc"][0])
    name = str(Settings.model_fields[called].alias) if called in Settings.model_fields else called
    expected = _EXPECTED.get(name, "a value of another kind")
    return f"{name}: {'missing' if found['type'] == 'missing' else 'wrong'}; expected {expected}"


def project_root() -> Path:
    """The folder that holds `app.yaml` and `migrations/`."""
    return Path(__file__).resolve().parent.parent
