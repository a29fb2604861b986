"""A model's messages counted on the wire, before anything is built of them.

Protobuf writes an empty node in two bytes and builds it in more than a hundred, so a small file can
fill a memory. Here the bytes are only walked over: each step reads one tag and goes into a message
or over a value, and the walk ends at the first count that is too high. Which field holds messages
comes from onnx's own description of the format.
"""

import re
from functools import cache

import onnx
from google.protobuf.descriptor import Descriptor

from core.errors import UploadError
from core.limits import check_limit

DEEPEST_MESSAGE = 64
MOST_STEPS = 2_000_000  # a few seconds at the most
CHUNK = 1 << 20
RECIPE = (
    "Export it to ONNX first, for instance with skl2onnx (convert_sklearn) or torch.onnx.export."
)
_CUT = "This is not an ONNX model, or it was cut short. " + RECIPE
# A run of values with the same one-byte tag, skipped at once: integers, then 8 and 4 bytes each.
_VALUES = {0: rb"[\x80-\xff]{0,9}+[\x00-\x7f]", 1: rb"[\s\S]{8}", 5: rb"[\s\S]{4}"}

Fields = dict[int, str]


def check_wire(data: bytes) -> None:
    """UploadError for bytes that are no protobuf; LimitError for too many messages in them."""
    tables = _message_fields()
    open_messages: list[tuple[int, Fields]] = [(len(data), tables["onnx.ModelProto"])]
    position = n_nodes = n_parts = n_steps = 0
    while open_messages:
        end, fields = open_messages[-1]
        if position >= end:
            if position > end:
                raise UploadError(_CUT)
            open_messages.pop()
            continue
        n_steps += 1
        if n_steps > MOST_STEPS:
            raise UploadError(
                f"The model has more than {MOST_STEPS:,} pieces of text and other small values; "
                "export a smaller one."
            )
        tag, after = _varint(data, position, end)
        number, kind = tag >> 3, tag & 7
        if number == 0:
            raise UploadError(_CUT)
        if kind == 2:
            length, position = _varint(data, after, end)
            if number not in fields:
                position += length
                continue
            if position + length > end:
                raise UploadError(_CUT)
            if len(open_messages) >= DEEPEST_MESSAGE:
                raise UploadError(
                    f"The model nests its parts more than {DEEPEST_MESSAGE} deep; simplify it."
                )
            is_node = fields[number] == "onnx.NodeProto"
            n_nodes, n_parts = n_nodes + is_node, n_parts + 1
            check_limit("model_nodes", n_nodes, what="The model, as far as it was read,")
            check_limit("model_parts", n_parts, what="The model, as far as it was read,")
            open_messages.append((position + length, tables[fields[number]]))
        elif kind in _VALUES:
            position = _after_run(data, position, after, end, kind)
        else:
            raise UploadError(_CUT)


def _varint(data: bytes, position: int, end: int) -> tuple[int, int]:
    """The number at ``position`` and where the next thing begins."""
    value = shift = 0
    while position < end and shift < 70:
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
        shift += 7
    raise UploadError(_CUT)


def _after_run(data: bytes, position: int, after: int, end: int, kind: int) -> int:
    """Where the values end that begin at ``position`` and have the same tag."""
    tag = data[position:after]
    found = _run(tag, kind).match(data, position, min(end, position + CHUNK))
    if found is None:
        raise UploadError(_CUT)
    return found.end()


@cache
def _run(tag: bytes, kind: int) -> re.Pattern[bytes]:
    return re.compile(b"(?:" + re.escape(tag) + _VALUES[kind] + b")++")


@cache
def _message_fields() -> dict[str, Fields]:
    """For each message of the format: its fields that hold messages, and which."""
    tables: dict[str, Fields] = {}
    missing: list[Descriptor] = [onnx.ModelProto.DESCRIPTOR]
    while missing:
        one = missing.pop()
        if one.full_name not in tables:
            inner = [field for field in one.fields if field.message_type is not None]
            tables[one.full_name] = {field.number: field.message_type.full_name for field in inner}
            missing += [field.message_type for field in inner]
    return tables
