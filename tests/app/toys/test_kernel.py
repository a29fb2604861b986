"""A kernel of density estimates is one file: a new one, in a copy, is everywhere by itself."""

import pytest

from tests.toy_rows import copied

QUARTIC = '''
"""Quartic: exp(−|z|⁴)."""

import numpy as np
from scipy.special import gammaln

from core.density.kernels.kernel import Kernel
from core.density.kernels.spheres import directions, log_sphere
from core.density.kernels.twin import Twin, Without


class Quartic(Kernel):
    name = "quartic"
    label = "Toy quartic"
    formula = "e^{-r^4}"
    fast_sum = "distances"
    exponent = Without("nobody has worked it out")

    @property
    def log_normalisation(self):
        return float(log_sphere(self.d) + gammaln(self.d / 4) - np.log(4))

    def log_profile(self, squared):
        return np.negative(np.square(squared, out=squared), out=squared)

    def draw(self, n, random):
        return directions(n, self.d, random) * random.gamma(self.d / 4, size=n)[:, None] ** 0.25

    def twin(self):
        nodes = """
            fourth = Mul(squared, squared)
            profile = Neg(fourth)
        """
        return Twin(nodes)


ROW = Quartic
'''
LAST = '"biweight")'  # the end of the list
NUMBERS = """
import numpy as np
from core.density import KERNELS, KernelDensity, select_bandwidth
from core.density.kernel_exponents import EXPONENTS

assert KERNELS[-1] == "quartic"
assert "quartic" not in EXPONENTS
X = np.random.default_rng(0).normal(size=(80, 2))
axis = np.linspace(-9, 9, 361)
for precision in ("double", "mixed"):
    line = KernelDensity(kernel="quartic", bandwidth=0.7, precision=precision).fit(X[:, :1])
    mass = np.exp(line.score_samples(axis[:, None])).sum() * 0.05
    assert abs(mass - 1) < 1e-4, mass
    plane = KernelDensity(kernel="quartic", bandwidth=0.7, precision=precision).fit(X)
    nodes = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    mass = np.exp(plane.score_samples(nodes)).sum() * 0.05**2
    assert abs(mass - 1) < 1e-4, mass
drawn = KernelDensity(kernel="quartic").fit(np.zeros((1, 2))).sample(40_000, random_state=0)
# E r⁴ = d/4, with a standard error of √(d/4)/200.
assert abs((drawn**2).sum(axis=1) @ (drawn**2).sum(axis=1) / 40_000 - 0.5) < 0.015
assert 0.1 < select_bandwidth(X, kernel="quartic") < 3
"""
EXPORT = """
import numpy as np
from core.density import KernelDensity
from core.inference import Engine, export_onnx

X = np.random.default_rng(0).normal(size=(80, 2))
density = KernelDensity(kernel="quartic").fit(X)
found = Engine(export_onnx(density), device="cpu").run({"X": X})["log_density"]
np.testing.assert_allclose(found, density.score_samples(X), atol=1e-9)
"""
BENCHMARK = """
from benchmarks.density.page import CASES
assert any("kernel=quartic" in case.path for case in CASES)
"""
PAGE = """
from streamlit.testing.v1 import AppTest

app = AppTest.from_file("components/shell.py", default_timeout=600).run()
app.switch_page("../pages/density_two_dimensions.py")
app.query_params["kernel"] = "quartic"
app.run()
assert not app.error and not app.exception
kernel = app.selectbox(key="kernel")
assert kernel.value == "quartic"
assert kernel.options[-1] == "Toy quartic"
assert any("carry each estimate" in element.value for element in app.markdown)
assert any("Toy quartic $e^{-r^4}$" in element.value for element in app.markdown)
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    return copied(
        tmp_path_factory.mktemp("toy"),
        {"core/density/kernels/quartic.py": QUARTIC},
        {"core/density/kernels/__init__.py": (LAST, LAST[:-1] + ', "quartic")')},
    )


@pytest.mark.parametrize(
    "code",
    [NUMBERS, EXPORT, BENCHMARK, PAGE],
    ids=["numbers", "export", "benchmark", "page"],
)
def test_a_kernel_in_one_new_file_is_everywhere(program, code):
    program.run(code)


def test_without_its_name_in_the_list_it_is_nowhere(tmp_path):
    alone = copied(tmp_path, {"core/density/kernels/quartic.py": QUARTIC})
    assert "quartic" not in alone.run("from core.density import KERNELS; print(KERNELS)")
