"""The search index that outgrows one machine: an OpenSearch cluster, an index per month behind one alias."""

from streams.sinks.opensearch.bulk import Action, Bulk, Refused
from streams.sinks.opensearch.documents import months, template, tombstone, written
from streams.sinks.opensearch.node import async_node, node
from streams.sinks.opensearch.reading import ScaledIndex

__all__ = ["Action", "Bulk", "Refused", "ScaledIndex", "async_node", "months", "node", "template", "tombstone", "written"]
