"""A real Kafka without Docker, and the supervisor behind `newsloom up`."""
