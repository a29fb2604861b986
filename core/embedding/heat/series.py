"""The series exp(−tL) = Σ_k w_k P^k, summed for a block of columns at a time.

Every number added is non-negative, so nothing cancels and each entry of the result is accurate in
relative terms, however small. Entries too small for a float64 are summed again with an exponent of
their own.
"""

import numpy as np
from numba.extending import register_jitable
from numpy.typing import NDArray

from core.embedding.compiled import compiled

LIMB_BITS = 512  # an extended number is m · 2^(512 e) with 2^−256 ≤ m < 2^256
_SMALL, _LARGE = 2.0**-256, 2.0**256
_LIMB, _INVERSE_LIMB = 2.0**512, 2.0**-512
_NOTHING = -(2**30)  # the exponent of zero
TINY = 1e-290  # below it the neighbours of a number may have lost digits


@compiled
def sum_series(
    indptr: NDArray[np.int32],
    indices: NDArray[np.int32],
    data: NDArray[np.float64],
    columns: NDArray[np.int64],
    weights: NDArray[np.float64],
    mean: float,
    wanted: float,
    out: NDArray[np.float64],
) -> int:
    """Add w_k P^k e_c for each column c and each time; return the number of terms used.

    ``weights`` (times, terms), the largest time last, whose mean number of jumps is ``mean``;
    ``out`` (times, n, columns) is overwritten. The sum ends when two consecutive terms are below
    ``wanted`` in every entry, relative to the entry and to what may follow, and no entry is
    reached for the first time any more.
    """
    n, b = len(indptr) - 1, len(columns)
    n_times, n_terms = weights.shape
    now = np.zeros((n, b))
    after = np.zeros((n, b))
    out[:] = 0.0
    for j in range(b):
        now[columns[j], j] = 1.0
        for s in range(n_times):
            out[s, columns[j], j] = weights[s, 0]
    last = n_times - 1
    zeros_before = -1
    row = np.empty(b)
    for k in range(1, n_terms):
        check = k > mean and k % 4 == 0
        zeros = 0
        settled = True
        room = wanted / (1.0 + k / 39.0)
        for i in range(n):
            row[:] = 0.0
            for p in range(indptr[i], indptr[i + 1]):
                weight = data[p]
                source = now[indices[p]]
                for j in range(b):
                    row[j] += weight * source[j]
            for s in range(n_times):
                w = weights[s, k]
                if w > 0.0:
                    for j in range(b):
                        out[s, i, j] += w * row[j]
            for j in range(b):
                after[i, j] = row[j]
            if check:
                w0, w1 = weights[last, k - 1], weights[last, k]
                for j in range(b):
                    total = out[last, i, j]
                    if total < TINY:
                        zeros += 1
                    elif w1 * row[j] + w0 * now[i, j] > room * total:
                        settled = False
        now, after = after, now
        if check:
            if settled and zeros == zeros_before:
                return k + 1
            zeros_before = zeros
    return n_terms


@register_jitable
def _fold(m: float, e: int) -> tuple[float, int]:
    if m >= _LARGE:
        return m * _INVERSE_LIMB, e + 1
    if 0.0 < m < _SMALL:
        return m * _LIMB, e - 1
    return m, e


@register_jitable
def _plus(m: float, e: int, m2: float, e2: int) -> tuple[float, int]:
    """(m, e) + (m2, e2), where the smaller is dropped when 2^512 apart or more."""
    if m == 0.0 or (m2 > 0.0 and e < e2 - 1):
        return m2, e2
    if m2 == 0.0 or e2 < e - 1:
        return m, e
    if e2 == e:
        return m + m2, e
    if e2 < e:
        return m + m2 * _INVERSE_LIMB, e
    return m * _INVERSE_LIMB + m2, e2


@compiled
def sum_series_extended(
    indptr: NDArray[np.int32],
    indices: NDArray[np.int32],
    data: NDArray[np.float64],
    column: int,
    mean: float,
    log_first: float,
    wanted: float,
    n_terms: int,
    log_out: NDArray[np.float64],
) -> int:
    """Log Σ_k w_k P^k e_column by numbers with exponents of their own; returns the terms used.

    The terms are u_k = w_k P^k e, by the recurrence u_(k+1) = mean / (k + 1) · P u_k, so that
    no weight can underflow either; ``log_first`` = log w_0 = −mean is added at the end.
    """
    n = len(indptr) - 1
    m_now, m_after, m_sum = np.zeros(n), np.zeros(n), np.zeros(n)
    e_now = np.zeros(n, np.int64)
    e_after = np.zeros(n, np.int64)
    e_sum = np.zeros(n, np.int64)
    m_now[column] = 1.0
    m_sum[column] = 1.0
    used = n_terms
    for k in range(1, n_terms):
        factor = mean / k
        settled = k > mean
        room = wanted / (1.0 + k / 39.0)
        for i in range(n):
            top = _NOTHING
            for p in range(indptr[i], indptr[i + 1]):
                source = indices[p]
                if m_now[source] > 0.0 and e_now[source] > top:
                    top = e_now[source]
            m, e = 0.0, 0
            if top > _NOTHING:
                e = top
                for p in range(indptr[i], indptr[i + 1]):
                    source = indices[p]
                    if m_now[source] > 0.0:
                        if e_now[source] == top:
                            m += data[p] * m_now[source]
                        elif e_now[source] == top - 1:
                            m += data[p] * m_now[source] * _INVERSE_LIMB
                m *= factor
                m, e = _fold(m, e)
            m_after[i], e_after[i] = m, e
            first = m > 0.0 and m_sum[i] == 0.0
            m_new, e_new = _plus(m_sum[i], e_sum[i], m, e)
            m_new, e_new = _fold(m_new, e_new)
            m_sum[i], e_sum[i] = m_new, e_new
            if first:
                settled = False
            if settled and m_new > 0.0:
                term, term_e = _plus(m, e, m_now[i], e_now[i])
                if term > 0.0 and term_e >= e_new - 1:
                    scaled = term
                    if term_e == e_new - 1:
                        scaled = term * _INVERSE_LIMB
                    elif term_e == e_new + 1:
                        scaled = term * _LIMB
                    if scaled > room * m_new:
                        settled = False
        m_now, m_after = m_after, m_now
        e_now, e_after = e_after, e_now
        if settled:
            used = k + 1
            break
    for i in range(n):
        if m_sum[i] > 0.0:
            log_out[i] = np.log(m_sum[i]) + e_sum[i] * (LIMB_BITS * np.log(2.0)) + log_first
        else:
            log_out[i] = -np.inf
    return used
