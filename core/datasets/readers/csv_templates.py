"""Example files as CSV: surveys and the tables that go with them, points, and edges."""

from core.datasets.readers.capitals import distances_csv
from core.datasets.readers.template import Template

CSV_TEMPLATES = (
    Template(
        "wide",
        "fingerprints_wide.csv",
        "Survey, one column per beacon; empty means not heard",
        "x_m,y_m,session,role,beacon 1,beacon 2,beacon 3\n"
        "0.0,0.0,walk 1,survey,-60,-72,\n"
        "5.0,0.0,walk 1,survey,-71,-64,-88\n"
        "5.0,5.0,walk 2,survey,-80,-70,-66\n"
        "2.5,0.0,walk 3,test,-66,-68,\n",
        "fingerprints",
    ),
    Template(
        "long",
        "fingerprints_long.csv",
        "Survey, one row per reading",
        "x_m,y_m,session,time_s,beacon,rss_dbm\n"
        "0.0,0.0,walk 1,0.00,4,-60\n"
        "0.0,0.0,walk 1,0.35,7,-72\n"
        "0.0,0.0,walk 1,0.71,4,-61\n"
        "5.0,0.0,walk 2,0.00,4,-71\n"
        "5.0,0.0,walk 2,0.42,7,-64\n",
        "fingerprints",
    ),
    Template(
        "coded",
        "fingerprints_coded.csv",
        "Survey with location codes, to upload with a table of locations",
        "location,beacon 1,beacon 2,beacon 3\nO01,-60,-72,\nO02,-71,-64,-88\nO02,-70,-65,-87\n",
        "fingerprints",
    ),
    Template(
        "locations",
        "locations.csv",
        "Coordinates of location codes",
        "location,x_m,y_m\nO01,0.0,0.0\nO02,5.0,0.0\n",
        None,
        goes_with="fingerprints",
    ),
    Template(
        "beacons",
        "beacons.csv",
        "Beacon positions",
        "beacon,x_m,y_m\nbeacon 1,0.0,1.0\nbeacon 2,6.0,1.0\nbeacon 3,6.0,6.0\n",
        None,
        goes_with="fingerprints",
    ),
    Template(
        "points",
        "points.csv",
        "Points with a label",
        "width,height,label\n1.5,2.0,small\n1.7,2.2,small\n6.0,7.5,large\n",
        "points",
    ),
    Template(
        "distances",
        "distances.csv",
        "Distances between all pairs: a square table",
        distances_csv(),
        "points",
    ),
    Template(
        "edges",
        "edges.csv",
        "Graph as a list of edges",
        "source,target,weight\na,b,1\nb,c,2\nc,a,1\nc,d,0.5\n",
        "graph",
    ),
    Template(
        "adjacency",
        "adjacency.csv",
        "Graph as an adjacency matrix with names",
        ",a,b,c,d\na,0,1,1,0\nb,1,0,2,0\nc,1,2,0,0.5\nd,0,0,0.5,0\n",
        "graph",
    ),
)
