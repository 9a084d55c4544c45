"""`newsloom import` against a broker: everything arrives on the backfill lane, whatever the files are."""

import asyncio
import gzip
from io import BytesIO
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from streams.cli import newsloom
from streams.pipeline import BACKFILL
from streams.settings import Settings
from tests.chaos.harness import Fleet, records

pytestmark = [pytest.mark.broker, pytest.mark.timeout(120)]
PAGE = b"<html><title>Bridge</title><p>The council met on Monday and talked about the bridge over the river.</p></html>"


def run(settings: Settings, *arguments: str) -> Result:
    env = {"NEWSLOOM_BROKER": settings.broker, "NEWSLOOM_DATA": str(settings.data)}
    return CliRunner(env=env).invoke(newsloom, ["import", *arguments])


def warc(path: Path, number: int) -> None:
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for each in range(number):
            status = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(f"https://example.org/{each}.html", "response", payload=BytesIO(PAGE), http_headers=status)
            )


def test_files_of_every_kind_arrive_once_and_in_order(fleet: Fleet, tmp_path: Path) -> None:
    settings, folder = fleet.settings, tmp_path / "in"
    (folder / "pages").mkdir(parents=True)
    warc(folder / "crawl.warc.gz", 20)
    lines = [orjson.dumps({"ref": f"line {number}", "title": "One", "content": "Some words."}) for number in range(300)]
    (folder / "old.jsonl.gz").write_bytes(gzip.compress(b"\n".join(lines)))
    for number in range(5):
        (folder / "pages" / f"{number}.html").write_bytes(PAGE)
    for kind, path, number in (("warc", folder, 20), ("jsonl", folder / "old.jsonl.gz", 300), ("folder", folder / "pages", 5)):
        told = run(settings, kind, str(path))
        assert told.exit_code == 0, told.output
        assert f"imported {number} from" in told.output
    found = asyncio.run(records(settings, BACKFILL.name))
    assert len(found) == 325
    assert {message.value for message in found} == {*lines, PAGE}
    addresses = {dict(message.headers).get("x-news-url") for message in found} - {None}
    assert addresses == {f"https://example.org/{number}.html".encode() for number in range(20)}


def test_a_file_cut_short_gives_what_came_before_and_says_where(fleet: Fleet, tmp_path: Path) -> None:
    warc(tmp_path / "whole.warc.gz", 20)
    cut = (tmp_path / "whole.warc.gz").read_bytes()
    (tmp_path / "cut.warc.gz").write_bytes(cut[: len(cut) * 2 // 3])
    told = run(fleet.settings, "warc", str(tmp_path / "cut.warc.gz"))
    assert told.exit_code == 1
    assert "cut.warc.gz" in told.output
    assert 10 <= len(asyncio.run(records(fleet.settings, BACKFILL.name))) < 20


@pytest.mark.parametrize(("kind", "told"), [("warc", "no warc file in it"), ("jsonl", "no jsonl file in it")])
def test_a_folder_without_such_files_is_refused(tmp_path: Path, kind: str, told: str) -> None:
    (tmp_path / "a.txt").write_text("words")
    result = run(Settings(broker="127.0.0.1:1", data=tmp_path / "data"), kind, str(tmp_path))
    assert result.exit_code != 0
    assert told in str(result.exception or result.output)
