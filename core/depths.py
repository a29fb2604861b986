"""What a method is, at two depths: a sentence in plain words, a paragraph with mathematics."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Depths:
    """Both texts of one row of a table of methods.

    Attributes
    ----------
    plain : str
        One sentence of at most 25 words, without a formula, for a reader who knows no article.
    mathematics : str
        One paragraph as Markdown, its formulas as TeX between dollars, which ends with its source.
    """

    plain: str = ""
    mathematics: str = ""


NO_DEPTHS = Depths()
