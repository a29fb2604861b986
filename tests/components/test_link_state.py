"""A link is checked before it is used, and a page becomes a complete link."""

from streamlit.testing.v1 import AppTest

from core.version import __version__


def page():
    import streamlit as st

    from components.controls import control
    from components.link_state import check_link, full_link_query, remember_link, reset
    from core.parameters import Parameter

    table = (
        Parameter("k", "Neighbours", int, 20, minimum=1, maximum=100),
        Parameter(
            "kernel",
            "Kernel",
            str,
            "cosine",
            options=("cosine", "ntk", "a", "b"),
            labels=("Cosine", "Neural tangent", "A", "B"),
        ),
        Parameter("map", "Map", str, "plan", options=("plan", "deck"), labels=("Plan", "3-D")),
        Parameter("smooth", "Smooth", bool, False),
        Parameter("off", "Off", tuple, (), options=("1", "2", "3")),
        Parameter(
            "drawn",
            "Drawn",
            tuple,
            ("kernel", "map"),
            options=("kernel", "map", "knn"),
            labels=("Kernel vote", "Smoothed map", "Nearest scans"),
        ),
    )
    remember_link()
    check_link("test", table)
    for parameter in table:
        control(parameter)
    st.button("Reset", key="reset", on_click=reset, args=(table,))
    st.text(repr(full_link_query(table)))


def run(**query) -> AppTest:
    app = AppTest.from_function(page, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def notes(app: AppTest) -> str:
    return " ".join(element.value for element in app.markdown)


def test_a_good_link_sets_the_controls_and_says_nothing():
    app = run(k="7", kernel="ntk", map="deck", smooth="true", off=["1", "3"], version=__version__)
    assert app.segmented_control(key="map").value == "deck"
    assert app.slider(key="k").value == 7
    assert app.selectbox(key="kernel").value == "ntk"
    assert app.toggle(key="smooth").value is True
    assert notes(app) == ""
    assert "('k', '7')" in app.text[0].value
    assert "('off', '1'), ('off', '3')" in app.text[0].value


def test_the_address_that_streamlit_itself_writes_with_labels_works_too():
    app = run(kernel="Neural tangent", map="3-D")
    assert app.selectbox(key="kernel").value == "ntk"
    assert app.segmented_control(key="map").value == "deck"
    assert notes(app) == ""


def test_each_unusable_setting_gets_a_note_and_the_default():
    app = run(k="4000", kernel="fast", smooth="maybe", off="9", nonsense="1")
    assert app.slider(key="k").value == 20
    assert app.selectbox(key="kernel").value == "cosine"
    for word in ("4000", "fast", "maybe", "9", "nonsense"):
        assert word in notes(app)


def test_several_of_many_are_named_by_their_keys_and_none_is_a_choice():
    app = run(drawn=["knn", "map"])
    assert app.button_group(key="drawn").value == ["knn", "map"]
    assert "('drawn', 'knn'), ('drawn', 'map')" in app.text[0].value
    none = run(drawn="")
    assert none.button_group(key="drawn").value == []
    assert notes(none) == ""
    assert "('drawn', '')" in none.text[0].value
    assert run().button_group(key="drawn").value == ["kernel", "map"]


def test_a_number_that_is_not_one_gets_a_note():
    for value in ("nan", "inf", "1e999", "<b>", "9" * 5000):
        app = run(k=value)
        assert app.slider(key="k").value == 20
        assert "Neighbours" in notes(app)
        assert len(notes(app)) < 1000


def test_notes_stay_until_dismissed():
    app = run(k="4000")
    app.selectbox(key="kernel").select("ntk").run()
    assert "4000" in notes(app)
    app.button(key="dismiss-test").click().run()
    assert notes(app) == ""


def test_an_older_link_says_so():
    assert "0.0.1" in notes(run(version="0.0.1")).replace("\\", "")


def test_reset_returns_every_control_to_its_default():
    app = run(k="7", kernel="ntk", smooth="true", off=["1"])
    app.button(key="reset").click().run()
    assert app.slider(key="k").value == 20
    assert app.selectbox(key="kernel").value == "cosine"
    assert app.toggle(key="smooth").value is False
    assert "('off', '')" in app.text[0].value
