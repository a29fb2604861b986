"""A part of a model: the nodes that some of its outputs need, and no others."""

from collections.abc import Sequence

import onnx
from onnx.utils import Extractor

from core.errors import ParameterError


def narrowed_to(model: bytes, outputs: Sequence[str]) -> bytes:
    """The model with these outputs only, its inputs and metadata as they were.

    Raises ParameterError for a name that is not one of its outputs.
    """
    whole = onnx.load_from_string(model)
    known = [output.name for output in whole.graph.output]
    unknown = [name for name in outputs if name not in known]
    if unknown or not outputs:
        raise ParameterError(
            f"The model has no output {unknown[0]!r}; it has: {', '.join(known)}."
            if unknown
            else f"No output was named; the model has: {', '.join(known)}."
        )
    inputs = [one.name for one in whole.graph.input]
    part = Extractor(whole).extract_model(inputs, list(outputs))
    onnx.helper.set_model_props(part, {prop.key: prop.value for prop in whole.metadata_props})
    return part.SerializeToString()
