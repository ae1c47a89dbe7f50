"""Two tables that scikit-learn carries with it: handwritten digits, and breast cancer diagnoses."""

from openhearth.data.records import DataError, Table


def digits() -> Table:
    """1,797 handwritten digits of 8 x 8 pixels, (1797, 64), each 0 to 16; the class is the digit.

    Alpaydin and Kaynak, Optical Recognition of Handwritten Digits, UCI, doi:10.24432/C50P49.
    """
    return _table("digits", "uci/optdigits@doi:10.24432/C50P49")


def breast_cancer() -> Table:
    """569 tumours with 30 measures of their cells' nuclei, (569, 30); the class is malignant or benign.

    Wolberg, Mangasarian, Street and Street, Breast Cancer Wisconsin (Diagnostic), UCI, doi:10.24432/C5DW2B.
    """
    return _table("breast_cancer", "uci/wdbc@doi:10.24432/C5DW2B")


def _table(name: str, source: str) -> Table:
    try:
        from sklearn import datasets
    except ModuleNotFoundError:
        raise DataError(
            f"{name} comes with scikit-learn, which is not installed; install it, or openhearth[labs]"
        ) from None
    bunch = getattr(datasets, f"load_{name}")()
    return Table(
        name=name,
        features=bunch.data,
        target=bunch.target,
        feature_names=tuple(map(str, bunch.feature_names)),
        target_names=tuple(map(str, bunch.target_names)),
        licence="CC-BY-4.0",
        source=source,
    )
