"""The command ``kernelscope``: starts the app from any folder."""

import argparse
from collections.abc import Sequence

from components.project_folder import ROOT
from core.version import __version__


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve the app until it is stopped; ``arguments`` are those of the command line.

    Streamlit reads the settings that lie beside app.py last, so that neither the folder in which
    the command was given nor the user's own settings for other apps change what they say.
    """
    parser = argparse.ArgumentParser(
        prog="kernelscope",
        description="Start Kernelscope on this machine and print its address.",
        epilog="Other options go to Streamlit, such as --server.port 8600 or "
        "--server.headless true; 'streamlit run --help' lists them.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Kernelscope {__version__}")
    _, options = parser.parse_known_args(arguments)

    from streamlit.web.cli import main as streamlit  # a second that --version need not wait

    streamlit(["run", str(ROOT / "app.py"), *options], prog_name="streamlit")


if __name__ == "__main__":
    main()
