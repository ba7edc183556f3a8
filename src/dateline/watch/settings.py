"""The settings of a watch: which feeds, how often, and the limits; a TOML file, checked before any work starts."""

from __future__ import annotations

import difflib
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from dateline import __version__
from dateline.watch.fetch import FetchError, place_of

_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|h|d)")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


class SettingsError(ValueError):
    """A settings file that cannot be used; the message says where, why, and what to write."""


def _seconds(written: object) -> object:
    """Return a length of time such as "15m" in seconds; numbers are seconds already."""
    if not isinstance(written, str):
        return written
    found = _LENGTH.fullmatch(written.strip().lower())
    if not found:
        raise ValueError(f"{written!r} is no length of time; write one like 30s, 15m, 2h or 1d")
    return float(found[1]) * _SECONDS[found[2]]


_Length = Annotated[float, BeforeValidator(_seconds)]


class FeedSettings(BaseModel):
    """One feed: its address, its outlet, how often it is asked, and whether the pages it links to are fetched."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    url: str
    outlet: Annotated[str, Field(min_length=1, max_length=120)]
    language: Annotated[str, Field(min_length=2, max_length=35)] | None = None
    every: Annotated[_Length, Field(ge=60, le=7 * 86_400)] = 900.0
    full_text: bool = False

    @field_validator("url")
    @classmethod
    def _is_address(cls, url: str) -> str:
        try:
            return place_of(url).url
        except FetchError as error:
            raise ValueError(f"{error}; write the feed's own address, https://...") from error


class LimitsSettings(BaseModel):
    """What a request may cost, and how polite a watch is; the defaults suit a small machine and a good guest."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    # Seconds between two requests to a host; a longer Crawl-delay of its robots.txt wins.
    delay: Annotated[_Length, Field(ge=0.5, le=3600)] = 5.0
    timeout: Annotated[_Length, Field(ge=1, le=600)] = 30.0
    feed_bytes: Annotated[int, Field(ge=1024, le=256 * 1024 * 1024)] = 10 * 1024 * 1024
    page_bytes: Annotated[int, Field(ge=1024, le=32 * 1024 * 1024)] = 5 * 1024 * 1024
    redirects: Annotated[int, Field(ge=0, le=10)] = 5
    tries: Annotated[int, Field(ge=1, le=20)] = 5  # of a page that fails for a while


class Settings(BaseModel):
    """A whole settings file."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    feeds: Annotated[list[FeedSettings], Field(min_length=1)]
    limits: LimitsSettings = LimitsSettings()
    contact: Annotated[str, Field(min_length=3, max_length=200, pattern=r"^[\x21-\x7e]+$")] | None = None

    @field_validator("feeds")
    @classmethod
    def _are_different(cls, feeds: list[FeedSettings]) -> list[FeedSettings]:
        seen: set[str] = set()
        for feed in feeds:
            if feed.url in seen:
                raise ValueError(f"{feed.url} is given twice; leave one out")
            seen.add(feed.url)
        return feeds

    @property
    def user_agent(self) -> str:
        """What servers are told of who asks, with the contact that the file names."""
        return f"dateline/{__version__}" + (f" (+{self.contact})" if self.contact else "")


_KEYS: dict[str, type[BaseModel]] = {"": Settings, "feeds": FeedSettings, "limits": LimitsSettings}


def load_settings(path: Path) -> Settings:
    """Read and check a settings file; raises SettingsError that tells every fault."""
    try:
        with path.open("rb") as stream:
            content = tomllib.load(stream)
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror}); name a file of feeds") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is no TOML ({error}); see docs/watch.md for one that is") from error
    try:
        return Settings.model_validate(content)
    except ValidationError as error:
        faults = "; ".join(_fault(dict(one)) for one in error.errors())
        raise SettingsError(f"{path}: {faults}") from error


def _fault(error: dict[str, Any]) -> str:
    """Return one fault in words: where, what, and what to write."""
    steps = tuple(error["loc"])
    where = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")
    if error["type"] == "extra_forbidden":
        known = list(_KEYS[str(steps[0]) if len(steps) > 1 else ""].model_fields)
        near = difflib.get_close_matches(str(steps[-1]), known, n=1)
        return f"{where} is no setting; " + (f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}")
    if error["type"] == "missing":
        return f"{where} is missing; write it"
    return f"{where}: {str(error['msg']).removeprefix('Value error, ')}"
