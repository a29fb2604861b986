"""GraphML and GEXF files: read by networkx after a pass that lets no entity through."""

import io
import re
import warnings
from xml.etree.ElementTree import ParseError

import networkx as nx
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from networkx.readwrite.gexf import GEXF

from core.datasets.file_content import shown_name
from core.datasets.readers.edge_table import graph_from_edges
from core.datasets.readers.format import Format
from core.datasets.readers.graph_text import only_graphs
from core.datasets.readers.networkx_graphs import DAMAGED, edges_of, refuse_damaged, renamed
from core.datasets.readers.result import Upload
from core.errors import UploadError
from core.limits import check_limit

_READERS = {"graphml": ("GraphML", nx.read_graphml), "gexf": ("GEXF", nx.read_gexf)}
# Without a document type, what the parser asks for grows with the file: small ones do no harm.
APART_FROM = 1_000_000
_GEXF_NAMESPACES = [str(row["NS_GEXF"]) for row in GEXF.versions.values()]
_OTHER_XML = re.compile(rb"<!doctype\s+html|<html|<svg", re.I)


def read_xml_graph(data: bytes, filename: str, kind: str | None = None) -> Upload:
    """The graph of a GraphML or GEXF file; its nodes by label where each has one of its own."""
    name = shown_name(filename)
    check_limit("graph_text_bytes", len(data), what=f"The file {name}")
    root = _check_xml(data, name)
    if root not in _READERS:
        raise UploadError(
            f"{name} is an XML file whose root is <{root[:40]}>; a graph is <graphml> or <gexf>."
        )
    format_name, read = _READERS[root]
    only_graphs(kind, name, format_name)
    if root == "gexf":
        data = _in_known_namespace(data)
    try:
        # networkx warns, for instance, of a key without a type, which it reads as text.
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always", UserWarning)
            graph = read(io.BytesIO(data))
    except DAMAGED as error:
        raise refuse_damaged(name, format_name, error) from None
    graph, notices = renamed(graph, "label")
    edges, more = edges_of(graph, name)
    messages = dict.fromkeys(f"{warning.message}."[:200] for warning in warned)
    return graph_from_edges(edges, name, notices + more + type(notices)(messages))


def _in_known_namespace(data: bytes) -> bytes:
    """GEXF as networkx looks for it: Gephi writes namespaces, or none, that it does not know."""
    # A value may hold ">", so the tag ends behind its attributes.
    tag = re.search(rb"<gexf\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", data[:20_000])
    if tag is None:
        return data
    space = re.search(rb"\sxmlns\s*=\s*([\"'])(.*?)\1", tag[0], re.S)
    if space is not None and space[2].decode("latin-1") in _GEXF_NAMESPACES:
        return data
    other = tag[0] if space is None else tag[0].replace(space[0], b"")
    named = other.replace(b"<gexf", f'<gexf xmlns="{_GEXF_NAMESPACES[-1]}"'.encode(), 1)
    return data[: tag.start()] + named + data[tag.end() :]


def _check_xml(data: bytes, name: str) -> str:
    """The root's name, after every element was seen: no DTD, no entities, not too deep or many."""
    depth = edges = 0
    root, nodes = "", set()
    try:
        events = iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True)
        for event, element in events:
            tag = str(element.tag).rpartition("}")[2]
            if event == "end":
                depth -= 1
                element.clear()
                continue
            root = root or tag
            depth += 1
            edges += tag == "edge"
            if tag == "node":
                node = element.get("id", "")
                if node in nodes:
                    raise UploadError(
                        f"{name} has several nodes with the id {node[:40]!r}; give each its own."
                    )
                nodes.add(node)
            if depth > 1 and depth % 8 == 0:
                check_limit("graph_nesting", depth, what=f"The file {name}")
    except DefusedXmlException:
        raise UploadError(
            f"{name} declares a document type (<!DOCTYPE …>) or entities, which could make a small "
            "file huge; it is refused. Remove that line and upload the file again."
        ) from None
    except ParseError as error:
        raise UploadError(
            f"{name} is not well-formed XML ({error}); save the graph again."
        ) from None
    except (LookupError, ValueError):  # of an encoding that neither Python nor expat can read
        raise UploadError(
            f"{name} says that its text is encoded as {_declared_encoding(data)!r}, which cannot "
            "be read here; save the graph as UTF-8."
        ) from None
    check_limit("graph_nodes", len(nodes), what=f"The graph {name}")
    check_limit("graph_edges", edges, what=f"The graph {name}")
    return root


def _declared_encoding(data: bytes) -> str:
    """The name in the XML declaration, whatever width its characters have."""
    found = re.search(rb"encoding\s*=\s*[\"']([^\"']*)", data[:1000].replace(b"\x00", b""))
    return found[1][:40].decode("latin-1") if found else "an unnamed encoding"


def _xml_head(data: bytes) -> bytes:
    """The beginning of XML that is neither a web page nor a picture; nothing of other content."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    head = head.lstrip()
    is_xml = head.startswith((b"<?xml", b"<graphml", b"<gexf", b"<!DOCTYPE"))
    return head if is_xml and not _OTHER_XML.search(head) else b""


def _is_gexf(data: bytes, content: str) -> bool:
    return b"<gexf" in _xml_head(data)


def _is_other_xml(data: bytes, content: str) -> bool:
    """GraphML, and XML of whose root the reader says that it is no graph."""
    return bool(_xml_head(data)) and not _is_gexf(data, content)


_NO_TEMPLATE = "Programs write it; to fill one in by hand, take the list of edges."
ROWS = (
    Format(
        name="GraphML",
        title="GraphML",
        suffixes=(".graphml", ".xml"),
        recognises=_is_other_xml,
        holds={"graph": ""},
        read=read_xml_graph,
        apart_from=APART_FROM,
        no_template=_NO_TEMPLATE,
    ),
    Format(
        name="GEXF",
        title="GEXF",
        suffixes=(".gexf",),
        recognises=_is_gexf,
        holds={"graph": ""},
        read=read_xml_graph,
        apart_from=APART_FROM,
        no_template=_NO_TEMPLATE,
    ),
)
