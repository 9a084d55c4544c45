"""Apache Kafka's jars by Maven coordinates: fetched once, then kept."""

import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import jgo
from rich.console import Console

from streams.errors import Misused

KAFKA = "org.apache.kafka:kafka_2.13:4.1.0"
BINDING = "org.apache.logging.log4j:log4j-slf4j-impl:2.24.3"
"""What carries the broker's log lines to log4j; Kafka's own coordinates leave it out, and without it the log is empty."""


def cache() -> Path:
    """`$XDG_CACHE_HOME/newsloom`, else `~/.cache/newsloom`."""
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "newsloom"


def kafka_jars() -> Path:
    """The folder with the broker's jars. Fetches them the first time (43 MB); several processes may ask at once.

    Raises Misused, saying what to do, where they cannot be fetched or kept.
    """
    folder = cache() / f"kafka-{KAFKA.rsplit(':', 1)[1]}-with-log"
    if folder.is_dir():
        return folder
    try:
        with _one_at_a_time(cache() / "kafka.lock"):
            if not folder.is_dir():
                _fetch(folder)
    except OSError as error:
        raise Misused(
            f"Kafka's jars cannot be kept in {cache()} ({error.strerror}): make it writable, name another folder with "
            "XDG_CACHE_HOME, or use a broker you have: NEWSLOOM_BROKER=host:port newsloom up"
        ) from None
    return folder


def _fetch(folder: Path) -> None:
    console = Console(stderr=True)
    console.print(f"fetching Apache Kafka ({KAFKA}, 43 MB, once) …", highlight=False)
    unfinished = Path(tempfile.mkdtemp(dir=folder.parent, prefix="kafka-"))
    try:
        with console.status("fetching") if sys.stderr.isatty() else _nothing():
            _copy(KAFKA, unfinished, "*.jar")
            _copy(BINDING, unfinished, "log4j-slf4j-impl-*.jar")  # what it needs came with Kafka, in Kafka's versions
        unfinished.rename(folder)
    except Exception as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise Misused(
            f"Apache Kafka could not be fetched from Maven Central ({error}). Check the network or the proxy, or use "
            "a broker you have: NEWSLOOM_BROKER=host:port newsloom up"
        ) from error


def _copy(coordinates: str, folder: Path, wanted: str) -> None:
    """Fetch `coordinates` with all they depend on; keep the jars that are wanted, class path and module path alike."""
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        for jar in jgo.build(coordinates, cache_dir=Path(scratch)).path.rglob(wanted):
            shutil.copy(jar, folder)


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
