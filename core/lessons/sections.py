"""The Markdown below the front matter: a section for each step, and what must not stand in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from core.errors import UploadError
from core.lessons.lesson import Question

_MARKDOWN = MarkdownIt("commonmark").enable("table")
_MARKDOWN.validateLink = lambda url: True  # type: ignore[method-assign]  # each is looked at below
_RIGHT, _WRONG = "[x]", "[ ]"


@dataclass(frozen=True)
class Section:
    """One step as it is written: heading, text, what to notice, question."""

    title: str
    text: str
    notice: str
    question: Question | None


def sections(body: str) -> tuple[Section, ...]:
    r"""The sections that headings of the second level begin; raises UploadError.

    >>> asked = "### Why?\n- [x] So\n- [ ] No\n\nYes."
    >>> (found,) = sections(f"## Wait\nLook.\n\n> The dot.\n\n{asked}")
    >>> found.notice, found.question.choices, found.question.answer
    ('The dot.', ('So', 'No'), 0)
    """
    tokens = _MARKDOWN.parse(body)
    for token in tokens:
        _refuse(token)
    lines = body.split("\n")
    heads = [start for start, _, _ in _headings(tokens, "h2")]
    if "".join(lines[: heads[0] if heads else None]).strip():
        raise UploadError("A lesson has text above its first step; begin each step with “## …”.")
    ends = [*heads[1:], len(lines)]
    return tuple(
        _section("\n".join(lines[start:end])) for start, end in zip(heads, ends, strict=True)
    )


def _section(body: str) -> Section:
    tokens, lines = _MARKDOWN.parse(body), body.split("\n")
    ((_, below, title), *_) = _headings(tokens, "h2")
    asked = list(_headings(tokens, "h3"))
    if len(asked) > 1:
        raise UploadError(f"The step “{title[:60]}” asks two questions (“### …”); ask one a step.")
    end = asked[0][0] if asked else len(lines)
    quoted = [
        _span(token)
        for token in tokens
        if token.type == "blockquote_open" and token.level == 0 and _span(token)[0] < end
    ]
    if len(quoted) != 1:
        raise UploadError(
            f"The step “{title[:60]}” has {len(quoted)} quotations “> …”; exactly one says what to "
            "notice."
        )
    first, last = quoted[0]
    text = "\n".join([*lines[below:first], "", *lines[last:end]]).strip()
    notice = "\n".join(line.lstrip(" ").removeprefix(">").strip() for line in lines[first:last])
    question = _question(asked[0][2], "\n".join(lines[asked[0][1] :])) if asked else None
    return Section(title, text, notice.strip(), question)


def _question(text: str, body: str) -> Question:
    tokens, lines = _MARKDOWN.parse(body), body.split("\n")
    lists = [_span(each) for each in tokens if each.type == "bullet_list_open" and each.level == 0]
    if not lists or "".join(lines[: lists[0][0]]).strip():
        raise UploadError(
            f"Below the question “{text[:60]}” stand its choices, each as “- [ ] …” or “- [x] …”."
        )
    end = lists[0][1]
    choices, right = [], []
    for token in tokens:
        if token.type == "list_item_open" and token.level == 1 and _span(token)[1] <= end:
            words = " ".join(" ".join(lines[slice(*_span(token))]).split())[1:].strip()
            if not words.startswith((_RIGHT, _WRONG)):
                raise UploadError(
                    f"A choice of “{text[:60]}” is “{words[:60]}”; it begins with “[ ]” or “[x]”."
                )
            right.append(words.startswith(_RIGHT))
            choices.append(words[len(_RIGHT) :].strip())
    if sum(right) != 1:
        raise UploadError(
            f"The question “{text[:60]}” has {sum(right)} right answers; mark exactly one “[x]”."
        )
    return Question(text, tuple(choices), right.index(True), "\n".join(lines[end:]).strip())


def _headings(tokens: list[Token], tag: str) -> Iterator[tuple[int, int, str]]:
    """(first line, line behind, text) of the headings of a level."""
    for token, content in pairwise(tokens):
        if token.type == "heading_open" and token.tag == tag and token.level == 0:
            yield *_span(token), content.content.strip()


def _span(token: Token) -> tuple[int, int]:
    """The first line of a block, and the line behind it."""
    first, behind = token.map or (0, 0)
    return first, behind


def _refuse(token: Token) -> None:
    """HTML, pictures, and links to anywhere but a page of the app."""
    if token.type in ("html_block", "html_inline"):
        raise UploadError(
            f"The lesson holds HTML ({token.content.strip()[:60]!r}); write Markdown, and “\\lt” "
            "for < in a formula."
        )
    if token.type == "image":
        raise UploadError("The lesson holds a picture; name a page of the app that shows it.")
    href = str(token.attrGet("href") or "") if token.type == "link_open" else ""
    if href and not (href.startswith("/") and not href.startswith("//")):
        raise UploadError(
            f"The lesson links to {href[:60]!r}; link to pages of the app only, as “/where”, and "
            "write other addresses out."
        )
    for child in token.children or ():
        _refuse(child)
