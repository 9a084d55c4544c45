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


def cache() -> Path:
    """`$XDG_CACHE_HOME/newsloom`, else `~/.cache/newsloom`."""
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "newsloom"


def kafka_jars() -> Path:
    """The folder with the broker's jars. Fetches them the first time (43 MB); several processes may ask at once.

    Raises Misused, saying what to do, where they cannot be fetched.
    """
    folder = cache() / f"kafka-{KAFKA.rsplit(':', 1)[1]}"
    if folder.is_dir():
        return folder
    with _one_at_a_time(cache() / "kafka.lock"):
        if not folder.is_dir():
            _fetch(folder)
    return folder


def _fetch(folder: Path) -> None:
    console = Console(stderr=True)
    console.print(f"fetching Apache Kafka ({KAFKA}, 43 MB, once) …", highlight=False)
    unfinished = Path(tempfile.mkdtemp(dir=folder.parent, prefix="kafka-"))
    try:
        with console.status("fetching") if sys.stderr.isatty() else _nothing():
            environment = jgo.build(KAFKA, cache_dir=unfinished / "jgo")
            for jar in environment.path.rglob("*.jar"):  # class path and module path alike
                shutil.copy(jar, unfinished)
        shutil.rmtree(unfinished / "jgo", ignore_errors=True)
        unfinished.rename(folder)
    except Exception as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise Misused(
            f"Apache Kafka could not be fetched from Maven Central ({error}). Check the network or the proxy, or use "
            "a broker you have: NEWSLOOM_BROKER=host:port newsloom up"
        ) from error


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
