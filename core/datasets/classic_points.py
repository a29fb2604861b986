"""The small tables that scikit-learn carries."""

from sklearn import datasets

from core.datasets.point_cloud import PointCloud


def load_classic_points(name: str) -> PointCloud:
    """One of scikit-learn's tables: "digits", "wine", "breast_cancer" or "diabetes".

    >>> load_classic_points("wine").values.shape
    (178, 13)
    """
    table = getattr(datasets, f"load_{name}")()
    if name == "diabetes":  # its target is a measure of disease, not a class
        return PointCloud(table.data, table.feature_names, time=table.target)
    return PointCloud(table.data, table.feature_names, table.target_names[table.target])
