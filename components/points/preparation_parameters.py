"""What can be asked to be done to points before a method sees them, in one set of words."""

from components.data_origin import own_only
from core.parameters import Parameter


def preparation_parameters(
    names: tuple[str, str, str], *, standardise: bool, largest_sample: int, data_key: str
) -> tuple[Parameter, Parameter, Parameter]:
    """The rows for one scale, few axes and a sample, under the names that a page's links use.

    ``standardise`` is what the page starts with, ``largest_sample`` the most rows it can hold.
    What was done to one file is not done to the next; how many rows may be computed is a wish for
    all data.
    """
    scale, axes, sample = names
    file = own_only(data_key)
    return (
        Parameter(
            scale,
            "Standardise columns",
            bool,
            standardise,
            belongs_to=file,
            help="Every column gets mean 0 and standard deviation 1, so that units do not decide "
            "who is near whom.",
        ),
        Parameter(
            axes,
            "PCA axes (0: off)",
            int,
            0,
            minimum=0,
            maximum=100,
            step=1,
            belongs_to=file,
            help="Keep this many axes of largest variance: fewer dimensions, less noise, larger "
            "neighbourhoods.",
        ),
        Parameter(
            sample,
            "Rows at most",
            int,
            20_000,
            minimum=1_000,
            maximum=largest_sample,
            step=1_000,
            help="Larger tables are reduced to a random sample of this size (seed 0), and "
            "the page says so.",
        ),
    )
