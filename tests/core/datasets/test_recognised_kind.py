"""What a file holds is told from its content: laws of the rules, and files that were mistaken."""

import io

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import cdist
from sklearn.datasets import load_iris, load_wine

from core.datasets import load
from core.datasets.point_cloud import PointCloud
from core.datasets.readers import TEMPLATES, inspect_table, write_long, write_points, write_wide
from core.datasets.readers.recognised_kind import (
    CERTAIN,
    GUESS,
    LIKELY,
    kind_of_table,
    recognised_kind,
)
from core.errors import UploadError
from tests.bad_inputs import builders

IRIS, WINE = load_iris(), load_wine()
KARATE = nx.karate_club_graph()


def square(values, names=None) -> bytes:
    names = names or [f"c{i}" for i in range(np.shape(values)[1])]
    return pd.DataFrame(values, columns=names).to_csv(index=False).encode()


def iris() -> bytes:
    frame = pd.DataFrame(IRIS.data, columns=IRIS.feature_names)
    frame["species"] = IRIS.target_names[IRIS.target]
    return frame.to_csv(index=False).encode()


def wine_with_semicolons() -> bytes:
    frame = pd.DataFrame(WINE.data, columns=WINE.feature_names)
    return frame.to_csv(index=False, sep=";", decimal=",").encode()


def survey():
    return load("building").only("survey").select(slice(0, 60))


DISTANCES = cdist(IRIS.data[:40], IRIS.data[:40])
DISTANT = PointCloud(DISTANCES, [f"c{i}" for i in range(40)])
KNOWN = {
    "iris": (iris(), "points"),
    "wine": (wine_with_semicolons(), "points"),
    "words and gaps": (b"species,sex,mass\nA,male,3750\nA,NA,NA\nB,female,4500\n", "points"),
    "two named counts": (b"age,height\n41,170\n42,171\n170,41\n42,42\n", "points"),
    "no header": (b"0.5,1.5,2.5\n0.25,1.75,3.5\n", "points"),
    "karate": ("\n".join(f"{a} {b}" for a, b in KARATE.edges).encode(), "graph"),
    "weighted": (b"Ann,Bob,2\nBob,Cy,1\nCy,Ann,3\n", "graph"),
    "edge words": (b"u,v\n1,2\n2,3\n", "graph"),
    "decimals under edge words": (b"u,v\n0.5,2.25\n2.5,3.1\n", "points"),
    "from and to": (b"from,to,when,amount\n1,2,3,4\n2,9,3,4\n", "graph"),
    "adjacency": (square(nx.to_numpy_array(KARATE)), "graph"),
    "weights": (square([[0, 1, 2, 0], [1, 0, 3, 0], [2, 3, 0, 1], [0, 0, 1, 0]]), "graph"),
    "distances": (square(DISTANCES), "distances"),
    "numbered distances": (write_points(DISTANT).encode(), "distances"),
    "equal distances": (square(1 - np.eye(6)), "distances"),
    "array of distances": (builders.npy(DISTANCES), "distances"),
    "array of points": (builders.npy(IRIS.data), "points"),
    "array of power": (builders.npy(np.full((4, 3), -70.0)), "fingerprints"),
    "arrays of a graph": (builders.npz(adjacency=nx.to_numpy_array(KARATE)), "graph"),
    "not symmetric": (square(IRIS.data[:4]), "points"),
    "wide": (write_wide(survey()).encode(), "fingerprints"),
    "long": (write_long(survey()).encode(), "fingerprints"),
    "no place": (b"east,north,A,B,C\n0,0,-50,-60,-70\n3,0,-60,-50,-70\n", "fingerprints"),
}


@pytest.mark.parametrize(("content", "kind"), KNOWN.values(), ids=KNOWN)
def test_a_file_is_taken_for_what_it_is(content, kind):
    found = recognised_kind(content, "file.csv")
    assert found.kind == kind
    assert found.reason.endswith(".")
    assert found.sure in (CERTAIN, LIKELY, GUESS)


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda template: template.key)
def test_a_template_is_taken_for_what_it_is_for(template):
    found = recognised_kind(template.text.encode(), template.filename)
    if template.kind is None:
        assert found.part == template.key
    else:
        assert found.kind in (template.kind, template.key)


def test_the_format_decides_where_it_holds_one_kind_only():
    buffer = io.BytesIO()
    nx.write_graphml(KARATE, buffer)
    found = recognised_kind(buffer.getvalue(), "no ending")
    assert (found.kind, found.sure) == ("graph", CERTAIN)
    assert "GraphML" in found.reason


def test_a_square_of_points_is_no_table_of_distances_however_it_is_turned():
    for values in (DISTANCES - 1, DISTANCES + np.eye(40), DISTANCES[:39], DISTANCES + 1):
        assert recognised_kind(square(values), "a.csv").kind == "points"


def test_distances_that_differ_on_the_two_sides_are_named_and_points_are_not_called_so():
    uneven = DISTANCES.copy()
    uneven[4, 7] += 1
    for content in (square(uneven), builders.npy(uneven)):
        found = recognised_kind(content, "a.csv")
        assert (found.kind, found.sure, found.square) == ("points", GUESS, True)
        assert "row 5, column 8 is" in found.reason
        assert "row 8, column 5 is" in found.reason
    directed = square([[0, 1, 0, 0], [0, 0, 3, 0], [2, 0, 0, 1], [0, 0, 1, 0]])
    for content in (directed, square(IRIS.data[:4]), square(DISTANCES + np.eye(40))):
        assert not recognised_kind(content, "a.csv").square


def test_the_name_of_the_file_decides_nothing():
    for name in ("graph.csv", "survey.csv", "distances.graphml", "x"):
        assert recognised_kind(iris(), name).kind == "points"


def test_a_long_name_of_a_column_is_shortened_in_the_reason():
    ends = "source,target\na,b\nb,c\n".replace("target", "target" + " " * 400)
    assert len(recognised_kind(ends.encode(), "a.csv").reason) < 200


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + bytes(64), b"a,b\n1\n2,3,4\n"])
def test_what_no_format_reads_is_refused_with_words(content):
    with pytest.raises(UploadError):
        recognised_kind(content, "a.csv")


@given(
    st.integers(3, 12),
    st.integers(1, 5),
    st.integers(0, 2**32 - 1),
)
def test_points_and_their_distances_are_never_confused(n, d, seed):
    """By definition of a distance; features of a random cloud are neither symmetric nor 0."""
    values = np.random.default_rng(seed).normal(size=(n, d))
    cloud = PointCloud(values, [f"f{i}" for i in range(d)])
    assert recognised_kind(write_points(cloud).encode(), "a.csv").kind == "points"
    assert recognised_kind(square(cdist(values, values)), "a.csv").kind == "distances"


@given(st.text(alphabet='ab1.,; \t\n-"x%#µ', max_size=300) | st.text(max_size=80))
def test_any_text_is_recognised_or_refused(text):
    try:
        found = recognised_kind(text.encode(), "a.csv")
    except UploadError:
        return
    assert found.kind in ("fingerprints", "points", "distances", "graph")


def test_a_table_that_is_at_hand_is_not_read_again():
    table = inspect_table(b"from,to\na,b\nb,c\n", "a.csv")
    assert kind_of_table(table) == recognised_kind(b"from,to\na,b\nb,c\n", "a.csv")


def test_a_damaged_archive_is_not_called_a_survey():
    with pytest.raises(UploadError, match=r"cut\.zip' is not a readable ZIP archive"):
        recognised_kind(
            builders.archive([("a.csv", b"x,y\n1,2\n"), ("b.csv", b"1\n")])[:-30], "cut.zip"
        )


def test_all_columns_that_name_a_beacon_are_named():
    rows = b"uuid,major,minor,rssi,x,y\nu,1,1,-60,0,0\nu,1,2,-70,0,5\n"
    reason = recognised_kind(rows, "ibeacon.csv").reason
    assert "“uuid”, “major” and “minor” together name a beacon" in reason
