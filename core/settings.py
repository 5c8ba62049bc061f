"""The deployment's settings, all from the environment (``VEILLE_*``).

Secrets and what differs between machines live here; what is watched lives in the watchlist.
"""

from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from core.errors import VeilleError


class Settings(BaseSettings):
    """Every ``VEILLE_*`` variable, with its default and meaning."""

    model_config = SettingsConfigDict(env_prefix="VEILLE_", env_ignore_empty=True, extra="ignore")

    database: str = Field("sqlite:///veille.db", description="SQLAlchemy address of the database (SQLite or PostgreSQL).")
    watchlist: Path = Field(Path("watchlist.yaml"), description="The watchlist that `run` follows.")
    send: bool = Field(False, description="1 sends real messages; otherwise they are rendered into the outbox folder.")
    outbox: Path = Field(Path("outbox"), description="Folder that receives messages while `VEILLE_SEND` is not 1.")
    smtp_url: str = Field("", description="Apprise address (mailto://, mailtos://) through which bare e-mail addresses are served.")
    apprise_config: str = Field("", description="An existing Apprise configuration file; `tag:NAME` routes go to its entries.")
    allow_private_hosts: bool = Field(False, description="1 allows Watches on private and loopback addresses (tests, intranets).")
    contact: str = Field("https://example.org/veille", description="How publishers can reach you; it stands in the User-Agent.")
    closed: bool = Field(False, description="1 shows the history to people of the watchlist and programs with a token alone.")
    site: str = Field("http://127.0.0.1:8000", description="Public address of the website, used in messages and feeds.")


def read_settings() -> Settings:
    """The settings of this environment; ``VeilleError`` naming the variable that is not understood."""
    try:
        return Settings()
    except ValidationError as error:
        # The value is left out: it may be a secret.
        raise VeilleError("\n".join(_mistake(str(each["loc"][0]), each["msg"]) for each in error.errors())) from None


def _mistake(name: str, problem: str) -> str:
    meaning = Settings.model_fields[name].description
    return f"The variable VEILLE_{name.upper()} is not understood ({problem[:1].lower()}{problem[1:]}); correct it or unset it. {meaning}"
