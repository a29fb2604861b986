"""A choice of one of several, whichever control the page has for so many: buttons or a list."""

from typing import Any

from streamlit.testing.v1 import AppTest


def choice(app: AppTest, key: str) -> Any:
    """The control of this key."""
    return next(each for each in (*app.segmented_control, *app.selectbox) if each.key == key)
