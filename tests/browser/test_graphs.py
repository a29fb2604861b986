"""The graph lab in a browser: its five views, files of one's own, and a stopped tournament."""

import re

import pytest

from tests.browser.steady import click_at, steady

GRAPHML = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="d0" for="node" attr.name="club" attr.type="string"/>
  <graph edgedefault="undirected">
    {nodes}
    {edges}
  </graph>
</graphml>
"""
# Two rings of six with chords, joined by one edge.
RING = [(i, (i + 1) % 6) for i in range(6)] + [(0, 2), (1, 3), (2, 4), (3, 5)]
EDGES = [*RING, *[(a + 6, b + 6) for a, b in RING], (0, 6)]


def graphml() -> bytes:
    nodes = "".join(
        f'<node id="n{i}"><data key="d0">{"left" if i < 6 else "right"}</data></node>'
        for i in range(12)
    )
    edges = "".join(f'<edge source="n{a}" target="n{b}"/>' for a, b in EDGES)
    return GRAPHML.format(nodes=nodes, edges=edges).encode()


def edge_list() -> bytes:
    rows = "".join(f'"Straße {a}";Ort {b};1,5\n' for a, b in EDGES)
    names = {a for a, _ in EDGES}
    chain = "".join(f'"Straße {a}";Ort {a};0,5\n' for a in sorted(names))
    return ("\ufeffVon; Nach ;Gewicht\n" + rows + chain).encode()


def verdict(visitor, page: str):
    return visitor.page.locator(f".st-key-verdict-{page} p").first


def upload(visitor, name: str, content: bytes, field: str = "graph_file") -> None:
    visitor.page.locator(f".st-key-{field} input[type=file]").set_input_files(
        [{"name": name, "mimeType": "application/octet-stream", "buffer": content}]
    )


def open_dialog(visitor):
    visitor.open("/one-graph")
    visitor.page.wait_for_selector(".st-key-graph_partitions .main-svg")
    visitor.page.get_by_role("button", name="Use your own graph").click()
    visitor.page.get_by_role("dialog").wait_for()
    return visitor.page


def test_one_graph_draws_and_a_click_chooses_a_node(visitor):
    visitor.open("/one-graph")
    page = visitor.page
    page.wait_for_selector(".st-key-graph_partitions .main-svg")
    assert "The logarithm" in verdict(visitor, "one-graph").inner_text()
    # The second scatter of the first panel holds the nodes.
    point = page.locator(".st-key-graph_partitions .scatterlayer .trace .points path").nth(20)
    box = steady(page, point.bounding_box)
    click_at(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.get_by_role("heading", name="Proximities of node 20").wait_for()
    page.wait_for_url(re.compile("node=20"))


def test_a_click_adds_a_known_node_and_all_others_are_ranked_again(visitor):
    visitor.open("/from-a-few-nodes")
    page = visitor.page
    page.wait_for_selector(".st-key-few_nodes_graph .main-svg")
    assert "3 known nodes" in verdict(visitor, "from-a-few-nodes").inner_text()
    point = page.locator(".st-key-few_nodes_graph .scatterlayer .trace .points path").nth(20)
    box = steady(page, point.bounding_box)
    click_at(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator(".st-key-verdict-from-a-few-nodes p", has_text="4 known nodes").first.wait_for()
    page.wait_for_url(re.compile("known=.*20"))
    page.wait_for_selector(".st-key-few_nodes_study .main-svg")


@pytest.mark.thorough
def test_the_leaderboard_shows_families_pairs_and_all_parameters(visitor):
    visitor.open("/leaderboard")
    for key in ("leaderboard_clusterers", "leaderboard_pairs", "leaderboard_all"):
        visitor.page.wait_for_selector(f".st-key-{key} .main-svg")
    assert "leads (0.86) with Ward" in verdict(visitor, "leaderboard").inner_text()


@pytest.mark.thorough
def test_cards_measure_on_a_toy(visitor):
    visitor.open("/measure-cards?measure=logFor")
    visitor.page.wait_for_selector(".st-key-card_path .main-svg")
    assert "Δ is a metric" in verdict(visitor, "measure-cards").inner_text()


def test_an_uploaded_graphml_with_its_attribute_as_truth(visitor):
    page = open_dialog(visitor)
    upload(visitor, "clubs.graphml", graphml())
    page.get_by_text("12 nodes, 21 edges, 2 communities").wait_for()
    page.get_by_role("button", name="Use this graph").click()
    page.get_by_role("dialog").wait_for(state="detached")
    visitor.settle()
    page.get_by_text("yours", exact=True).first.wait_for()
    said = verdict(visitor, "one-graph").inner_text()
    assert "Louvain 1.00, with 2 clusters of its own choice" in said
    visitor.delete("Delete clubs.graphml")
    page.get_by_text("simulated", exact=True).first.wait_for()


@pytest.mark.thorough
def test_an_edge_list_with_bom_semicolons_quotes_and_decimal_commas(visitor):
    page = open_dialog(visitor)
    upload(visitor, "Kanten.csv", edge_list())
    page.get_by_text("Understood as:").wait_for()
    dialog = page.get_by_role("dialog")
    for said in ("semicolon", "decimal comma"):
        dialog.get_by_text(said).first.wait_for()
    dialog.get_by_text("24 nodes").wait_for()
    page.get_by_role("button", name="Use this graph").click()
    page.get_by_role("dialog").wait_for(state="detached")
    visitor.settle()
    assert "No ground truth" in verdict(visitor, "one-graph").inner_text()


MALFORMED = (
    ("bomb.graphml", b'<!DOCTYPE g [<!ENTITY a "b">]><graphml>&a;</graphml>', "DOCTYPE"),
    (
        "big.mtx",
        b"%%MatrixMarket matrix coordinate real general\n4000000000 4000000000 1\n1 1 1\n",
        "4,000,000,000 nodes",
    ),
    ("one.gml", b'graph [ node [ id 0 label "a" ] ]', "one node"),
    ("quote.csv", b'source,target\n"a,b\nc,d\n', "never closed"),
)


def test_malformed_graphs_are_explained_and_the_page_stays(visitor):
    page = open_dialog(visitor)
    before = verdict(visitor, "one-graph").inner_text()
    for name, content, said in MALFORMED:
        upload(visitor, name, content)
        page.get_by_role("dialog").get_by_role("alert").filter(has_text=said).wait_for()
        assert page.get_by_role("button", name="Use this graph").count() == 0
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    assert verdict(visitor, "one-graph").inner_text() == before


def test_a_stopped_tournament_keeps_its_graphs_and_goes_on(visitor):
    # Too large to begin unasked: it waits for its button.
    visitor.open("/tournament?model_nodes=120&n_graphs=60")
    page = visitor.page
    page.get_by_role("button", name="Compute: tournament").click()
    page.get_by_text(re.compile(r"[2-9]\d* of 60 graphs are done")).wait_for()
    visitor.stop("tournament")
    page.get_by_text("Results kept").wait_for()
    visitor.settle()
    said = verdict(visitor, "tournament").inner_text()
    done = int(re.search(r"After (\d+) of 60 graphs", said)[1])
    assert 2 <= done < 60
    page.wait_for_selector(".st-key-tournament_reject .main-svg")
    page.get_by_role("button", name="Resume").click()
    page.get_by_text(re.compile(rf"({done + 2}|{done + 4}) of 60 graphs are done")).wait_for()
    visitor.stop("tournament")
    page.get_by_text("Results kept").wait_for()


DOT = b'graph clubs { Ann -- Bob [weight=2]; Bob -- "Cy D."; "Cy D." -- Ann; Dee -- Ann; }'
GEPHI_EDGES = b"Source,Target,Type,Id,Label,timeset,Weight\n" + b"".join(
    f"{a},{b},Undirected,{number},,,1.0\n".encode() for number, (a, b) in enumerate(EDGES)
)
GEPHI_NODES = b"Id,Label,timeset,club\n" + b"".join(
    f"{node},Member {node},,{'left' if node < 6 else 'right'}\n".encode() for node in range(12)
)


def test_a_dot_file_then_the_pair_that_gephi_writes(visitor):
    page = open_dialog(visitor)
    upload(visitor, "clubs.dot", DOT)
    page.get_by_text("4 nodes, 4 edges, no communities").wait_for()
    upload(visitor, "edges.csv", GEPHI_EDGES)
    upload(visitor, "nodes.csv", GEPHI_NODES, "node_file")
    page.get_by_text("12 nodes, 21 edges, 2 communities").wait_for()
    page.get_by_role("button", name="Use this graph").click()
    page.get_by_role("dialog").wait_for(state="detached")
    visitor.settle()
    page.get_by_text("yours", exact=True).first.wait_for()
    assert "Louvain 1.00" in verdict(visitor, "one-graph").inner_text()


def test_a_large_graph_shows_its_curve_over_x(visitor):
    visitor.open("/one-graph?graph=model_large&measure=logNHeat&x=0.9")
    visitor.page.wait_for_selector(".st-key-graph_curves .main-svg", timeout=120_000)
    visitor.page.get_by_text("All 13 values of x come from one pass").wait_for()
    said = verdict(visitor, "one-graph").inner_text()
    assert re.search(r"logNHeat ARI 0\.9[89]|logNHeat ARI 1\.00", said)
