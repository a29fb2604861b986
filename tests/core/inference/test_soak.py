"""The soak of the benchmarks, for one minute instead of ten."""

from benchmarks.soak import make_loops, soak, table

SECONDS = 60.0
MOST_MB = 25.0  # caches of the first seconds; ten minutes are in benchmarks/soak.md


def test_loops_do_not_grow_and_leave_no_thread():
    loops = make_loops(speed=20.0)
    found = soak(loops, SECONDS, every_s=1.0)
    assert found.threads_after <= found.threads_before
    assert max(s.n_threads for s in found.samples) == min(s.n_threads for s in found.samples)
    settled = [sample.memory_mb for sample in found.samples if sample.time_s > SECONDS / 3]
    assert max(settled) - settled[0] < MOST_MB
    assert all(fixes > 20 for fixes in found.fixes)
    assert found.names[0] in table(found, SECONDS)
