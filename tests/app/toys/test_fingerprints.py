"""Kernels and representations of fingerprints are files: new ones, in a copy, are everywhere."""

import pytest

from tests.toy_rows import copied

# A kernel of the angle, with the nodes of its twin: cos² θ, as the cosine with twice the power.
SQUARED = '''
"""The square of the cosine."""

from core.localization.kernels.angle_twin import AngleTwin
from core.localization.kernels.cosine import log_cosine
from core.localization.kernels.kernel import Kernel


def add_nodes(nodes, p):
    nodes.constant("double", 2.0)
    nodes.add(f"""
        {p}positive = Max({p}ranked, zero)
        {p}log_cosine = Log({p}positive)
        {p}log_kernel = Mul(double, {p}log_cosine)
    """)


SQUARED = Kernel(
    name="squared",
    label="Toy squared cosine",
    description="The cosine, twice as sharp.",
    formula=r"K = \\cos^2\\theta",
    log_kernel=lambda q, places, scale: 2 * log_cosine(q, places, scale),
    twin=AngleTwin(add_nodes, from_cosine=True),
)
ROWS = (SQUARED,)
'''
# A representation without a twin.
ROOT = '''
"""The square root of decibels."""

import numpy as np

from core.localization.representations.dbm import dbm
from core.localization.representations.representation import Representation

ROOT = Representation(
    name="root",
    label="Toy root",
    description="Faint beacons count almost as much as loud ones.",
    formula=r"f = \\sqrt{\\max(r - m,\\, 0)}",
    features=lambda rss_dbm, missing_dbm: np.sqrt(dbm(rss_dbm, missing_dbm)),
    no_twin="nobody has written it down.",
    trusts_strong_beacons=False,
)
ROWS = (ROOT,)
'''
KERNELS, REPRESENTATIONS = "core/localization/kernels", "core/localization/representations"
FILES = {f"{KERNELS}/squared.py": SQUARED, f"{REPRESENTATIONS}/root.py": ROOT}
NAMES = {
    f"{KERNELS}/__init__.py": ('"student")', '"student", "squared")'),
    f"{REPRESENTATIONS}/__init__.py": ('"powed_band")', '"powed_band", "root")'),
}

SURVEY = """
import numpy as np
from core.localization import KernelLocator

rng = np.random.default_rng(0)
beacon_m, place_m = rng.uniform(0, 20, (12, 2)), rng.uniform(0, 20, (60, 2))
away_m = np.linalg.norm(place_m[:, None] - beacon_m[None], axis=2)
survey_dbm = -50 - 25 * np.log10(np.maximum(away_m, 1)) + rng.normal(0, 2, away_m.shape)
scans = (survey_dbm + rng.normal(0, 4, survey_dbm.shape)).astype(np.float32)
scans[rng.random(scans.shape) < 0.2] = np.nan
"""
NUMBERS = (
    SURVEY
    + """
squared = KernelLocator(kernel="squared", power=8).fit(survey_dbm, place_m)
sharper = KernelLocator(power=16).fit(survey_dbm, place_m)
np.testing.assert_allclose(squared.predict(scans), sharper.predict(scans), rtol=1e-9)
np.testing.assert_allclose(squared.posterior(scans), sharper.posterior(scans), rtol=1e-9)
root = KernelLocator(representation="root").fit(survey_dbm, place_m)
nearest = KernelLocator(representation="root", n_neighbors=1).fit(survey_dbm, place_m)
np.testing.assert_allclose(nearest.predict(survey_dbm), place_m)
other = KernelLocator(representation="dbm").fit(survey_dbm, place_m)
assert np.abs(root.predict(scans) - other.predict(scans)).max() > 0.01
"""
)
EXPORT = (
    SURVEY
    + """
import onnxruntime
from core.errors import ParameterError
from core.inference import export_onnx

locator = KernelLocator(kernel="squared", n_neighbors=60).fit(survey_dbm, place_m)
for database_as_input in (False, True):
    path = f"squared-{database_as_input}.onnx"
    with open(path, "wb") as file:
        file.write(export_onnx(locator, database_as_input=database_as_input))
    outputs = ["position_m", "posterior"]
    found = onnxruntime.InferenceSession(path).run(outputs, {"rss_dbm": scans})
    np.testing.assert_allclose(found[0], locator.predict(scans), atol=1e-3)
    np.testing.assert_allclose(found[1], locator.posterior(scans), atol=1e-4)
try:
    export_onnx(KernelLocator(representation="root").fit(survey_dbm, place_m))
except ParameterError as error:
    assert "'root' has no ONNX form: nobody has written it down." in str(error)
else:
    raise AssertionError("what has no twin was exported")
"""
)
BENCHMARK = """
from benchmarks.localization.accuracy import VARIANTS

assert VARIANTS["kernel Toy squared cosine"].kernel == "squared"
assert VARIANTS["representation Toy root"].representation == "root"
"""
PAGE = """
from streamlit.testing.v1 import AppTest

app = AppTest.from_file("components/shell.py", default_timeout=600).run()
app.switch_page("../pages/localization_where.py")
app.query_params["kernel"] = "squared"
app.query_params["representation"] = "root"
app.run()
assert not app.error and not app.exception
assert app.selectbox(key="kernel").value == "squared"
assert app.selectbox(key="kernel").options[-1] == "Toy squared cosine"
assert app.selectbox(key="representation").value == "root"
assert app.selectbox(key="representation").options[-1] == "Toy root"
assert any("is found to" in element.value for element in app.markdown)
text = next(element.value for element in app.markdown if "A *fingerprint* is" in element.value)
assert "- *Toy squared cosine.* The cosine, twice as sharp. $K = \\\\cos^2\\\\theta$" in text
assert "- *Toy root.* Faint beacons" in text
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    return copied(tmp_path_factory.mktemp("toy"), FILES, NAMES)


@pytest.mark.parametrize(
    "code",
    [NUMBERS, EXPORT, BENCHMARK, PAGE],
    ids=["numbers", "export", "benchmark", "page"],
)
def test_a_kernel_and_a_representation_in_one_new_file_each_are_everywhere(program, code):
    program.run(code)


def test_without_their_names_in_the_lists_they_are_nowhere(tmp_path):
    alone = copied(tmp_path, FILES)
    names = alone.run(
        "from core.localization.kernels import KERNELS\n"
        "from core.localization.representations import REPRESENTATIONS\n"
        "print(KERNELS, REPRESENTATIONS)"
    )
    assert "student" in names
    assert "squared" not in names
    assert "root" not in names
