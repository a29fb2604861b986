"""Measures that pages open with, and those that an article compares."""

OPENING_PAIR = ("Comm", "logComm")
# Families of Ivashkin, Chebotarev (2016), section 3.
ARTICLE = (
    *("Katz", "logKatz", "For", "logFor", "Comm", "logComm", "Heat", "logHeat"),
    *("SCT", "SCCT", "RSP", "FE", "SP-CT"),
)
# Few enough for curves with bands to be told apart.
OPENING_CURVES = ("Comm", "logComm", "SCCT", "For", "logFor")
# Of three different kinds, to see on shuffled graphs how far measures agree by chance.
QUICK = ("Comm", "logComm", "For")
# To rank nodes from a few known ones: measure, x, score. The first is the best on average of all
# measures on seven graphs, the second where communities are of very unequal density, the third has
# no parameter.
FROM_NODES = (("HeatPR", 0.97, "dist"), ("Comm", 0.3, "dist"), ("CCT", None, "kernel"))
# Four plain families and their logarithms: which of them finds the parts of a floor?
ON_A_FLOOR = ("Comm", "logComm", "Heat", "logHeat", "For", "logFor", "Katz", "logKatz")
OPENS_ON_A_FLOOR = "logComm"
# The kernel of the data where it is led to that of the labels: measure, x.
OF_THE_DATA = ("Heat", 0.5)
# What most tools offer instead, with its usual share of steps that go on.
PLAIN_PAGERANK = ("PPR", 0.85)
