"""Kafka clients with this installation's security, sizes and acknowledgements."""

import ssl
from typing import Any

import faust
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from streams.errors import Misused
from streams.pipeline import DEAD_LIMIT
from streams.settings import Settings

FETCH_LIMIT = DEAD_LIMIT + 1024 * 1024
READING = {
    "max_partition_fetch_bytes": FETCH_LIMIT,
    "fetch_max_bytes": 4 * FETCH_LIMIT,
    "auto_offset_reset": "earliest",
    "enable_auto_commit": False,
}


def bootstrap(settings: Settings) -> str:
    if not settings.broker:
        raise Misused("no broker: set NEWSLOOM_BROKER=host:port, or run `newsloom up`, which brings its own")
    return settings.broker


def tls(settings: Settings) -> ssl.SSLContext | None:
    if "SSL" not in settings.kafka_security:
        return None
    return ssl.create_default_context(cafile=str(settings.kafka_ca) if settings.kafka_ca else None)


def security(settings: Settings) -> dict[str, Any]:
    """What every aiokafka client is given."""
    options: dict[str, Any] = {"security_protocol": settings.kafka_security, "ssl_context": tls(settings)}
    if settings.kafka_security.startswith("SASL"):
        options |= {
            "sasl_mechanism": settings.kafka_sasl_mechanism,
            "sasl_plain_username": settings.kafka_username,
            "sasl_plain_password": settings.kafka_password.get_secret_value() if settings.kafka_password else None,
        }
    return options


def faust_credentials(settings: Settings) -> Any:
    """The same for Faust's own consumer; None for plain text."""
    if settings.kafka_security.startswith("SASL"):
        return faust.SASLCredentials(
            mechanism=settings.kafka_sasl_mechanism,
            username=settings.kafka_username,
            password=settings.kafka_password.get_secret_value() if settings.kafka_password else None,
            ssl_context=tls(settings),
        )
    context = tls(settings)
    return faust.SSLCredentials(context=context) if context else None


def producer(settings: Settings) -> AIOKafkaProducer:
    """Idempotent, acknowledged by all replicas."""
    return AIOKafkaProducer(
        bootstrap_servers=bootstrap(settings),
        acks="all",
        enable_idempotence=True,
        linger_ms=15,
        max_request_size=FETCH_LIMIT,
        max_batch_size=256 * 1024,
        request_timeout_ms=30_000,
        **security(settings),
    )


def reader(settings: Settings, *topics: str, **options: Any) -> AIOKafkaConsumer:
    """A consumer outside any group; commits nothing."""
    return AIOKafkaConsumer(
        *topics,
        bootstrap_servers=bootstrap(settings),
        **READING | options,
        **security(settings),
    )


def admin(settings: Settings) -> AIOKafkaAdminClient:
    return AIOKafkaAdminClient(bootstrap_servers=bootstrap(settings), **security(settings))


async def ends(consumer: AIOKafkaConsumer, topic: str) -> dict[TopicPartition, int]:
    """The end offset of each partition of `topic`."""
    if consumer.partitions_for_topic(topic) is None:
        await consumer._client.add_topic(topic)  # aiokafka tells a reader only of topics it was asked for
    partitions = consumer.partitions_for_topic(topic) or set()
    found: dict[TopicPartition, int] = await consumer.end_offsets([TopicPartition(topic, p) for p in sorted(partitions)])
    return found
