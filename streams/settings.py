"""Every setting, read once from `NEWSLOOM_*` variables and frozen; `newsloom config` prints them."""

from importlib.util import find_spec
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SECRETS = Path("/run/secrets")
"""Where containers find secrets: a file named like the variable, `newsloom_token`, stands for it."""


def _data_home() -> Path:
    return Path.home() / ".newsloom"


class Settings(BaseSettings):
    """What operators may change. Names are `NEWSLOOM_` and the field in capitals."""

    model_config = SettingsConfigDict(
        env_prefix="NEWSLOOM_", env_ignore_empty=True, frozen=True, extra="ignore", secrets_dir=SECRETS if SECRETS.is_dir() else None
    )

    broker: str | None = Field(
        default=None, description="Kafka bootstrap servers, host:port[,host:port]; without it `up` runs its own broker."
    )
    data: Path = Field(default_factory=_data_home, description="Folder of the broker's log, index, archive and state.")
    host: str = Field(default="127.0.0.1", description="Address the API and console listen on.")
    port: int = Field(default=8420, description="Port of the API and console; taken already, `up` picks a free one.")
    token: SecretStr | None = Field(
        default=None, min_length=1, description="Bearer token the API asks for; required to listen beyond loopback."
    )
    metrics_port: int | None = Field(
        default=None, description="Port on which a worker or sink shows its own /metrics, on NEWSLOOM_HOST; without it `serve` shows them."
    )
    workers: int = Field(default=0, description="Processes per CPU-bound step; 0 means one per core, at most 4.")
    instance: str | None = Field(
        default=None,
        description="Lasting name of this machine in the consumer groups: a restart within 10 s moves no partition (unique per machine).",
    )
    deadline_seconds: float = Field(default=10.0, description="Most CPU time that a step may take over one article.")
    memory_mb: int = Field(default=4096, description="Address space of each step's process, in MiB.")
    batch_records: int = Field(default=64, description="Most records in a micro-batch.")
    batch_bytes: int = Field(default=4 * 1024 * 1024, description="Most bytes in a micro-batch.")
    batch_ms: int = Field(default=10, description="Longest a micro-batch waits for its first companion, in milliseconds.")
    watchdog_seconds: float = Field(default=60.0, description="Lag without committed progress for this long ends a worker.")
    topics: Path | None = Field(
        default=None, description="Folder that `newsloom train topics` wrote: your own topics, beside or instead of the built-in ones."
    )
    knowledge: Path | None = Field(
        default=None, description="Folder that `newsloom knowledge build` or `add` wrote: what names mean, instead of or before our table."
    )
    names: str | None = Field(
        default=None,
        pattern=r"^(spacy:.+|onnx:.+|https?://[^\s/]+.*)$",
        description="What finds names instead of our tagger: `spacy:MODEL`, `onnx:FOLDER`, or the address of a service.",
    )
    allow_private_webhooks: bool = Field(default=False, description="Let webhooks reach private, loopback and link-local addresses.")
    alert_shards: int = Field(
        default=1, ge=1, le=64, description="Processes that share the saved searches, each of which sees every article; `up` runs them all."
    )
    alert_shard: int = Field(default=0, ge=0, le=63, description="Which of them an alerts role is, counted from 0.")
    public_url: str | None = Field(
        default=None, pattern=r"^https?://", description="Address under which people reach the console, for links in mails and feeds."
    )
    smtp_host: str | None = Field(default=None, description="Mail server that alerts by e-mail go out through.")
    smtp_port: int = Field(default=587, description="Its port.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the way to the mail server is protected."
    )
    smtp_username: str | None = Field(default=None, description="User name at the mail server.")
    smtp_password: SecretStr | None = Field(default=None, description="Password at the mail server.")
    smtp_from: str | None = Field(
        default=None, pattern=r"^[^@\s<>]+@[^@\s<>]+$", description="Address that mails come from, and that wishes to leave go to."
    )
    log: Literal["human", "json"] = Field(default="human", description="How log lines look.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="Least severe line shown.")
    opensearch: str | None = Field(
        default=None, description="URL of an OpenSearch cluster, https://host:9200: searched in place of the index on this machine."
    )
    opensearch_alias: str = Field(
        default="newsloom", pattern="^[a-z][a-z0-9_-]*$", description="Alias of the cluster's indices, one per month of first sight."
    )
    opensearch_username: str | None = Field(default=None, description="OpenSearch user name.")
    opensearch_password: SecretStr | None = Field(default=None, description="OpenSearch password.")
    opensearch_ca: Path | None = Field(default=None, description="CA file for OpenSearch over TLS.")
    kafka_security: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        default="PLAINTEXT", description="Security protocol of every Kafka client."
    )
    kafka_ca: Path | None = Field(default=None, description="CA file for Kafka over TLS.")
    kafka_sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = Field(default="PLAIN", description="SASL mechanism.")
    kafka_username: str | None = Field(default=None, description="SASL user name.")
    kafka_password: SecretStr | None = Field(default=None, description="SASL password.")

    @model_validator(mode="after")
    def _is_a_shard(self) -> Self:
        if self.alert_shard >= self.alert_shards:
            raise ValueError(f"NEWSLOOM_ALERT_SHARD={self.alert_shard} is none of {self.alert_shards}: they are counted from 0")
        return self

    @field_validator("topics")
    @classmethod
    def _holds_topics(cls, folder: Path | None) -> Path | None:
        """A wrong folder ends the start, not every article."""
        if folder and not (folder / "about.json").is_file():
            raise ValueError(f"{folder} holds no topics: `newsloom train topics LABELLED.jsonl --output {folder}` writes them")
        return folder

    @field_validator("names")
    @classmethod
    def _can_find_names(cls, setting: str | None) -> str | None:
        """What is missing ends the start, not every article."""
        kind, _, rest = (setting or "").partition(":")
        package = {"spacy": "spacy", "onnx": "onnxruntime"}.get(kind)
        if package and find_spec(package) is None:
            raise ValueError(f"{setting} needs the package {package}: pip install 'newsloom[{kind}]'")
        if kind == "spacy" and not Path(rest).is_dir() and (not rest.isidentifier() or find_spec(rest) is None):
            raise ValueError(f"spaCy has no model {rest}: python -m spacy download {rest}, or name a folder")
        missing = [name for name in ("model.onnx", "tokenizer.json", "config.json") if not (Path(rest) / name).is_file()]
        if kind == "onnx" and missing:
            raise ValueError(f"{rest} lacks {', '.join(missing)}: optimum-cli export onnx --task token-classification writes them")
        return setting

    @field_validator("knowledge")
    @classmethod
    def _holds_knowledge(cls, folder: Path | None) -> Path | None:
        if folder and not any((folder / name).is_file() for name in ("rows.npy", "own/rows.npy")):
            raise ValueError(f"{folder} holds no table: `newsloom knowledge build DUMP --output {folder}` writes one")
        return folder
