"""Write the built-in surveys' models as .onnx files.

python -m core.inference.export FOLDER [SURVEY ...]
"""

import sys
from collections.abc import Collection
from pathlib import Path

from core.datasets import FingerprintSet, catalog, load
from core.errors import UploadError
from core.inference.export.exporter import export_onnx
from core.inference.export.metadata import ModelInfo
from core.localization import exported_methods, fit_method, make_experiment


def main(folder: Path, keys: Collection[str] = ()) -> int:
    """Export all locators with an ONNX form on every survey that is here; say what was written.

    With ``keys`` only on the surveys of these names.
    """
    surveys = [entry for entry in catalog() if entry.kind == "fingerprints"]
    known = [entry.key for entry in surveys]
    if unknown := [key for key in keys if key not in known]:
        print(f"There is no survey {', '.join(unknown)}; choose one of: {', '.join(known)}.")
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    for entry in surveys:
        if keys and entry.key not in keys:
            continue
        try:
            scans = load(entry.key)
        except UploadError as error:
            print(f"{entry.title}: left out. {error}")
            continue
        assert isinstance(scans, FingerprintSet)  # noqa: S101 - for the type checker
        experiment = make_experiment(entry.key, entry.title, entry.origin, scans)
        names = tuple(str(name) for name in experiment.survey.beacon_ids)
        info = ModelInfo(names, source=entry.title, licence=entry.licence)
        for row in exported_methods(experiment):
            data = export_onnx(fit_method(row, experiment), info=info)
            path = folder / f"kernelscope-{entry.key}-{row.key}.onnx"
            path.write_bytes(data)
            print(f"{path}: {len(data) / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "models"), sys.argv[2:]))
