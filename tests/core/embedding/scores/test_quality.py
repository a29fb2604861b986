"""Quality: laws first, then slow twins written from the definitions, then reference rows."""

import numpy as np
import pytest
from scipy.spatial.distance import pdist, squareform
from scipy.stats import ortho_group, pearsonr, spearmanr
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness

from core.embedding.scores import distance_rows
from core.embedding.scores.distortion import landmark_distortion, point_distortion
from core.embedding.scores.quality import quality
from core.errors import ParameterError


@pytest.fixture(scope="module")
def cloud() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(320, 6)) * [5, 3, 1, 1, 0.5, 0.1]


@pytest.fixture(scope="module")
def flat(cloud) -> np.ndarray:
    return PCA(2, random_state=0).fit_transform(cloud)


def moved(embedding: np.ndarray, scale: float = 1.0) -> np.ndarray:
    turn = ortho_group.rvs(embedding.shape[1], random_state=3)
    return scale * embedding @ turn + 7.0


def test_the_truth_itself_scores_perfectly(cloud):
    scores = quality(moved(cloud, 2.5), truth=cloud, X=cloud)
    for name in ("pearson", "spearman", "trustworthiness", "continuity", "overlap_150"):
        assert scores[name] == pytest.approx(1.0, abs=1e-12)
    assert scores["stress"] == pytest.approx(0.0, abs=1e-7)
    assert scores["scale"] == pytest.approx(1 / 2.5)
    assert scores["n_rows"] == len(cloud)


@pytest.mark.parametrize("scale", [1e-150, 1.0, 1e150])
def test_turning_mirroring_moving_and_scaling_change_nothing(cloud, flat, scale):
    before = quality(flat, truth=cloud, X=cloud)
    after = quality(scale * moved(flat), truth=cloud, X=cloud)
    for name in before.keys() - {"scale"}:
        # stress squares distances, so at 1e-150 it is at the end of what float64 can hold
        assert after[name] == pytest.approx(before[name], rel=1e-7), name


def test_the_order_of_the_points_does_not_matter(cloud, flat):
    order = np.random.default_rng(1).permutation(len(flat))
    before, after = quality(flat, cloud, cloud), quality(flat[order], cloud[order], cloud[order])
    for name, value in before.items():
        assert after[name] == pytest.approx(value, rel=1e-12), name


def test_coordinates_and_their_distances_are_the_same_reference(cloud, flat):
    distance = squareform(pdist(cloud))
    one, other = quality(flat, cloud, cloud), quality(flat, distance, distance)
    assert one == pytest.approx(other)
    stored = quality(squareform(pdist(flat)), cloud, cloud)
    assert stored == pytest.approx(one)


def test_a_random_map_is_worse_than_a_good_one(cloud, flat):
    good = quality(flat, cloud, cloud)
    bad = quality(np.random.default_rng(2).normal(size=flat.shape), cloud, cloud)
    assert good["pearson"] > 0.9
    assert abs(bad["pearson"]) < 0.1
    assert bad["trustworthiness"] == pytest.approx(0.5, abs=0.05)
    assert bad["overlap_15"] < 0.1
    assert bad["stress"] > good["stress"] + 0.2


def test_it_agrees_with_a_slow_twin_of_every_definition(cloud, flat):
    scores = quality(flat, truth=cloud, X=cloud)
    on_map, true = squareform(pdist(flat)), squareform(pdist(cloud))
    pairs = list(zip(on_map, true, strict=True))
    assert scores["pearson"] == pytest.approx(np.mean([pearsonr(*pair)[0] for pair in pairs]))
    assert scores["spearman"] == pytest.approx(np.mean([spearmanr(*pair)[0] for pair in pairs]))
    assert scores["trustworthiness"] == pytest.approx(trustworthiness(cloud, flat, n_neighbors=15))
    assert scores["continuity"] == pytest.approx(trustworthiness(flat, cloud, n_neighbors=15))
    for k in (15, 50, 150):
        nearest = [np.argsort(distance, axis=1)[:, 1 : k + 1] for distance in (on_map, true)]
        kept = [len(set(a) & set(b)) / k for a, b in zip(*nearest, strict=True)]
        assert scores[f"overlap_{k}"] == pytest.approx(np.mean(kept))
    scale = scores["scale"]
    for nearby in (scale * 0.99, scale * 1.01):
        assert np.square(nearby * on_map - true).sum() > np.square(scale * on_map - true).sum()
    residual = np.square(scale * on_map - true).sum()
    assert scores["stress"] == pytest.approx(np.sqrt(residual / np.square(true).sum()))


def test_the_size_of_the_blocks_does_not_matter(cloud, flat, monkeypatch):
    before, distortion = quality(flat, cloud, cloud), point_distortion(flat, cloud)
    monkeypatch.setattr(distance_rows, "BLOCK_ENTRIES", 1000)
    assert quality(flat, cloud, cloud) == pytest.approx(before, rel=1e-12)
    np.testing.assert_allclose(point_distortion(flat, cloud), distortion, rtol=1e-10)


def test_random_rows_come_near_all_rows_and_are_named(cloud, flat):
    every, some = quality(flat, cloud, cloud), quality(flat, cloud, cloud, n_rows=160)
    assert some["n_rows"] == 160
    assert some == quality(flat, cloud, cloud, n_rows=160)
    for name in ("pearson", "spearman", "trustworthiness", "continuity", "overlap_50"):
        assert some[name] == pytest.approx(every[name], abs=0.02)


def test_equal_points_have_equal_ranks_in_spearman():
    line = np.array([[0.0], [1.0], [1.0], [2.0]])
    assert quality(line, truth=line)["spearman"] == pytest.approx(1.0)


def test_too_few_points_for_a_score_give_nan_not_one():
    scores = quality(np.arange(6.0)[:, None], X=np.arange(6.0)[:, None])
    assert all(np.isnan(scores[name]) for name in scores.keys() - {"n_rows"})


def test_a_map_without_spread_is_no_map():
    scores = quality(np.zeros((40, 2)), truth=np.arange(40.0)[:, None])
    assert np.isnan(scores["pearson"])
    assert np.isnan(scores["scale"])
    assert scores["stress"] == 1.0


def test_distortion_finds_the_point_that_was_torn_away(cloud):
    torn = cloud.copy()
    torn[17] += 30.0
    distortion = point_distortion(torn, cloud)
    assert distortion.argmax() == 17
    assert distortion[17] > 5 * np.median(distortion)
    np.testing.assert_allclose(point_distortion(moved(cloud, 3.0), cloud), 0.0, atol=1e-9)


def test_distortions_make_up_the_stress(cloud, flat):
    squared = np.square(squareform(pdist(cloud))).sum(axis=1)
    whole = np.sum(point_distortion(flat, cloud) ** 2 * squared) / squared.sum()
    assert quality(flat, truth=cloud)["stress"] == pytest.approx(np.sqrt(whole))


def test_distortion_over_all_points_as_landmarks_is_the_distortion(cloud):
    bent = cloud * [1.0, 1.0, 0.5, 1.0, 1.0, 1.0]
    scale = quality(bent, truth=cloud)["scale"]
    found = landmark_distortion(scale * bent, squareform(pdist(cloud)), np.arange(len(cloud)))
    np.testing.assert_allclose(found, point_distortion(bent, cloud), rtol=1e-9)
    apart = squareform(pdist(cloud))
    apart[:10, 10:] = apart[10:, :10] = np.inf
    assert np.isfinite(landmark_distortion(cloud, apart, np.arange(len(cloud)))).all()


@pytest.mark.parametrize(
    ("embedding", "truth", "message"),
    [
        (np.zeros((3, 2)), np.zeros((4, 2)), "3 points and the reference 4"),
        (np.array([[0.0], [np.nan]]), np.zeros((2, 1)), "1 of 2 rows"),
        (np.zeros((3, 2)), np.array([[0.0], [np.inf], [1.0]]), "The reference has 1 of 3"),
        (np.zeros(3), np.zeros((3, 1)), r"shape \(3,\)"),
    ],
)
def test_what_does_not_fit_is_named(embedding, truth, message):
    with pytest.raises(ParameterError, match=message):
        quality(embedding, truth=truth)


def test_progress_reaches_the_end_and_may_stop_it(cloud, flat, monkeypatch):
    monkeypatch.setattr(distance_rows, "BLOCK_ENTRIES", 10_000)
    shares: list[float] = []
    quality(flat, cloud, progress=lambda share, doing: shares.append(share))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0

    class Stop(Exception):
        pass

    def stop(share: float, doing: str) -> None:
        raise Stop

    with pytest.raises(Stop):
        quality(flat, cloud, progress=stop)


# E Pearson of PCA over the seeds of the published protocol (peer's generators, N = 500): mean and
# standard deviation of three or four seeds. The standard error of a mean of five, times four.
PCA_ROWS = {"swiss_d3_n0.1": (0.386, 0.010), "swiss_d10_n1.0": (0.374, 0.010)}


@pytest.mark.parametrize("name", PCA_ROWS)
def test_the_pca_rows_of_the_published_protocol_come_out(shared, name):
    found = []
    for path in sorted((shared / "golden" / "heat" / "bench").glob(f"{name}_N500_s*.npz")):
        with np.load(path) as data:
            embedding = PCA(2, random_state=0).fit_transform(data["X"])
            found.append(quality(embedding, truth=data["intrinsic_coords"])["pearson"])
    expected, tolerance = PCA_ROWS[name]
    assert len(found) == 5
    assert np.mean(found) == pytest.approx(expected, abs=tolerance)
