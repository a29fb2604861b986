"""The words by which columns of a user's table are recognised."""

import re
from collections.abc import Sequence

# Role → names that mean it, without case, blanks, units and underscores.
ROLE_WORDS: dict[str, tuple[str, ...]] = {
    "x": ("x", "posx", "positionx", "xposition", "coordx", "xcoord", "xcoordinate", "easting",
          "ecoord", "east", "eastcoord", "xy1", "locx", "longitude", "lon", "lng", "long",
          "currentlongitude", "gpslongitude"),
    "y": ("y", "posy", "positiony", "yposition", "coordy", "ycoord", "ycoordinate", "northing",
          "ncoord", "north", "northcoord", "xy2", "locy", "latitude", "lat", "currentlatitude",
          "gpslatitude"),
    "floor": ("floor", "floorid", "floornumber", "floorno", "floorname", "floorlabel", "storey",
              "story", "etage"),
    "building": ("building", "buildingid", "buildingname", "bldg", "buid"),
    "location": ("location", "locationid", "place", "stop", "stopid", "point", "pointid", "spot",
                 "room", "code", "objloc", "referencepoint", "rp"),
    "beacon": ("beacon", "beaconid", "mac", "macaddress", "bssid", "ap", "apid", "accesspoint",
               "macaddressofap", "transmitter", "uuid", "beaconuuid", "proximityuuid"),
    "major": ("major", "majorid", "beaconmajor"),
    "minor": ("minor", "minorid", "beaconminor"),
    # A column of devices names beacons where nothing else does, else phones.
    "device": ("phone", "phoneid", "phonemodel", "handset", "smartphone", "devicemodel",
               "deviceid", "device"),
    "rss": ("rss", "rssi", "signal", "signalstrength", "power", "level", "rssidbm", "signallevel"),
    "time": ("time", "timestamp", "datetime", "date", "pseudotime", "firstseen"),
    "id": ("id", "rowid", "recordid", "fingerprintid"),
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
DEGREES, PIXELS = "deg", "px"  # of longitude and latitude; of the floor plan's image
POSITION_UNITS = (*LENGTH_UNITS, DEGREES, PIXELS)
# Looked for at the beginning of a run of marks only: a name may be very long.
_UNIT_END = re.compile(
    r"(?<![\s_\[(.-])[\s_\[(.-]+(m|dm|cm|mm|ft|px|deg|s|ms|us|ns|dbm)[\])]?$", re.IGNORECASE
)
_BEACON_OR_PHONE = ("device", "deviceid")
_RANKED = ("beacon", "x", "y")  # of several such columns the one whose word stands first counts
_ROLES = {word: role for role, words in ROLE_WORDS.items() for word in words}
_EDGE_ROLES = {word: role for role, words in EDGE_WORDS.items() for word in words}


def role_of(column: str) -> str | None:
    """What a column's name says it is.

    >>> role_of("RSSI (dBm)"), role_of("x_cm"), role_of("WAP001")
    ('rss', 'x', None)
    """
    return _ROLES.get(_plain(column))


def roles_of(columns: Sequence[str]) -> dict[str, str]:
    """Role → the column that plays it, where the columns' names say so.

    An iBeacon is called by three columns: beacon (its UUID), major and minor.

    >>> roles_of(["uuid", "major", "minor", "rssi", "phone"])
    {'beacon': 'uuid', 'major': 'major', 'minor': 'minor', 'rss': 'rssi', 'device': 'phone'}
    >>> roles_of(["device", "lat", "rssi", "y"])
    {'y': 'y', 'rss': 'rssi', 'beacon': 'device'}
    """
    roles: dict[str, str] = {}
    for column in columns:
        role = role_of(column)
        if role is None:
            continue
        if role not in roles or (
            role in _RANKED and _rank(role, column) < _rank(role, roles[role])
        ):
            roles[role] = column
    return _named_beacons(roles, columns)


def _named_beacons(roles: dict[str, str], columns: Sequence[str]) -> dict[str, str]:
    """Which columns call a beacon by its name, once all roles are known."""
    if "beacon" not in roles and "rss" in roles:
        named = next((c for c in columns if _plain(c) in _BEACON_OR_PHONE), None)
        if named is not None:
            roles["beacon"] = named
            phones = [c for c in columns if role_of(c) == "device" and c != named]
            del roles["device"]
            if phones:
                roles["device"] = phones[0]
    if not {"major", "minor"} & roles.keys():
        return roles
    uuid = next((column for column in columns if _plain(column).endswith("uuid")), None)
    beacon = roles.get("beacon")
    if uuid is not None and beacon is not None and _rank("beacon", beacon) > 1:
        roles["beacon"] = uuid
    elif "beacon" not in roles and {"major", "minor"} <= roles.keys():
        roles["beacon"] = roles.pop("major")
    else:
        return {role: column for role, column in roles.items() if role not in ("major", "minor")}
    return roles


def _rank(role: str, column: str) -> int:
    return ROLE_WORDS[role].index(_plain(column))


def _plain(column: str) -> str:
    """A column's name without case, blanks, unit and marks."""
    return re.sub(r"[^a-z0-9]", "", _UNIT_END.sub("", column.strip()).lower())


def are_degrees(x: str, y: str) -> bool:
    """Whether two columns are named longitude and latitude.

    >>> are_degrees("CurrentLongitude", "CurrentLatitude"), are_degrees("x", "y")
    (True, False)
    """
    return bool(re.search(r"lon|lng", _plain(x)) and "lat" in _plain(y))


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
