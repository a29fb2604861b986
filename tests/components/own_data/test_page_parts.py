"""Parts of the Data page: which files belong together, what labs say, names of exported files."""

import hashlib
import json

import numpy as np
import pytest

from components.own_data.file_forms import HOLDS, kind_read_as
from components.own_data.own_set import OwnSet
from components.own_data.page.export_menu import file_name, manifest_bytes
from components.own_data.page.given_files import ExampleFile, belong_together, given_files
from components.own_data.page.labs import DOORS, MOST_ROWS
from components.own_data.page.sizes_in_words import size_in_words
from core.datasets import FingerprintSet, GraphData, PointCloud, load
from core.datasets.readers import TEMPLATES, open_upload
from core.datasets.readers.column_mapping import KINDS
from core.datasets.readers.conversions import conversions_of
from core.datasets.readers.recognised_kind import recognised_kind
from core.datasets.readers.worked_examples import WORKED_EXAMPLES, worked_example
from core.errors import ParameterError, UploadError
from core.limits import LIMITS


def file(key: str, name: str = "") -> ExampleFile:
    template = TEMPLATES[key]
    return ExampleFile(name or template.filename, template.text.encode())


POINTS, EDGES, CODED = file("points"), file("edges"), file("coded")
PLACES, BEACONS, WIDE = file("locations"), file("beacons"), file("wide")
BROKEN = ExampleFile("broken.csv", b"a,b\n1,2\n1,2,3\n")


def own(dataset, **more) -> OwnSet:
    return OwnSet("yours-1", "mine.csv", dataset, **more)


CLOUD = PointCloud(np.random.default_rng(0).normal(size=(30, 3)), ["a", "b", "c"])
DISTANCES = np.abs(CLOUD.values[:, :1] - CLOUD.values[:, :1].T)
SETS = {
    "points": own(CLOUD),
    "distances": own(PointCloud(DISTANCES, [str(i) for i in range(30)]), holds_distances=True),
    "graph": own(load("karate")),
    "fingerprints": own(load("building").select(np.arange(0, 2_000, 10))),
}
# Kind → the labs that can use it.
OPEN_TO = {
    "points": {"density", "graphs", "embedding"},
    "distances": {"graphs", "embedding"},
    "graph": {"graphs", "embedding"},
    "fingerprints": {"localization", "density", "graphs", "embedding"},
}


def test_scans_places_and_beacons_go_together_and_others_alone():
    given = given_files([POINTS, PLACES, CODED, EDGES, BEACONS, BROKEN])
    assert [[each.name for each in one.files] for one in given] == [
        [CODED.name, PLACES.name, BEACONS.name],
        [POINTS.name],
        [EDGES.name],
        [BROKEN.name],
    ]
    assert isinstance(given[-1].problem, UploadError)


def test_files_without_headers_go_with_their_scans_by_name():
    corners = b"id,x,y\n" + b"".join(b"1,%d,%d\n" % (i % 3, i // 3) for i in range(6))
    parts = {
        "geo_rss.csv": b"-60,-70,-80\n-65,-75,-85\n-70,-60,-90\n",
        "geo_crd.csv": b"0.5,0.5\n5.5,0.5\n9.5,0.5\n",
        "geo_ids.csv": b"1\n2\n3\n",
        "dep_geo.csv": b"id,x,y\n1,0,0\n2,9,0\n3,9,9\n",
        "obs_geo.csv": corners,
    }
    files = [ExampleFile(name, content) for name, content in parts.items()]
    (together,) = given_files(files)
    assert [each.name for each in together.files] == list(parts)
    assert together.found.kind == "fingerprints"
    # Without the scans each is a table of its own.
    assert [len(each.files) for each in given_files(files[1:])] == [1, 1, 1, 1]
    edges = ExampleFile("kids.txt", b"Ann Bob\nBob Cy\nCy Ann\n")
    assert given_files([edges])[0].found.kind == "graph"  # a name alone makes no points


def test_a_table_of_places_without_scans_stands_alone():
    assert [len(each.files) for each in given_files([PLACES, BEACONS, POINTS])] == [1, 1, 1]


def test_two_surveys_stay_two_unless_one_is_called_a_test():
    other = ExampleFile("other.csv", WIDE.content + b"9.0,9.0,w,survey,-60,-72,-80\n")
    assert not belong_together(given_files([WIDE, other], together=False))
    train, test = (ExampleFile(name, each.content) for name, each in
                   (("train.csv", WIDE), ("test.csv", other)))  # fmt: skip
    assert belong_together(given_files([train, test], together=False))


def test_parts_can_be_looked_at_alone_and_the_same_file_counts_once():
    assert [len(each.files) for each in given_files([CODED, PLACES], together=False)] == [1, 1]
    assert len(given_files([POINTS, POINTS])) == 1


@pytest.mark.parametrize("kind", HOLDS)
def test_every_kind_has_an_example_that_is_taken_for_it_and_reads(kind):
    example = worked_example(kind)
    content = example.content()
    assert recognised_kind(content, example.filename).kind == kind
    assert open_upload(content, example.filename, kind_read_as(kind)).dataset is not None


def test_kinds_and_examples_are_the_same_everywhere():
    assert set(HOLDS) == set(WORKED_EXAMPLES) == set(SETS)
    assert {kind_read_as(kind) for kind in HOLDS} == set(KINDS)
    with pytest.raises(ParameterError, match="points, distances"):
        worked_example("sound")


@pytest.mark.parametrize("kind", SETS)
def test_a_lab_takes_what_it_can_use_and_says_why_it_refuses_the_rest(kind):
    data = SETS[kind]
    refused = {door.key: data.why_not(door.usable) for door in DOORS}
    assert {key for key, why in refused.items() if not why} == OPEN_TO[kind]
    for door in DOORS:
        if refused[door.key]:
            assert "mine.csv" in refused[door.key]
        else:
            takes = door.takes(data)
            assert takes.cost.seconds > 0
            assert takes.cost.n_bytes > 0


def test_a_large_table_is_announced_as_a_sample_and_costs_no_more_than_that():
    doors = {door.key: door for door in DOORS}
    sizes = (MOST_ROWS, 3 * MOST_ROWS)
    for key in ("density", "embedding"):
        small, large = (
            doors[key].takes(own(PointCloud(np.zeros((n, 2)), ["a", "b"]))) for n in sizes
        )
        assert not small.note
        assert f"{MOST_ROWS:,}" in large.note
        assert large.cost == small.cost


def test_a_graph_above_the_limit_is_announced_as_an_approximation():
    n = LIMITS["kernel_nodes"].maximum + 1
    ring = GraphData(_ring(n), [str(i) for i in range(n)])
    graphs = next(door for door in DOORS if door.key == "graphs")
    assert "approximation" in graphs.takes(own(ring)).note


def _ring(n: int):
    from scipy import sparse

    step = sparse.diags_array(np.ones(n - 1), offsets=1, shape=(n, n))
    return step + step.T


@pytest.mark.parametrize("kind", SETS)
def test_a_manifest_goes_with_the_very_bytes_that_are_exported(kind):
    data = SETS[kind]
    for row in conversions_of(data.dataset):
        found = json.loads(manifest_bytes(data, row))
        if row.suffix != ".npz":  # an archive holds the time at which it was packed
            assert found["sha256"] == hashlib.sha256(row.write(data.dataset)).hexdigest()
        assert found["kind"] == data.kind
        assert found["name"] == "mine.csv"


@pytest.mark.parametrize("title", ["../../etc/passwd", "<b>x</b>.csv", "a:b|c?.csv", "…", ""])
def test_an_exported_file_has_a_name_that_every_system_takes(title):
    name = file_name(title, ".csv")
    assert name.endswith(".csv")
    assert not set(name) & set('/\\:*?"<>|')
    assert len(name) > len(".csv")


def test_sizes_are_said_in_the_words_of_the_kind():
    assert size_in_words(SETS["points"]) == "30 rows × 3 columns"
    assert size_in_words(SETS["graph"]) == "34 nodes, 78 edges"
    survey = SETS["fingerprints"].dataset
    assert isinstance(survey, FingerprintSet)
    assert size_in_words(SETS["fingerprints"]) == f"200 scans × {survey.n_beacons} beacons"
