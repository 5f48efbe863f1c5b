"""The app for a team's server: security headers, compressed bundles, warm before the first visitor.

Run from the repository's folder, behind a proxy that speaks TLS::

    uvicorn deploy.asgi:app --host 0.0.0.0 --port 8501 --no-access-log

No access log, because an address of the unit calculator carries codes and minutes.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st
from starlette.datastructures import Headers as RequestHeaders
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

ROOT: Final = Path(__file__).resolve().parent.parent
BUNDLES: Final = Path(st.__file__).parent / "static"
TYPES: Final = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
HOST: Final = re.compile(r"[A-Za-z0-9.\-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:]+\](:[0-9]{1,5})?")
FIXED: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def inline_hashes(html: str) -> str:
    """Give the CSP sources of a page's inline scripts, so that an upgrade of Streamlit does not break them."""
    scripts = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    digests = (base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in scripts)
    return " ".join(f"'sha256-{each}'" for each in digests)


@lru_cache(maxsize=64)
def policy(host: str) -> str:
    """Give the content security policy: nothing from elsewhere, the websocket only to the host that was asked."""
    socket = f" ws://{host} wss://{host}" if HOST.fullmatch(host) else ""
    scripts = inline_hashes((BUNDLES / "index.html").read_text("utf-8"))
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self'{socket}",
            "worker-src 'self' blob:",
            "frame-ancestors 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "object-src 'none'",
        )
    )


@lru_cache(maxsize=512)
def packed(name: str) -> bytes | None:
    """Give a bundle of Streamlit's compressed, or None if there is no such file; each is packed once."""
    file = (BUNDLES / "static" / name).resolve()
    if not file.is_relative_to(BUNDLES / "static") or file.suffix not in TYPES or not file.is_file():
        return None
    return gzip.compress(file.read_bytes(), compresslevel=6, mtime=0)


class Guard:
    """Adds the headers to every answer and serves the bundles compressed, which Streamlit does not."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an ASGI app."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a bundle at once; let the app answer everything else, with headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = RequestHeaders(scope=scope)
        rules = policy(asked.get("host", ""))

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in FIXED.items():
                    headers[name] = value
                headers["Content-Security-Policy"] = rules
            await send(message)

        path = scope["path"]
        if (
            path.startswith("/static/")
            and scope["method"] == "GET"
            and "gzip" in asked.get("accept-encoding", "")
        ):
            body = packed(path.removeprefix("/static/"))
            if body is not None:
                headers = {
                    "Content-Encoding": "gzip",
                    "Content-Type": TYPES[Path(path).suffix],
                    "Vary": "Accept-Encoding",
                    # The names carry a hash of the content.
                    "Cache-Control": "public, max-age=31536000, immutable",
                }
                await Response(body, headers=headers)(scope, receive, with_headers)
                return
        await self.app(scope, receive, with_headers)


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:  # noqa: ANN401 - whatever Streamlit hands over
    """Load the rule book and the lessons before anybody asks, and let no deep link be answered without app.py."""
    from streamlit.runtime.pages_manager import PagesManager  # noqa: PLC0415 - private; a test covers it

    PagesManager.uses_pages_directory = False
    from pages.parts.book import course, rule_book  # noqa: PLC0415 - cached functions bind to the running server

    rule_book()
    course()  # the visit check names a wrong rule with its lesson
    yield


app = st.App(ROOT / "app.py", middleware=[Middleware(Guard)], lifespan=lifespan)
