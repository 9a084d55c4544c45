"""Where the newsloom of this machine is: `up` writes it down, the other commands read it."""

import os
from pathlib import Path

import orjson

from streams.errors import Misused
from streams.settings import Settings


def note_running(settings: Settings, broker: str, console: str) -> Path:
    """Write down what runs; the path, for `up` to remove when it stops."""
    path = settings.data / "running.json"
    settings.data.mkdir(parents=True, exist_ok=True)
    path.write_bytes(orjson.dumps({"broker": broker, "console": console, "pid": os.getpid()}))
    return path


def with_running_broker(settings: Settings) -> Settings:
    """The settings with a broker: the one set, else the one that `up` runs on this data folder.

    Raises Misused where there is neither.
    """
    if settings.broker:
        return settings
    path = settings.data / "running.json"
    try:
        found = orjson.loads(path.read_bytes())
        os.kill(found["pid"], 0)
    except (OSError, ValueError, KeyError):
        raise Misused("no newsloom runs here: start one with `newsloom up`, or set NEWSLOOM_BROKER=host:port") from None
    return settings.model_copy(update={"broker": found["broker"]})
