"""What NEWSLOOM_NAMES puts in the place of our tagger keeps to the same contract, or says that it cannot."""

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from streams.errors import Poison, Transient
from streams.models.names import finding, with_http
from streams.models.names.finding import BuiltIn, Named, checked, made
from streams.models.names.with_onnx import spans, windows
from streams.settings import Settings
from streams.steps.enrich import enrich
from tests.unit.enrich.articles import deduped
from tests.unit.models import tiny_onnx

TEXT = "Ada Byron lives in Torvik. Torvik is small."
NAMES = [Named(0, 9, "PER"), Named(19, 25, "LOC"), Named(27, 33, "LOC")]
Answer = Callable[[dict[str, Any]], tuple[int, bytes]]


@pytest.fixture
def using(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    def use(setting: str) -> None:
        monkeypatch.setenv("NEWSLOOM_NAMES", setting)
        finding.finder.cache_clear()

    yield use
    finding.finder.cache_clear()


class Service:
    """A real server on a free port; `answers` are given in turn, the last one again and again."""

    def __init__(self, *answers: Answer) -> None:
        self.asked: list[dict[str, Any]] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service.asked.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
                code, body = answers[min(len(service.asked), len(answers)) - 1](service.asked[-1])
                self.send_response(code)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.address = f"http://127.0.0.1:{self._server.server_port}/find"

    def __enter__(self) -> "Service":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def told(*names: tuple[int, int, str], **more: Any) -> Answer:
    body = {"names": [{"start": start, "end": end, "type": kind} for start, end, kind in names], **more}
    return lambda _: (200, json.dumps(body).encode())


def by_length(asked: dict[str, Any]) -> tuple[int, bytes]:
    """Ada at the beginning of every text that begins with her."""
    return told(*([(0, 9, "person")] if asked["text"].startswith("Ada") else []), version="7")(asked)


def test_ours_is_the_default_and_reads_english() -> None:
    finder = made(None)
    assert isinstance(finder, BuiltIn)
    assert [TEXT[name.start : name.end] for name in finder(TEXT, "en")][:1] == ["Ada Byron"]


def test_a_service_is_asked_with_text_and_language() -> None:
    with Service(told((0, 9, "person"), (19, 25, "GPE"), (27, 33, "place"), (10, 15, "DATE"))) as service:
        assert made(service.address)(TEXT, "no") == NAMES
    assert service.asked == [{"text": TEXT, "language": "no"}]


def test_enrich_goes_on_with_the_names_of_the_service(using: Callable[[str], None]) -> None:
    """In any language; the record says what found them."""
    with Service(by_length) as service:
        using(service.address)
        enriched = enrich(deduped("Ada Byron bor i Norge, i en liten by.", language="no"))
        assert [(entity.name, entity.type) for entity in enriched.entities] == [("Ada Byron", "person")]
        assert enriched.annotators[0] == f"http:{service.address.split('/')[2]}@7"


@pytest.mark.parametrize(
    "answer",
    [
        lambda _: (503, b"busy"), lambda _: (404, b""), lambda _: (302, b""), lambda _: (200, b"not JSON"), lambda _: (200, b"[]"),
        lambda _: (200, b'{"names": [{"start": 0}]}'), told((0, 999, "person")), told((5, 2, "person")), told((True, 9, "person")),
        lambda _: (200, b'{"names": []}' + b" " * with_http.LARGEST),
    ],
    ids=["busy", "lost", "moved", "text", "list", "partial", "outside", "backwards", "truth", "huge"],
)  # fmt: skip
def test_a_service_that_fails_gives_no_names_but_a_reason_to_try_again(answer: Answer) -> None:
    with Service(answer) as service:
        with pytest.raises(Transient, match=r"127\.0\.0\.1"):
            made(service.address)(TEXT, "en")
        assert len(service.asked) == with_http.ATTEMPTS


def test_a_service_that_recovers_is_heard() -> None:
    with Service(lambda _: (503, b""), told((0, 9, "person"))) as service:
        assert made(service.address)(TEXT, "en") == NAMES[:1]


def test_a_service_that_is_not_there_or_silent_is_waited_for_so_long_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(with_http, "TIMEOUT", 0.2)
    release: list[None] = []

    def silent(_: dict[str, Any]) -> tuple[int, bytes]:
        import time

        while not release:
            time.sleep(0.02)
        return 200, b"{}"

    with Service(silent) as service:
        with pytest.raises(Transient, match="timed out"):
            made(service.address)(TEXT, "en")
        release.append(None)
    with pytest.raises(Transient, match="refused"):
        made(service.address)(TEXT, "en")


def test_what_the_service_refuses_can_never_work() -> None:
    with Service(lambda _: (422, b"too long")) as service, pytest.raises(Poison, match="422"):
        made(service.address)(TEXT, "en")


def test_an_onnx_folder_reads_the_languages_it_says(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    tiny_onnx.write(tmp_path / "tiny")
    finder = made(f"onnx:{tmp_path / 'tiny'}")
    assert finder(TEXT, "no") == NAMES
    assert finder(f"{'x ' * 700}{TEXT}", "en")[0] == Named(1400, 1409, "PER")
    assert finder.languages == {"en", "no"}
    assert finder.mark.startswith("onnx:tiny@")


def test_a_spacy_pipeline_reads_its_language(tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy")
    nlp = spacy.blank("de")
    rules = nlp.add_pipe("entity_ruler")
    rules.add_patterns(
        [{"label": "PER", "pattern": "Ada Byron"}, {"label": "LOC", "pattern": "Torvik"}, {"label": "DATE", "pattern": "small"}]
    )
    nlp.to_disk(tmp_path / "tiny")
    finder = made(f"spacy:{tmp_path / 'tiny'}")
    assert finder(TEXT, "de") == NAMES
    assert finder.languages == {"de"}


@pytest.mark.parametrize(
    ("setting", "says"),
    [("spacy:no_such_model", "spac"), ("onnx:/no/such/folder", "onnx"), ("http:names", "pattern"), ("flair:x", "pattern")],
)
def test_what_is_missing_is_said_at_the_start_with_what_to_do(setting: str, says: str) -> None:
    with pytest.raises(ValueError, match=rf"(?s)names.*{says}"):
        Settings(names=setting)


def test_spans_outside_the_text_are_an_error_and_others_are_put_right() -> None:
    """White space around them goes, labels we have no kind for go, of two that overlap the first stays."""
    assert checked(" Ada Byron ", [(0, 11, "PERSON"), (5, 10, "ORG"), (1, 4, "MONEY")]) == [Named(1, 10, "PER")]
    with pytest.raises(ValueError, match="a span from"):
        checked("Ada", [(0, 4, "PER")])


def test_a_word_is_what_its_first_piece_is() -> None:
    labels, words = ["O", "B-PER", "I-LOC", "I-PER", "B-PER", "O"], [None, 0, 0, 1, 2, None]
    offsets = [(0, 0), (0, 2), (2, 4), (5, 8), (9, 12), (0, 0)]
    assert list(spans(labels, words, offsets, 100)) == [(100, 108, "PER"), (109, 112, "PER")]


def test_windows_cover_the_text_and_cut_between_words() -> None:
    text = "word and more. " * 400 + "x" * 3000
    cut = list(windows(text))
    assert "".join(text[start:end] for start, end in cut) == text
    assert max(end - start for start, end in cut) <= 1000
