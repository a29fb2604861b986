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
