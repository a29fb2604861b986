"""The words by which columns of a user's table are recognised."""

import re

# Role → names that mean it, without case, blanks, units and underscores.
ROLE_WORDS: dict[str, tuple[str, ...]] = {
    "x": ("x", "posx", "positionx", "xposition", "coordx", "xcoord", "xcoordinate", "easting",
          "longitude", "lon", "xy1", "locx"),
    "y": ("y", "posy", "positiony", "yposition", "coordy", "ycoord", "ycoordinate", "northing",
          "latitude", "lat", "xy2", "locy"),
    "location": ("location", "locationid", "place", "stop", "stopid", "point", "pointid", "spot",
                 "room", "code", "objloc", "referencepoint", "rp"),
    "beacon": ("beacon", "beaconid", "mac", "macaddress", "bssid", "ap", "apid", "accesspoint",
               "transmitter", "uuid", "device", "deviceid"),
    "rss": ("rss", "rssi", "signal", "signalstrength", "power", "level"),
    "time": ("time", "timestamp", "datetime", "date", "pseudotime"),
    "scan": ("scan", "scanid", "sample", "sampleid", "measurement", "measurementid"),
    "session": ("session", "sessionid", "recording", "walk", "run"),
    "holding": ("holding", "pose", "posture"),
    "role": ("role", "split", "subset"),
    "label": ("label", "labels", "class", "species", "cluster", "community", "group", "category"),
    "source": ("source", "from", "node1"),
    "target": ("target", "to", "node2"),
    "weight": ("weight", "weights"),
}  # fmt: skip
# Words that mean an end or a weight only where a table is known to be a list of edges.
EDGE_WORDS: dict[str, tuple[str, ...]] = {
    "source": ("src", "sender", "u", "i", "head", "start", "nodea", "fromnodeid", "sourceid", "id1",
               "person1", "von", "origin", "vertex1"),
    "target": ("dst", "dest", "receiver", "v", "j", "tail", "end", "nodeb", "tonodeid", "targetid",
               "id2", "person2", "nach", "destination", "vertex2"),
    "weight": ("w", "value", "strength", "count", "gewicht", "similarity", "score", "freq"),
}  # fmt: skip
LENGTH_UNITS = {"m": 1.0, "dm": 0.1, "cm": 0.01, "mm": 0.001, "ft": 0.3048}
_UNIT_END = re.compile(r"[\s_\[(.-]+(m|dm|cm|mm|ft|s|ms|us|ns|dbm)[\])]?$", re.IGNORECASE)
_ROLES = {word: role for role, words in ROLE_WORDS.items() for word in words}
_EDGE_ROLES = {word: role for role, words in EDGE_WORDS.items() for word in words}


def role_of(column: str) -> str | None:
    """What a column's name says it is.

    >>> role_of("RSSI (dBm)"), role_of("x_cm"), role_of("WAP001")
    ('rss', 'x', None)
    """
    plain = re.sub(r"[^a-z0-9]", "", _UNIT_END.sub("", column.strip()).lower())
    return _ROLES.get(plain)


def edge_role_of(column: str) -> str | None:
    """What a column of an edge list is by its name, beyond the words of :func:`role_of`.

    >>> edge_role_of("# FromNodeId"), edge_role_of("W"), edge_role_of("colour")
    ('source', 'weight', None)
    """
    return _EDGE_ROLES.get(re.sub(r"[^a-z0-9]", "", column.strip().lower()))


def is_truth(column: str) -> bool:
    """Whether a column's name says that it holds a true coordinate.

    >>> is_truth("true_1"), is_truth("Truth x"), is_truth("trueness")
    (True, True, False)
    """
    return bool(re.match(r"tru(e|th)([\s_.-]|\d|$)", column.strip(), re.IGNORECASE))


def unit_of(column: str) -> str | None:
    """The unit at the end of a column's name, in lower case.

    >>> unit_of("x_cm"), unit_of("time [ms]"), unit_of("x")
    ('cm', 'ms', None)
    """
    match = _UNIT_END.search(column.strip())
    return match[1].lower() if match else None
