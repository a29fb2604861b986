"""What an exported model says of itself: names, units, parameters, data, licence, parity."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ParameterError
from core.inference.export.parity import Parity
from core.version import __version__

PREFIX = "kernelscope."
VERSION = f"{PREFIX}version"
FLOATS_PER_ROW = f"{PREFIX}floats_per_row"


@dataclass(frozen=True)
class ModelInfo:
    """What a caller knows of the data behind a model, beyond what the estimator holds.

    Parameters
    ----------
    feature_names : tuple of str
        In column order (beacon ids).
    source : str
        Where the data are from.
    licence : str
        Of the data.
    units : dict
        Unit by input or output, where it is not the estimator's own.

    Examples
    --------
    >>> ModelInfo(("beacon 1", "beacon 2"), source="own survey", licence="CC BY 4.0").licence
    'CC BY 4.0'
    """

    feature_names: tuple[str, ...] = ()
    source: str = ""
    licence: str = ""
    units: Mapping[str, str] = field(default_factory=dict)


def data_sha256(*arrays: NDArray) -> str:
    """Hash of shapes and values in double precision, the same on every machine."""
    digest = hashlib.sha256()
    for array in arrays:
        fixed = np.ascontiguousarray(array, dtype="<f8")
        digest.update(str(fixed.shape).encode() + fixed.tobytes())
    return digest.hexdigest()


def describe(
    estimator: Any,
    info: ModelInfo,
    *,
    n_features: int,
    units: Mapping[str, str],
    arrays: Sequence[NDArray],
    floats_per_row: int,
    parity: Parity | None = None,
) -> dict[str, str]:
    """Every line of the metadata as text; values that are structures are JSON."""
    names = list(info.feature_names) or [f"feature {column}" for column in range(n_features)]
    if len(names) != n_features:
        raise ParameterError(
            f"feature_names has {len(names)} names; the estimator was fitted with {n_features} "
            "columns. Give one name per column, in the same order."
        )
    lines = {
        "version": __version__,
        "estimator": type(estimator).__name__,
        "parameters": json.dumps(
            _plain(estimator.get_params(deep=True)), sort_keys=True, ensure_ascii=False
        ),
        "units": json.dumps({**units, **info.units}, sort_keys=True, ensure_ascii=False),
        "feature_names": json.dumps(names, ensure_ascii=False),
        "data_sha256": data_sha256(*arrays),
        "data_source": info.source,
        "data_licence": info.licence,
        "model_licence": "MIT (the graph); the data keep their own licence",
        "floats_per_row": str(floats_per_row),
    }
    if parity is not None:
        lines |= {
            "parity_error": f"{parity.error:.3g}",
            "parity_unit": parity.unit,
            "parity_tolerance": f"{parity.tolerance:g}",
            "parity_probes": str(parity.n_probes),
        }
    return {PREFIX + name: value for name, value in lines.items()}


def _plain(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters as JSON values; arrays and estimators by what they are, not by their content."""
    return {name: _plain_value(value) for name, value in parameters.items()}


def _plain_value(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, tuple | list):
        return [_plain_value(item) for item in value]
    if isinstance(value, np.ndarray):
        return f"array of shape {value.shape}"
    return type(value).__name__
