"""What the text formats of graphs share: the size cap, the encoding, and the kind asked for."""

from core.datasets.file_content import shown_name
from core.datasets.readers.text import decode_text
from core.errors import UploadError
from core.limits import check_limit


def graph_text(data: bytes, filename: str) -> tuple[str, tuple[str, ...]]:
    """The decoded text of a graph file, with a notice on an unusual encoding."""
    check_limit("graph_text_bytes", len(data), what=f"The file {shown_name(filename)}")
    text, _, notices = decode_text(data, filename)
    return text, notices


def only_graphs(kind: str | None, name: str, format_name: str) -> None:
    """Refuse a file that can only be a graph when another kind of data was asked for."""
    if kind not in (None, "graph"):
        raise UploadError(f"{name} is a {format_name} file: it holds a graph, not {kind}.")
