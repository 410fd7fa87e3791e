"""A server on this machine that plays the outside world: good, slow, endless, lying, gone."""

import gzip
import threading
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers each path with what the test put there; notes who asked for what."""

    def do_GET(self) -> None:
        outside = self.server.outside
        outside.asked.append((self.command, self.path, dict(self.headers)))
        answer = outside.answers.get(self.path)
        try:
            answer(self) if answer else self.say(404)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def do_HEAD(self) -> None:
        self.do_GET()

    def say(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Answer with a status, headers (``_`` for ``-``) and a body."""
        self.send_response(status)
        self.send_header("Content-Length", headers.pop("Content_Length", str(len(body))))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@dataclass
class Outside:
    """What stands where; ``address`` is its beginning, ``host`` what an operator would name."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def address(self, path: str = "/kurse") -> str:
        return f"http://{self.host}{path}"

    def put(self, body: bytes, path: str = "/kurse", **headers: str) -> None:
        self.answers[path] = lambda handler: handler.say(200, body, **headers)

    def refuse(self, status: int, path: str = "/kurse", **headers: str) -> None:
        self.answers[path] = lambda handler: handler.say(status, b"", **headers)

    def lead(self, to: str, path: str = "/kurse") -> None:
        self.refuse(302, path, Location=to)

    def put_marked(self, body: bytes, etag: str, path: str = "/kurse") -> None:
        """Put a file that is sent only to who does not know this state of it."""

        def answer(handler: Handler) -> None:
            if handler.headers.get("If-None-Match") == etag:
                handler.say(304, ETag=etag)
            else:
                handler.say(200, body, ETag=etag)

        self.answers[path] = answer

    def drip(self, path: str = "/kurse", *, head: bool = False) -> None:
        """Send a byte now and then, for ever; with ``head`` not even the headers end."""

        def answer(handler: Handler) -> None:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"X: " if head else b"\r\n"))
            while not self.over.wait(0.02):
                handler.wfile.write(b"a")
                handler.wfile.flush()

        self.answers[path] = answer

    def pour(self, path: str = "/kurse") -> None:
        """Send more and more, as fast as it goes."""

        def answer(handler: Handler) -> None:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
            while not self.over.is_set():
                handler.wfile.write(b"x" * 65_536)

        self.answers[path] = answer

    def break_off(self, body: bytes, path: str = "/kurse") -> None:
        """Promise more than comes."""
        self.answers[path] = lambda handler: handler.say(
            200, body, Content_Length=str(len(body) + 1000), Connection="close"
        )

    def bomb(self, size: int, path: str = "/kurse") -> None:
        self.put(gzip.compress(b"\0" * size), path, Content_Encoding="gzip")


@contextmanager
def open_outside():
    """Yield a running server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.outside = Outside(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server.outside
    finally:
        server.outside.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
