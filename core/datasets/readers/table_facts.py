"""How a table stands in its file, in words: what a visitor checks before anything is computed."""

from core.datasets.readers.table import Table
from core.datasets.readers.table_form import SEPARATORS

EMPTY_WORDS = ("", "nan", "na", "null", "none")
LOOKED_AT_ROWS = 20_000


def table_facts(table: Table) -> tuple[str, ...]:
    r"""Size, encoding, separator, decimal mark, header and empty cells, a few words each.

    >>> from core.datasets.readers.table import inspect_table
    >>> table_facts(inspect_table(b"a;b\n1,5;NA\n2,5;3\n", "a.csv"))[:4]
    ('2 rows × 2 columns', 'encoding utf-8', 'separated by semicolon', 'decimal comma')
    """
    rows, columns = table.frame.shape
    facts = [
        f"{rows:,} {'row' if rows == 1 else 'rows'} × "
        f"{columns:,} {'column' if columns == 1 else 'columns'}",
        f"encoding {table.encoding}" if table.read_again is not None else table.encoding,
    ]
    if table.read_again is not None:
        facts.append(f"separated by {SEPARATORS.get(table.separator, table.separator)}")
        facts.append("decimal comma" if table.decimal == "," else "decimal point")
        facts.append("the first row names the columns" if table.has_header else "no header")
    return (*facts, _empty_cells(table))


def _empty_cells(table: Table) -> str:
    """How many cells are empty, by how that is written."""
    head = table.frame.head(LOOKED_AT_ROWS)
    counts: dict[str, int] = {}
    for column in head.columns:
        cells = head[column]
        if cells.dtype.kind in "biuf":
            counts["empty"] = counts.get("empty", 0) + int(cells.isna().sum())
            continue
        words = cells.astype(str).str.strip()
        found = words[words.str.lower().isin(EMPTY_WORDS)].value_counts()
        for word, count in found.items():
            name = str(word) or "nothing written"
            counts[name] = counts.get(name, 0) + int(count)
    counts = {name: count for name, count in counts.items() if count}
    among = f" in the first {LOOKED_AT_ROWS:,} rows" if len(table.frame) > len(head) else ""
    if not counts:
        return f"no empty cell{among}"
    listed = ", ".join(f"{name}: {count:,}" for name, count in counts.items())
    total = sum(counts.values())
    return f"{total:,} empty {'cell' if total == 1 else 'cells'}{among} ({listed})"
