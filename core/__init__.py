"""The compute layer: numpy in, numpy out, and nothing leaves the machine.

ONNX Runtime counts how it is used: from its import on it writes an identifier of the machine and a
queue of events (processor, paths, names of graphs, texts of errors) into the user's cache folder,
and sends them to its maker. Only a variable that is set before the import prevents that, and Python
runs this file before any other of the package. Hence the rule that ``onnxruntime`` is imported
inside ``core`` only; who else needs it takes it from ``core.inference.session``.

A value that the user has set is replaced: 1 is the least that can be reported, and 0, "false" or 2
would switch reporting on.
"""

import os
import sys
import warnings

TELEMETRY_SWITCH = "ORT_DISABLE_TELEMETRY"

if "onnxruntime" in sys.modules and os.environ.get(TELEMETRY_SWITCH) != "1":
    warnings.warn(
        "onnxruntime was imported before Kernelscope's core, so its reports to its maker may "
        f"be on in this process. Import core first, or set {TELEMETRY_SWITCH}=1.",
        RuntimeWarning,
        stacklevel=2,
    )
os.environ[TELEMETRY_SWITCH] = "1"
