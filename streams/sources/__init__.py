"""Where raw articles come from besides Kafka itself."""
