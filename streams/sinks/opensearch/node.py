"""Clients of the cluster with this installation's credentials."""

import ssl
from typing import Any

import httpx

from streams.errors import Misused
from streams.settings import Settings

SECONDS = 30.0
"""Longest that one request may take."""


def _options(settings: Settings) -> dict[str, Any]:
    if not settings.opensearch:
        raise Misused("no OpenSearch: set NEWSLOOM_OPENSEARCH=https://host:9200")
    name, password = settings.opensearch_username, settings.opensearch_password
    return {
        "base_url": settings.opensearch,
        "auth": (name, password.get_secret_value() if password else "") if name else None,
        "verify": ssl.create_default_context(cafile=str(settings.opensearch_ca)) if settings.opensearch_ca else True,
        "timeout": SECONDS,
        "trust_env": False,
    }


def node(settings: Settings) -> httpx.Client:
    """For readers. Raises Misused where no cluster is set."""
    return httpx.Client(**_options(settings))


def async_node(settings: Settings) -> httpx.AsyncClient:
    """For the sink. Raises Misused where no cluster is set."""
    return httpx.AsyncClient(**_options(settings))
