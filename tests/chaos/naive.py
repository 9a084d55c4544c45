"""The control: an agent as Faust's guide shows it. The suite must see it lose articles."""

import asyncio
import os
import sys
from pathlib import Path

import faust
import orjson

from streams.pipeline import CLEAN, RAW
from tests.chaos.obey import obey

app = faust.App(
    "naive",
    broker=f"kafka://{os.environ['NEWSLOOM_BROKER']}",
    broker_session_timeout=10.0,
    broker_heartbeat_interval=2.0,
    broker_commit_interval=0.5,
    consumer_auto_offset_reset="earliest",
    topic_disable_leader=True,
    topic_allow_declare=False,
    web_enabled=False,
    datadir=str(Path(sys.argv[1]) / "naive"),
)
source = app.topic(RAW.name, value_serializer="raw", value_type=bytes)
target = app.topic(CLEAN.name, value_serializer="raw", value_type=bytes)


@app.agent(source, concurrency=10)
async def process(stream: faust.StreamT[bytes]) -> None:
    async for value in stream:
        await asyncio.to_thread(obey, orjson.loads(value)["title"], Path(sys.argv[1]))
        await target.send(value=value)


faust.Worker(app, loglevel="INFO").execute_from_commandline()
