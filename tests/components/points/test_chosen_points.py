"""What a page that needs coordinates makes of an upload."""

import numpy as np
import pytest

from components.own_data.own_set import OwnSet
from components.points.chosen_points import own_chosen_points
from core.datasets import PointCloud, load
from core.errors import UploadError


def test_columns_for_colours_take_no_part_and_labels_stay():
    cloud = PointCloud(np.arange(12.0).reshape(4, 3), ["a", "b", "age"], ["x", "x", "y", "y"])
    found = own_chosen_points(OwnSet("k", "t", cloud, colours_only=("age",)))
    assert found.cloud.feature_names.tolist() == ["a", "b"]
    np.testing.assert_array_equal(found.cloud.values, cloud.values[:, :2])
    assert found.cloud.labels.tolist() == ["x", "x", "y", "y"]
    assert any("'age'" in notice for notice in found.notices)
    assert found.origin == "yours"


def test_a_survey_counts_as_its_mean_fingerprints():
    scans = load("building")
    found = own_chosen_points(OwnSet("k", "t", scans, notices=("Read.",)))
    assert found.cloud.values.shape[1] == scans.n_beacons
    assert found.notices[0] == "Read."
    assert "mean fingerprint" in found.notices[1]


def test_distances_have_no_coordinates():
    apart = PointCloud(1 - np.eye(3), ["a", "b", "c"])
    with pytest.raises(UploadError, match="no coordinates"):
        own_chosen_points(OwnSet("k", "t", apart, holds_distances=True))


def test_what_a_page_sees_is_made_once():
    own = OwnSet("k", "t", PointCloud(np.eye(3), ["a", "b", "c"]))
    assert own.seen_by(own_chosen_points) is own.seen_by(own_chosen_points)
