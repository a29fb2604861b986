"""The cookie that tells owners apart: random, out of reach of scripts, on pages only."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from components.owner_cookie import NAME, OwnerCookie

TYPES = {"/": b"text/html; charset=utf-8", "/style.css": b"text/css"}


async def _program(scope, receive, send) -> None:
    """Pages, files of theirs, what is the same as before, and connections."""
    if scope["type"] != "http":
        await send({"type": "websocket.accept"})
        return
    kind = TYPES.get(scope["path"])
    headers = [(b"content-type", kind)] if kind else []
    await send({"type": "http.response.start", "status": 200 if kind else 304, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def sent(path: str = "/", *, kind: str = "http", scheme: str = "http", **headers: str) -> list:
    """What the browser is sent."""
    messages: list = []

    async def send(message) -> None:
        messages.append(message)

    named = [(name.replace("_", "-").encode(), v.encode()) for name, v in headers.items()]
    scope = {"type": kind, "path": path, "scheme": scheme, "headers": named}
    with ThreadPoolExecutor(1) as pool:  # a browser's test leaves a loop running in this thread
        pool.submit(asyncio.run, OwnerCookie(_program)(scope, None, send)).result()
    return messages


def given(path: str = "/", **options: str) -> re.Match | None:
    """The cookie that comes with an answer: its number, and its attributes."""
    headers = dict(sent(path, **options)[0]["headers"])
    said = headers.get(b"set-cookie", b"").decode()
    return re.fullmatch(rf"{NAME}=([\w-]{{43}}); (.*)", said)


def test_a_page_gives_a_number_that_scripts_and_other_sites_do_not_get():
    attributes = set(given()[2].split("; "))
    assert attributes == {"Path=/", "Max-Age=34560000", "HttpOnly", "SameSite=Lax"}


def test_it_is_sent_over_https_only_where_there_is_https():
    assert "Secure" in given(scheme="https")[2]
    assert "Secure" in given(x_forwarded_proto="https")[2]


def test_everybody_has_another_and_keeps_it():
    numbers = {given()[1] for _ in range(20)}
    assert len(numbers) == 20
    for number in numbers:
        assert given(cookie=f"other=1; {NAME}={number}")[1] == number


@pytest.mark.parametrize("wrong", ["", "1", "x" * 44, '"; Path=/evil', "a" * 42 + "%"])
def test_what_is_no_number_is_replaced(wrong):
    assert given(cookie=f"{NAME}={wrong}")[1] != wrong


def test_only_pages_give_it_also_one_that_the_browser_has_already():
    assert given("/style.css") is None
    assert given("/same") is None
    assert given("/same", accept="text/html,*/*")


def test_a_connection_passes_through():
    assert sent(kind="websocket") == [{"type": "websocket.accept"}]
