"""Files of settings: what is written is read back, and what is none of them is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.datasets.settings_file import (
    SettingsFile,
    is_settings_file,
    read_settings,
    write_settings,
)
from core.errors import KernelscopeError, LimitError, UploadError

VALUES = st.one_of(
    st.booleans(),
    st.integers(-(10**6), 10**6),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
)


@given(st.dictionaries(st.text(max_size=12), VALUES, max_size=6))
def test_every_value_is_read_back_as_the_word_that_a_link_has_for_it(settings):
    file = write_settings("map", settings, {"seed": 0, "shape": [3, 2]})
    assert is_settings_file(file)
    found = read_settings(file, "run.json")
    assert found.page == "map"
    assert found.settings.keys() == settings.keys()
    for name, value in settings.items():
        (word,) = found.settings[name]
        if isinstance(value, bool):
            assert word == str(value).lower()
        else:
            assert type(value)(word) == value


def test_several_options_none_of_them_and_what_is_not_set():
    file = write_settings("beacons", {"off": ("B1", "B2"), "on": (), "way": None}, {})
    assert read_settings(file, "run.json").settings == {"off": ("B1", "B2"), "on": ("",)}


def test_a_file_without_a_byte_order_mark_or_with_one():
    file = write_settings("map", {"t": 1.5}, {})
    assert read_settings(b"\xef\xbb\xbf" + file, "run.json") == SettingsFile("map", {"t": ("1.5",)})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[]", "holds no settings"),
        (b'{"settings": {}}', "does not say which page"),
        (b'{"page": 1, "kernelscope": "1", "settings": {}}', "does not say which page"),
        (b'{"page": "map", "kernelscope": "1", "settings": {"t": {"a": 1}}}', "as an object"),
        (b'{"page": "map", "page": "map"}', "twice"),
        (b'{"page": "map", "settings": {"t": NaN}}', "which JSON does not have"),
        (b"{", "not valid JSON"),
        (b"\xff\xfe", "not text in UTF-8"),
        (b"[" * 100_000, "levels of nesting"),
        (json.dumps({"settings": {"t": "x" * 1_000_000}}).encode(), "bytes"),
    ],
)
def test_what_is_none_says_so(content, said):
    with pytest.raises((UploadError, LimitError), match=said):
        read_settings(content, "run.json")


@given(st.binary(max_size=200))
def test_any_bytes_are_settings_or_refused(content):
    for data in (content, b'{"kernelscope": "1", "page": "map", "settings": ' + content + b"}"):
        try:
            read_settings(data, "run.json")
        except KernelscopeError:
            continue
