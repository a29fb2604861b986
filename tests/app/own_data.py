"""A visitor's own data put into a page's session, and looked at there."""

from streamlit.testing.v1 import AppTest

from components.own_data.own_set import OwnSet
from components.own_data.store import KEY, Sets


def sets_of(app: AppTest) -> Sets:
    """What the visitor of this page has given."""
    if KEY not in app.session_state:
        app.session_state[KEY] = Sets()
    return app.session_state[KEY]


def give(app: AppTest, own: OwnSet) -> AppTest:
    """The visitor has given this set, on whatever page."""
    held = sets_of(app)
    held.kept.pop(own.key, None)
    held.kept[own.key], held.current = own, own.key
    held.n_made_current += 1
    return app


def newest(app: AppTest) -> OwnSet:
    """What the visitor has given last."""
    return list(sets_of(app).kept.values())[-1]
