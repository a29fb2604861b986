"""Below a main picture its points unfold as a table; closed, it costs nothing."""

import pytest

from tests.app.test_pages import open_page

SAID = "The points of the picture"


def tables(app):
    return [each.value for each in app.dataframe if each.proto.alt == SAID]


@pytest.mark.parametrize(
    ("script", "key", "columns"),
    [
        ("graphs_one_graph.py", "graph_curves", {"measure", "x"}),
        ("density_two_dimensions.py", "plane_0", {"Series", "x, standard deviations"}),
    ],
    ids=["numbers of the page", "made of the picture"],
)
def test_points_unfold_as_a_table(script, key, columns):
    app = open_page(script)
    app.run()
    assert not tables(app)
    app.session_state[f"points-{key}"] = True
    app.run()
    (table,) = tables(app)
    assert columns <= set(table)
    assert len(table)
