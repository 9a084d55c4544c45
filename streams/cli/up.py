"""`newsloom up`: everything on this machine, with one command."""

import asyncio
import shutil
import signal
import socket
import sys
import time
import zlib
from datetime import UTC, datetime

import click

from streams.embedded.kafka import Kafka, free_port
from streams.embedded.running import note_running
from streams.embedded.samples.sending import send_samples
from streams.embedded.supervisor import Role, Supervisor
from streams.embedded.topics import ensure_topics
from streams.settings import Settings
from streams.sinks.alerting import Shard

ROLES = ("clean", "classify", "dedupe", "enrich", "index", "alerts")


@click.command(
    epilog="""\b
Examples:
  newsloom up --sample
  NEWSLOOM_BROKER=kafka:9092 newsloom up
"""
)
@click.option("--sample", is_flag=True, help="Send the sample articles and saved searches once everything runs.")
def up(sample: bool) -> None:
    """Start broker, workers, index, alerts, API and console; Ctrl-C stops them all."""
    settings = Settings()
    settings.data.mkdir(parents=True, exist_ok=True)
    with_sample = " with samples" if sample else ""
    _say(f"newsloom{with_sample} in {settings.data}")
    kafka = None if settings.broker else Kafka(settings.data.resolve() / "kafka")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)  # a shell may have had SIGINT ignored
    try:
        if kafka:
            began = time.monotonic()
            kafka.start()
            _say(f"{'broker':<9} ready in {time.monotonic() - began:.1f} s at {kafka.address}")
        _run(settings.model_copy(update={"broker": settings.broker or (kafka.address if kafka else None)}), sample)
    except KeyboardInterrupt:
        pass
    finally:
        if kafka:
            kafka.stop(patience=4.0)
        _say("stopped")


def _run(settings: Settings, sample: bool) -> None:
    asyncio.run(ensure_topics(settings))
    port = _port(settings)
    supervisor = Supervisor(settings.data, _roles(settings, port), _say)
    console = f"http://{settings.host}:{port}"
    running = note_running(settings, settings.broker or "", console)
    try:
        supervisor.start_all()
        supervisor.watch(until=supervisor.ready)
        click.secho(f"\nconsole   {console}\n", bold=True)
        if sample:
            number = asyncio.run(send_samples(settings, datetime.now(UTC)))
            _say(f"sent {number} sample articles")
        supervisor.watch()
    finally:
        began = time.monotonic()
        supervisor.stop(patience=5.5)
        running.unlink(missing_ok=True)
        _say(f"roles stopped in {time.monotonic() - began:.1f} s")


def _roles(settings: Settings, port: int) -> list[Role]:
    metrics = settings.data / "metrics"
    shutil.rmtree(metrics, ignore_errors=True)
    metrics.mkdir(parents=True)
    env = {
        "NEWSLOOM_METRICS_PORT": "",  # the console shows the sum of all roles
        "NEWSLOOM_BROKER": settings.broker or "",
        "NEWSLOOM_DATA": str(settings.data.resolve()),
        "NEWSLOOM_PORT": str(port),
        "NEWSLOOM_INSTANCE": settings.instance or _instance(settings),
        "PROMETHEUS_MULTIPROC_DIR": str(metrics.resolve()),
        "PYTHONUNBUFFERED": "1",
    }
    alone = [name for name in ROLES if name != "alerts"] + (["opensearch"] if settings.opensearch else [])
    shards = [
        Role(Shard(index, settings.alert_shards).name, _command("alerts"), env | {"NEWSLOOM_ALERT_SHARD": str(index)})
        for index in range(settings.alert_shards)
    ]
    return [*(Role(name, _command(name), env) for name in alone), *shards, Role("serve", _command("serve"), env)]


def _instance(settings: Settings) -> str:
    """This installation among others on the same broker."""
    return f"{socket.gethostname()}-{zlib.crc32(str(settings.data.resolve()).encode()):08x}"


def _command(name: str) -> list[str]:
    arguments = {"serve": ["serve"], "index": ["sink", "index"], "alerts": ["sink", "alerts"], "opensearch": ["sink", "opensearch"]}
    return [sys.executable, "-m", "streams.cli", *arguments.get(name, ["worker", "--steps", name])]


def _port(settings: Settings) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError:
            return free_port()
    return settings.port


def _say(line: str) -> None:
    click.echo(line)
    sys.stdout.flush()
