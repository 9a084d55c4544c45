"""The verbs, pure: no network, no Kafka, no clock."""
