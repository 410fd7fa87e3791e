"""An OpenAI-compatible server on this machine, good or bad at will, over real HTTP."""

import contextlib
import gzip
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class ChatServer:
    """Answers with ``text`` in pieces, or as ``behave`` says; remembers what it was sent."""

    def __init__(self) -> None:
        self.text = json.dumps({"sentences": []})
        self.behave: Callable[[Any], None] = self.stream
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.visits: list[str] = []
        self.over = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"

    def says(self, *sentences: dict[str, Any] | tuple[str, list[str], str]) -> None:
        """Set the sentences of the answer."""
        plain = [
            one
            if isinstance(one, dict)
            else dict(zip(("text", "about", "claim"), one, strict=True))
            for one in sentences
        ]
        self.text = json.dumps({"sentences": plain}, ensure_ascii=False)

    def reads(self, *facts: tuple[str, str, str], ask: str = "", question: str = "") -> None:
        """Set what it makes of a turn: facts, the id of a question, its words."""
        plain = [dict(zip(("name", "value", "words"), one, strict=True)) for one in facts]
        reading = {"facts": plain, "ask": ask, "question": question}
        self.text = json.dumps(reading, ensure_ascii=False)

    def stream(self, handler: Any) -> None:
        """Send the text in small pieces, as such servers do, or whole to who asks for that."""
        if not self.asked[-1].get("stream"):
            self.whole(handler)
            return
        self.begin(handler)
        for at in range(0, len(self.text), 7):
            self.piece(handler, self.text[at : at + 7])
        handler.wfile.write(b"data: [DONE]\n\n")

    def begin(self, handler: Any, **headers: str) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()

    def piece(self, handler: Any, text: str) -> None:
        handler.wfile.write(self.event(text))
        handler.wfile.flush()

    def event(self, text: str) -> bytes:
        choice = {"index": 0, "delta": {"role": "assistant", "content": text}}
        frame = {
            "id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m",
            "choices": [choice],
        }  # fmt: skip
        return b"data: " + json.dumps(frame).encode() + b"\n\n"

    def whole(self, handler: Any, **message: Any) -> None:
        """Send the text in one piece; ``message`` is what else the message holds."""
        said = {"role": "assistant", "content": self.text, **message}
        choice = {"index": 0, "finish_reason": "stop", "message": said}
        frame = {
            "id": "1", "object": "chat.completion", "created": 1, "model": "m",
            "choices": [choice],
        }  # fmt: skip
        self.refuse(200, json.dumps(frame, ensure_ascii=False))(handler)

    def refuse(self, status: int, body: str = "{}", **headers: str) -> Callable[[Any], None]:
        """Return a behaviour that answers with this status."""

        def answer(handler: Any) -> None:
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name, value)
            handler.send_header("Content-Type", "application/json")
            handler.end_headers()
            handler.wfile.write(body.encode())

        return answer

    def refuse_schema(self, handler: Any) -> None:
        """Know no structured output, as older servers do."""
        if "response_format" in self.asked[-1]:
            self.refuse(400, '{"error": {"message": "response_format is not supported"}}')(handler)
        else:
            self.stream(handler)

    def hang(self, handler: Any) -> None:
        """Say nothing at all."""
        self.over.wait()

    def drip_headers(self, handler: Any) -> None:
        """Send one header after another and never come to an end."""
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not self.over.wait(0.05):
            handler.wfile.write(b"X-More: 1\r\n")

    def drip_comments(self, handler: Any) -> None:
        """Keep the line open with comments that no reader of events ever sees."""
        self.begin(handler)
        while not self.over.wait(0.02):
            handler.wfile.write(b": still here\n\n")

    def never_end(self, handler: Any) -> None:
        """Send letters without end."""
        self.begin(handler)
        while not self.over.is_set():
            self.piece(handler, " " * 1000)

    def pack(self, handler: Any) -> None:
        """Send a small body that unpacks into a huge one."""
        self.begin(handler, Content_Encoding="gzip")
        handler.wfile.write(gzip.compress(b" " * 50_000_000))

    def break_off(self, handler: Any) -> None:
        """Send half of the text and hang up."""
        self.begin(handler)
        self.piece(handler, self.text[: len(self.text) * 2 // 3])
        handler.connection.close()

    def close(self) -> None:
        self.over.set()
        self._http.shutdown()
        self._http.server_close()

    def run(self) -> None:
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.visits.append(self.path)
                server.refuse(404)(self)

            def do_POST(self) -> None:
                server.visits.append(self.path)
                length = int(self.headers.get("Content-Length", 0))
                server.asked.append(json.loads(self.rfile.read(length)))
                server.keys.append(self.headers.get("Authorization"))
                with contextlib.suppress(OSError):
                    server.behave(self)
                self.close_connection = True

            def log_message(self, *_args: Any) -> None:
                pass

        return Handler


@contextmanager
def chat_server() -> Iterator[ChatServer]:
    """Run a server for a test."""
    server = ChatServer()
    server.run()
    try:
        yield server
    finally:
        server.close()
