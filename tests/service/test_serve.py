"""`yihaoda serve`: what dies is started again, what is new is found, what stops leaves nothing."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from knowledge.database import open_store
from knowledge.ingesting.ingestion import ingest_paths
from service.demo import DOCUMENTS
from service.listening import listen
from tests.clocks import FrozenClock
from tests.running import (
    PATIENCE,
    RunningService,
    alive,
    command,
    descendants,
    environment,
    running,
    wait_until,
)

QUESTION = "2027年居民医保个人要交多少钱？"
SECRET = "我的身份证号是110101199003074258，能领补贴吗？"
FILE = DOCUMENTS / "2027年度城乡居民医保参保缴费通知.txt"


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., RunningService]]:
    """Starts a service on an empty home, ready to be asked."""
    with ExitStack() as stack:

        def start(*options: str) -> RunningService:
            arguments = ["serve", "--port", "0", *options]
            service = stack.enter_context(running(arguments, tmp_path, tmp_path, workers=1))
            wait_until(service.follows, "the service")
            return service

        yield start


def test_on_ipv6_it_survives_the_death_of_its_parts_and_follows_the_store(
    serve, tmp_path: Path
) -> None:
    service = serve("--host", "::1")
    assert service.address.startswith("http://[::1]:")
    writer, web = service.child("service.writer"), service.child("service.web")

    os.kill(web, signal.SIGKILL)
    assert service.ask(SECRET)["outcome"] == "unanswered", "a question waits for the next process"

    os.kill(writer, signal.SIGKILL)
    store = open_store(f"sqlite:///{tmp_path}/yihaoda.db")
    ingest_paths(store, [FILE], FrozenClock())
    store.dispose()
    wait_until(service.follows, "the index of the next writer")
    assert service.ask(QUESTION)["outcome"] == "answered"

    assert service.child("service.writer") != writer
    written = service.log.read_text(encoding="utf-8")
    assert "写入进程意外结束（信号 SIGKILL）" in written
    assert "网页服务意外结束（信号 SIGKILL）" in written
    assert "POST /api/v1/ask 200" in written
    assert_tells_nothing_of_people(service)


def assert_tells_nothing_of_people(service: RunningService) -> None:
    """Neither what was asked nor a query string stands in the log."""
    service.get("/healthz?question=secret")
    wait_until(lambda: "GET /healthz 200" in service.log.read_text("utf-8"), "the log")
    written = service.log.read_text(encoding="utf-8")
    assert "secret" not in written
    assert "身份证" not in written
    assert "医保" not in written


def assert_tells_why_a_body_is_refused(service: RunningService) -> None:
    """Who still sends when the answer comes reads it all the same, however the body is sent."""
    head = b"POST /api/v1/ask HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
    body = b'{"question":"' + b"x" * 1_500_000 + b'"}'
    for told, sent in (
        (b"Content-Length: %d" % len(body), body),
        (b"Transfer-Encoding: chunked", b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)),
    ):
        with socket.socket() as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
            client.connect(("127.0.0.1", urlsplit(service.address).port))
            client.sendall(head + told + b"\r\n\r\n" + sent)
            answer = HTTPResponse(client)
            answer.begin()
            assert (answer.status, json.load(answer)["title"]) == (413, "内容太大")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_the_supervisor(serve, number: signal.Signals) -> None:
    service = serve()
    assert_tells_why_a_body_is_refused(service)
    family = descendants(service.process.pid)
    assert len(family) >= 3

    service.process.send_signal(number)

    assert service.process.wait(PATIENCE) == (-number if number is signal.SIGKILL else 0)
    wait_until(lambda: not any(map(alive, family)), "the end of every process")


def test_a_port_that_is_taken_ends_it_at_once_with_a_clear_word(tmp_path: Path) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        ended = subprocess.run(
            command("serve", "--port", str(port)),
            env=environment(tmp_path),
            capture_output=True,
            text=True,
            check=False,
        )

    assert ended.returncode == 1
    assert f"端口 {port} 已被其他程序占用" in ended.stderr
    assert not list(tmp_path.iterdir())
