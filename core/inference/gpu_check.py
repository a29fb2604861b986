"""A GPU session is compared with the CPU before it is used; where they differ, the CPU is right."""

import numpy as np

from core.inference.bound_runner import BUCKETS, BoundRunner
from core.inference.session import Placement, open_session
from core.inference.signature import read_signature

TOLERANCE = 1e-3


def compared_with_cpu(placement: Placement, model: bytes) -> tuple[Placement, float | None]:
    """The placement to use and the largest difference found, None when nothing could be tried.

    Numbers count as equal up to 10⁻³ of the largest value of the same output; integers (who voted)
    may differ at ties and are not compared.
    """
    on_cpu = open_session(model, "cpu").session
    required, _, _ = read_signature(on_cpu)
    example = {one.name: one.example(BUCKETS[1]) for one in required}
    if any(value is None for value in example.values()):
        return placement, None
    feeds = {name: value for name, value in example.items() if value is not None}
    expected = on_cpu.run(None, feeds)
    found = BoundRunner(placement.session, "cuda").run(feeds, BUCKETS[1])
    worst, agree = 0.0, True
    for right, value in zip(expected, found, strict=True):
        if right.dtype.kind != "f":
            continue
        gap = float(np.nanmax(np.abs(value - right), initial=0.0))
        scale = float(np.nanmax(np.abs(right), initial=1.0))
        agree = agree and gap <= TOLERANCE * scale and value.shape == right.shape
        worst = max(worst, gap)
    if agree:
        return placement, worst
    reason = f"the GPU's results differ from the CPU's by {worst:.2g}"
    return Placement(on_cpu, "cpu", reason), worst
