"""A small server with the chat interface, for tests: it answers what it is told to answer."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answering = Callable[[dict[str, Any]], str]


@contextmanager
def chat_server(
    answering: Answering, *, status: int = 200
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Serve on a free port of this machine; gives the address and the requests that came.

    It conforms to the chat completions interface as far as a client sees it: it refuses other
    paths and methods, bodies that are no JSON, and requests without model or messages.
    """
    requests: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            try:
                body = json.loads(self.rfile.read(length))
                known = self.path == "/v1/chat/completions"
                complete = bool(body["model"]) and bool(body["messages"])
            except (ValueError, KeyError, TypeError):
                known, complete, body = True, False, {}
            if not known or not complete:
                self._answer(404 if not known else 400, {"error": {"message": "bad request"}})
                return
            requests.append({"body": body, "authorization": self.headers.get("Authorization", "")})
            message = {"role": "assistant", "content": answering(body)}
            self._answer(
                status,
                {
                    "id": "chatcmpl-1",
                    "object": "chat.completion",
                    "created": 0,
                    "model": body["model"],
                    "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                    "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
                },
            )

        def _answer(self, code: int, plain: dict[str, Any]) -> None:
            data = json.dumps(plain).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Tests print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", requests
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
