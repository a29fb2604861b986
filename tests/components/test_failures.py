"""Errors made on purpose show their message; the rest shows an id and logs the traceback."""

import logging

from streamlit.testing.v1 import AppTest


def test_an_intended_error_shows_its_message():
    def page():
        from components.failures import friendly_errors
        from core.errors import UploadError

        with friendly_errors():
            raise UploadError("The file is <b>empty</b>; choose another.")

    app = AppTest.from_function(page).run()
    assert "could not be used" in app.error[0].value
    assert "\\<b\\>empty" in app.error[0].value


def test_an_unexpected_error_shows_an_id_that_the_log_has(caplog):
    def page():
        from components.failures import show_unexpected_error

        try:
            raise RuntimeError("secret path")
        except RuntimeError as error:
            show_unexpected_error(error)

    with caplog.at_level(logging.ERROR, logger="kernelscope"):
        app = AppTest.from_function(page).run()
    shown = app.error[0].value
    assert "secret path" not in shown
    identifier = shown.split("`")[1]
    assert identifier in caplog.text
    assert "secret path" in caplog.text
