"""Who owns what is kept: a random number in a cookie, which only this server and the browser know.

It stands in no link and no page, and scripts of pages cannot read it. What the rest of the program
calls the owner is a hash of it.
"""

import re
import secrets
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NAME = "kernelscope_owner"
_BYTES = 32
_VALUE = re.compile(r"[A-Za-z0-9_-]{43}")
LONGEST_S = 400 * 86_400  # as long as browsers keep a cookie; renewed at every visit


class OwnerCookie:
    """Middleware that gives every browser its number with the first page, and renews it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the cookie to pages, and to nothing else."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        value = _value_in(asked.get("cookie", "")) or secrets.token_urlsafe(_BYTES)
        secure = "https" in (scope["scheme"], asked.get("x-forwarded-proto", ""))

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # A page that the browser has already comes without a type.
                unchanged = message["status"] == 304 and "text/html" in asked.get("accept", "")
                if unchanged or headers.get("content-type", "").startswith("text/html"):
                    headers.append("set-cookie", _cookie(value, secure=secure))
            await send(message)

        await self._app(scope, receive, send_with_cookie)


def is_number(value: str) -> bool:
    """Whether a cookie's value is one that this server may have given.

    >>> is_number("A" * 43), is_number("1"), is_number("A" * 42 + ";")
    (True, False, False)
    """
    return _VALUE.fullmatch(value) is not None


def _value_in(header: str) -> str:
    try:
        found = SimpleCookie(header).get(NAME)
    except CookieError:
        return ""
    return found.value if found is not None and is_number(found.value) else ""


def _cookie(value: str, *, secure: bool) -> str:
    return (
        f"{NAME}={value}; Path=/; Max-Age={LONGEST_S}; HttpOnly; SameSite=Lax"
        f"{'; Secure' if secure else ''}"
    )
