"""What holds each row of the checklist in the program, and what stands there without it.

A removal is one or more edits (a file, the exact text of a handling, what is left without it) and
the tests of ``checklist.py`` that must then fail. Where a handling has two lines of defence, both
are removed, and where it is a library's, or the test alone, ``KEPT`` says why.
``test_removals.py`` applies them in a copy of the program.
"""

from dataclasses import dataclass

from tests.bad_inputs.checklist import (
    APART,
    ARRAYS,
    ENVELOPE,
    GRAPHS,
    JOBS,
    KERNELS,
    MODELS,
    NAMES,
    NEXT_SESSION,
    PACKED,
    PLANS,
    READERS,
    SHOWN,
    TABLES,
    TABS,
    TROUBLES,
    TWO,
    UPLOADS,
    WIRE,
)

Edit = tuple[str, str, str]  # file, handling, what stands there without it


@dataclass(frozen=True)
class Removal:
    """``edits`` to the program, with which each of the ``tests`` fails."""

    tests: tuple[str, ...]
    edits: tuple[Edit, ...]


def without(tests: str | tuple[str, ...], *edits: Edit) -> Removal:
    """The tests that fail with these edits."""
    return Removal((tests,) if isinstance(tests, str) else tests, edits)


def never(file: str, condition: str) -> Edit:
    """What is under this condition does not happen."""
    return file, condition, f"{condition.split()[0]} False:"


def uncaught(file: str, clause: str) -> Edit:
    """These exceptions go through: ``except X as error:`` catches nothing."""
    name = " as error" if " as error" in clause else ""
    return file, clause, f"except (){name}:"


def gone(file: str, statement: str) -> Edit:
    """The statement is not there."""
    return file, statement, "pass"


DATASETS, SANDBOX = "core/datasets/", "core/inference/sandbox/"
READ = DATASETS + "readers/"
FORMATS, TEXT, CONTENT = READ + "formats.py", READ + "text.py", DATASETS + "file_content.py"
ARCHIVE, CELLS, FORM = READ + "archive.py", READ + "table_cells.py", READ + "table_form.py"
TABLE, NUMBERS, POINTS = READ + "table.py", READ + "numbers.py", READ + "points_table.py"
NPY, NPZ, ROWS_OF_CELLS = READ + "npy.py", READ + "arrays.py", READ + "cells_table.py"
JSON, ARROW, SHEETS = READ + "json_text.py", READ + "arrow_table.py", READ + "spreadsheets.py"
EDGES, BEACONS, RSS = READ + "edge_table.py", READ + "beacon_table.py", READ + "rss_values.py"
XML, UNITS, CHILD = READ + "xml_graphs.py", READ + "units.py", READ + "apart/child.py"
READING, IMAGE = READ + "apart/reading.py", DATASETS + "plan_image.py"
STORE, DISK = DATASETS + "workspace/store.py", "core/troubles.py"
INSPECTION, FLATTENING = SANDBOX + "inspection.py", SANDBOX + "flattening.py"
RUNNER, WALK = SANDBOX + "runner.py", SANDBOX + "wire.py"
OWN, RUN = "components/own_data/store.py", "components/job_run.py"
TEXT_SHOWN = "components/text.py"
MALFORMED = GRAPHS + "test_a_malformed_graph_gets_a_clear_message"
REFUSED = MODELS + "test_what_may_not_run_is_refused_before_it_does"
HARMFUL = ENVELOPE + "test_archives_that_could_do_harm_are_refused"
SURVEY_FAULTS = "core/datasets/test_survey_faults.py::"

# Row → its removals.
REMOVALS: dict[int, tuple[Removal, ...]] = {
    1: (
        without(ENVELOPE + "test_an_empty_file", never(FORMATS, "if not data:")),
        without(ENVELOPE + "test_a_file_of_blanks", never(TEXT, "if not text.strip():")),
    ),
    2: (
        without(
            ENVELOPE + "test_a_file_over_the_limit_is_refused_with_both_numbers",
            gone(TEXT, 'check_limit("csv_bytes", len(data), what=f"The file {name}")'),
        ),
    ),
    3: (
        without(
            ENVELOPE + "test_good_content_is_read_whatever_the_extension",
            (
                FORMATS,
                "if row.recognises(data, content):",
                "if row.recognises(data, content) and filename.endswith(row.suffixes):",
            ),
        ),
    ),
    4: (
        without(
            ENVELOPE + "test_other_content_is_named_whatever_the_extension",
            (CONTENT, "for signature, name in _SIGNATURES:", "for signature, name in ():"),
        ),
    ),
    5: (
        without(
            ENVELOPE + "test_hostile_names_are_shown_harmlessly",
            (
                CONTENT,
                'str(filename).replace("\\\\", "/").rstrip("/").rsplit("/", 1)[-1]',
                "str(filename)",
            ),
        ),
        without(
            ENVELOPE + "test_hostile_names_are_shown_harmlessly",
            (CONTENT, 'unicodedata.category(c)[0] != "C"', "c"),
        ),
        without(
            ENVELOPE + "test_a_long_name_is_shortened_and_keeps_its_ending",
            never(CONTENT, "if len(clean) > SHOWN_NAME_CHARACTERS:"),
        ),
    ),
    6: (
        without(
            UPLOADS + "test_a_file_of_the_same_name_and_other_content_is_another_file",
            (
                "components/own_data/own_set.py",
                "own_key(contents, read_as),",
                "own_key([title.encode()]),",
            ),
        ),
    ),
    7: (
        without(
            NEXT_SESSION + "test_the_same_file_given_again_is_one_set",
            (STORE, "key = digest_of(content, arrays)", "key = os.urandom(16).hex()"),
        ),
        without(
            UPLOADS + "test_the_same_file_given_again_starts_anew_too",
            gone(OWN, "forget_data(own_set.key)"),
        ),
    ),
    8: (
        without(
            ENVELOPE + "test_one_bad_file_of_several_is_named",
            (READ + "parts.py", "and not named_table and", "and"),
        ),
        without(
            "app/test_data.py::test_one_bad_file_does_not_lose_the_good_ones",
            uncaught(
                "components/own_data/page/given_files.py", "except KernelscopeError as error:"
            ),
        ),
    ),
    9: (
        without(
            (
                ENVELOPE + "test_a_bomb_is_refused_before_unpacking",
                PACKED + "test_a_workbook_that_is_a_bomb_is_refused_before_unpacking",
            ),
            gone(ARCHIVE, 'check_limit("unpacking_ratio", ratio, what=f"The archive {name}")'),
        ),
        without(
            ENVELOPE + "test_an_archive_that_lies_about_its_sizes_is_refused",
            uncaught(DATASETS + "data_source.py", "except _DAMAGED as error:"),
        ),
        without(
            PACKED + "test_a_gzip_bomb_stops_at_the_limit",
            gone(
                READ + "packed_table.py",
                'check_limit("unpacking_ratio", ratio, what=f"The archive {name}")',
            ),
        ),
        without(
            PACKED + "test_a_matlab_file_that_is_a_bomb",
            gone(
                READ + "matlab.py",
                'check_limit("unpacking_ratio", ratio, what=f"The matrix {name}")',
            ),
        ),
        without(
            PACKED + "test_repetition_in_an_open_document_does_not_fill_the_memory",
            uncaught(
                READING, "except (OSError, EOFError, ValueError, KeyError, TypeError) as error:"
            ),
        ),
    ),
    10: (
        without(
            HARMFUL,
            never(
                ARCHIVE,
                'if path.is_absolute() or ".." in path.parts or ":" in path.parts[0:1]:',
            ),
        ),
        without(HARMFUL, never(ARCHIVE, "if stat.S_ISLNK(member.external_attr >> 16):")),
        without(
            HARMFUL,
            never(ARCHIVE, 'if path.suffix.lower() in (".zip", ".npz", ".gz", ".7z", ".rar"):'),
        ),
        without(
            HARMFUL,
            gone(
                ARCHIVE,
                'check_limit("archive_members", len(members), what=f"The archive {name}")',
            ),
        ),
    ),
    11: (
        without(
            ENVELOPE + "test_no_file_is_written_while_one_is_read",
            (
                DATASETS + "data_source.py",
                "file = io.BytesIO(archive) if isinstance(archive, bytes) else archive",
                '(file := __import__("tempfile").TemporaryFile()).write(archive)',
            ),
        ),
        without(
            TROUBLES + "test_a_disk_that_is_nearly_full_keeps_its_last_room",
            never(STORE, "if free - n_bytes < least:"),
        ),
        without(
            TROUBLES + "test_a_disk_that_fills_up_in_the_middle_of_a_file",
            (DISK, "**dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), _FULL),", ""),
        ),
        without(
            (
                TROUBLES + "test_a_folder_that_refuses_to_be_written",
                TROUBLES + "test_a_disk_that_fills_up_in_the_middle_of_a_file",
            ),
            uncaught(STORE, "except OSError as error:"),
        ),
        without(
            NEXT_SESSION + "test_what_a_full_disk_refuses_is_in_the_session_all_the_same",
            (
                OWN,
                'except KernelscopeError as error:\n        held.refused = f"{but} {error}"',
                "except () as error:",
            ),
        ),
        without(
            NEXT_SESSION + "test_a_folder_that_cannot_be_used_is_said_and_the_session_goes_on",
            (
                OWN,
                'except KernelscopeError as error:\n        held.refused = f"What you kept',
                'except () as error:\n        held.refused = f"What you kept',
            ),
        ),
    ),
    13: (
        without(
            TABLES + "test_encodings",
            (TEXT, 'encoding, text = "latin-1", data.decode("latin-1")', "raise"),
        ),
        without(TABLES + "test_encodings", (TEXT, '(codecs.BOM_UTF8, "utf-8-sig"),', "")),
        without(
            TABLES + "test_encodings",
            (TEXT, '_unmarked_utf16(data) if encoding == "utf-8" else None', "None"),
        ),
        without(TABLES + "test_nul_characters_are_refused", never(TEXT, 'if "\\x00" in text:')),
        without(TABLES + "test_truncated_utf16_is_refused", never(TEXT, 'if encoding != "utf-8":')),
    ),
    14: (
        without(
            TABLES + "test_thousands_separators_are_never_silently_decimals",
            never(FORM, 'if separator == ",":'),
        ),
        without(
            TABLES + "test_thousands_separators_are_never_silently_decimals",
            (FORM, "if with_comma and not with_point else", "if with_comma else"),
        ),
        without(
            TABLES + "test_decimal_commas_are_detected_said_and_can_be_switched",
            (FORM, '"," if with_comma and not with_point else "."', '"."'),
        ),
    ),
    15: (
        without(
            (
                TABLES + "test_repeated_columns_are_named",
                PACKED + "test_repeated_names_and_too_many_columns_are_named",
            ),
            never(TABLE, "if repeated:"),
        ),
        without(
            TABLES + "test_empty_column_names_are_numbered_and_said",
            (TABLE, 'cell or f"column {i + 1}" for', "cell for"),
        ),
        without(
            TABLES + "test_too_many_columns",
            gone(
                CELLS,
                'check_limit("columns", first_line.count(separator) + 1, what=f"The table {name}")',
            ),
            gone(CELLS, 'check_limit("columns", cells.shape[1], what=f"The table {name}")'),
        ),
        without(
            PACKED + "test_repeated_names_and_too_many_columns_are_named",
            gone(ROWS_OF_CELLS, 'check_limit("columns", width, what=f"The table {name}")'),
        ),
    ),
    16: (
        without(
            (
                TABLES + "test_a_ragged_row_is_named",
                TABLES + "test_an_open_quotation_mark_is_named",
            ),
            uncaught(CELLS, "except _IRREGULAR as error:"),
        ),
        without(
            TABLES + "test_a_short_row_is_named",
            gone(CELLS, "_check_short_rows(body, separator, cells.shape[1], n_skipped, name)"),
        ),
        without(TABLES + "test_a_huge_cell", gone(CELLS, "_check_cell_length(cells, name)")),
    ),
    17: (
        without(
            (
                TABLES + "test_text_in_a_numeric_column_is_listed",
                TABLES + "test_at_most_twenty_bad_cells_are_listed_and_all_are_counted",
            ),
            (
                NUMBERS,
                "~np.asarray(pc.or_(number, empty)) | np.isinf(values)",
                "np.zeros(len(values), dtype=bool)",
            ),
        ),
        without(
            TABLES + "test_at_most_twenty_bad_cells_are_listed_and_all_are_counted",
            (NUMBERS, "np.argwhere(bad)[:MOST_REPORTED]", "np.argwhere(bad)"),
        ),
    ),
    18: (
        without(
            TABLES + "test_empty_rows_are_counted_and_constant_columns_flagged",
            (POINTS, "notices + marked + completed.said", "notices + marked"),
        ),
        without(
            TABLES + "test_empty_rows_are_counted_and_constant_columns_flagged",
            never(POINTS, "if constant.any():"),
        ),
        without(TABLES + "test_all_empty_is_refused", never(TABLE, "if cells.empty:")),
        without(
            ARRAYS + "test_infinite_values_are_refused_with_their_place",
            never(NPZ, "if infinite:"),
        ),
    ),
    19: (
        without(
            TABLES + "test_one_row_is_a_data_set_with_an_explanation", never(POINTS, "if n == 1:")
        ),
        without(
            TABLES + "test_one_row_is_a_data_set_with_an_explanation",
            never(RSS, "if n_scans == 1:"),
        ),
    ),
    20: (without(TABLES + "test_identical_points", never(POINTS, "if constant.all():")),),
    21: (
        without(
            TABLES + "test_too_many_columns",
            gone(
                CELLS,
                'check_limit("columns", first_line.count(separator) + 1, what=f"The table {name}")',
            ),
            gone(CELLS, 'check_limit("columns", cells.shape[1], what=f"The table {name}")'),
        ),
        without(
            PACKED + "test_a_cell_in_the_last_corner_is_refused_before_the_sheet_is_unfolded",
            gone(SHEETS, "_check_extent(text, name)"),
        ),
        without(
            "core/test_limits.py::test_every_limit_is_used_somewhere",
            (DATASETS + "missing_values/ways.py", '"neighbor_fill_pairs",', '"table_cells",'),
        ),
    ),
    22: (
        without(
            TABLES + "test_extreme_values_are_read_exactly",
            (NUMBERS, "([eE][+-]?[0-9]+)?)$", ")$"),
        ),
        without(
            "core/density/kernel_density/test_input.py::"
            "test_huge_values_give_minus_infinity_without_a_warning",
            (
                "core/density/log_sums.py",
                'with np.errstate(divide="ignore", invalid="ignore"):',
                "if True:",
            ),
        ),
        without(
            "core/density/test_hard_numbers.py::"
            "test_a_bandwidth_scales_with_its_data_to_the_ends_of_the_range",
            ("core/density/bandwidths.py", "if apart > 1e-140 and largest < 1e140:", "if True:"),
        ),
    ),
    23: (
        without(
            TABLES + "test_large_integer_ids_stay_text",
            (
                READ + "edge_list.py",
                "str(cell).strip() for cell in table.frame[mapping.roles[role]]",
                "float(cell) for cell in table.frame[mapping.roles[role]]",
            ),
        ),
        without(
            TABLES + "test_large_integer_ids_stay_text",
            (
                READ + "row_columns.py",
                "np.array([str(cell).strip() for cell in cells], dtype=str)",
                "np.array([float(cell) for cell in cells]).astype(str)",
            ),
        ),
        without(
            PACKED + "test_numbers_of_json_beyond_float64_are_bad_cells_and_long_ids_stay_text",
            (
                ROWS_OF_CELLS,
                "or (isinstance(cell, int) and abs(cell) <= LARGEST_EXACT)",
                "or isinstance(cell, int)",
            ),
        ),
    ),
    24: (
        without(
            (MALFORMED, PACKED + "test_json_that_is_no_table_says_why"),
            uncaught(JSON, "except RecursionError:"),
        ),
        without(
            (MALFORMED, PACKED + "test_json_that_is_no_table_says_why"),
            (JSON, "parse_constant=refuse, ", ""),
        ),
        without(
            (
                MALFORMED,
                PACKED + "test_json_that_is_no_table_says_why",
                PACKED + "test_one_key_twice_among_very_many_is_found",
            ),
            never(JSON, "if len(found) < len(pairs):"),
        ),
        without(MALFORMED, never(EDGES, "if len(bad):")),  # 1e400 among others
    ),
    25: (
        without(
            TABLES + "test_damaged_parquet",
            uncaught(READ + "parquet.py", "except DAMAGED as error:"),
        ),
        without(
            PACKED + "test_types_that_are_no_cells_are_named",
            never(ARROW, "if not any(test(field.type) for test in _PLAIN):"),
        ),
        without(
            PACKED + "test_a_dictionary_that_points_beyond_its_words_is_refused",
            uncaught(ARROW, "except DAMAGED as error:"),
        ),
        without(
            PACKED + "test_a_feather_file_that_lies_about_the_size_of_a_column",
            uncaught(READ + "feather.py", "except DAMAGED as error:"),
        ),
        without(
            APART + "test_a_file_that_takes_too_long_is_stopped_and_the_next_is_read",
            gone(CHILD, 'signal.setitimer(signal.ITIMER_REAL, float(limits["wall_s"]))'),
            gone(CHILD, 'limit_processor(int(limits["cpu_s"]))'),
        ),
        without(
            APART + "test_a_file_that_asks_for_too_much_memory_is_refused_and_the_next_is_read",
            gone(CHILD, 'limit_memory(int(limits["memory_bytes"]))'),
        ),
    ),
    26: (
        without(
            (
                TABLES + "test_formulas_are_escaped_on_export",
                "components/test_csv_export.py::"
                "test_every_writer_of_core_neutralises_names_and_keeps_numbers",
            ),
            ("core/spreadsheet_text.py", 'return f"\'{text}" if runs else text', "return text"),
        ),
        without(
            TABLES + "test_a_number_is_no_formula_even_as_text",
            ("core/spreadsheet_text.py", " and not _NUMBER.fullmatch(text)", ""),
        ),
    ),
    27: (
        without(
            (
                SHOWN + "test_no_hostile_text_keeps_an_active_mark",
                NAMES + "test_names_are_shown_as_they_are_in_every_dialog_and_on_every_page"
                "[graphs_one_graph]",
            ),
            (TEXT_SHOWN, 'return escaped.replace("\\0", _CUT)', "return visible"),
        ),
        without(
            (
                SHOWN + "test_no_hostile_text_keeps_an_active_mark",
                "components/localization/test_maps.py::test_beacon_names_cannot_be_html",
                NAMES + "test_names_are_shown_as_they_are_in_every_dialog_and_on_every_page"
                "[graphs_one_graph]",
            ),
            (TEXT_SHOWN, "html.escape(one_line(text, longest=longest))", "text[:longest]"),
        ),
    ),
    28: (
        without(
            ARRAYS + "test_python_objects_are_refused_and_never_run",
            never(NPY, "if dtype.hasobject:"),
        ),
        without(  # behind the first refusal two more: only without all three is it run
            ARRAYS + "test_python_objects_are_refused_and_never_run",
            never(NPY, "if dtype.hasobject:"),
            never(NPY, 'if dtype.names or dtype.subdtype or dtype.kind not in "biufUS":'),
            never(NPY, "if min(shape, default=1) < 0 or claimed != present:"),
            (NPY, "allow_pickle=False", "allow_pickle=True"),
        ),
        without(
            ARRAYS + "test_python_objects_are_refused_and_never_run",
            (CONTENT, '(b"\\x80\\x04", "Python pickle"),', ""),
        ),
    ),
    29: (
        without(
            ARRAYS + "test_a_lying_shape_is_refused_before_allocation",
            never(NPY, "if min(shape, default=1) < 0 or claimed != present:"),
        ),
        without(
            ARRAYS + "test_other_types_are_refused",
            never(NPY, 'if dtype.names or dtype.subdtype or dtype.kind not in "biufUS":'),
        ),
        without(
            PACKED + "test_a_matlab_file_that_lies_about_its_shape",
            gone(
                READ + "matlab.py",
                'check_limit("table_cells", math.prod(shape), what=f"The matrix {name}")',
            ),
        ),
    ),
    30: (
        without(
            ARRAYS + "test_a_missing_key_lists_those_found",
            never(NPZ, 'if key is None or (key == "arr_0" and len(arrays) > 1):'),
        ),
    ),
    31: (
        without(WIRE + "test_what_is_no_protobuf_is_no_model", never(WALK, "if number == 0:")),
        without(
            WIRE + "test_what_is_no_protobuf_is_no_model",
            never(WALK, "if position + length > end:"),
        ),
        without(
            "core/inference/test_engine.py::test_junk_is_no_model",
            uncaught("core/inference/session.py", "except Exception as error:"),
        ),
    ),
    32: (
        without(
            REFUSED,
            never(
                INSPECTION,
                "if tensor.data_location == onnx.TensorProto.EXTERNAL or "
                "len(tensor.external_data):",
            ),
        ),
    ),
    33: (
        without(REFUSED, never(INSPECTION, "if node.domain not in ALLOWED:")),
        without(
            REFUSED,
            never(INSPECTION, "if node.op_type not in ALLOWED[node.domain] or node.overload:"),
        ),
        without(
            REFUSED,
            never(
                INSPECTION,
                'if any(one.HasField("g") or one.graphs for one in node.attribute):',
            ),
        ),
        without(
            MODELS + "test_every_domain_that_this_runtime_knows_is_refused",
            never(FLATTENING, "if belongs_to_a_runtime(function.domain):"),
        ),
        without(
            (REFUSED, MODELS + "test_a_function_counts_once_for_each_call"),
            (INSPECTION, "flat = flatten(model)", "flat = model"),
        ),
        without(
            WIRE + "test_empty_messages_of_every_kind_are_counted_before_they_are_built",
            gone(
                WALK,
                'check_limit("model_nodes", n_nodes, what="The model, as far as it was read,")',
            ),
        ),
        without(
            WIRE + "test_empty_messages_of_every_kind_are_counted_before_they_are_built",
            gone(
                WALK,
                'check_limit("model_parts", n_parts, what="The model, as far as it was read,")',
            ),
        ),
    ),
    34: (
        without(
            MODELS + "test_a_good_model_runs_and_wrong_shapes_are_named",
            ("core/inference/signature.py", "if not fits or any(", "if False and any("),
        ),
        without(
            MODELS + "test_what_the_runtime_cannot_load_says_why",
            (
                RUNNER,
                'if "error" in header:\n            self._end()',
                "if False:\n            self._end()",
            ),
        ),
    ),
    35: (
        without(
            MODELS + "test_a_giant_is_stopped_by_the_memory_limit",
            gone(SANDBOX + "child.py", "limit_memory(MEMORY_BYTES)"),
        ),
        without(
            MODELS + "test_a_slow_model_is_killed_and_after_three_times_left_alone",
            gone(RUNNER, "watch.start()"),
        ),
        without(
            MODELS + "test_a_slow_model_is_killed_and_after_three_times_left_alone",
            never(RUNNER, "if self._n_deaths >= MOST_DEATHS:"),
        ),
    ),
    36: (
        without(
            "core/inference/test_live_loop.py::test_nonsense_is_never_drawn_as_a_position",
            never(
                "core/inference/live/fixes.py",
                "if position_m.shape != (2,) or not np.isfinite(position_m).all():",
            ),
        ),
    ),
    38: (without(REFUSED, never(INSPECTION, "if data.startswith(PICKLES):")),),
    39: (
        without(MALFORMED, (XML, ", forbid_dtd=True", "")),
        without(
            MALFORMED,
            gone(XML, 'check_limit("graph_nesting", depth, what=f"The file {name}")'),
        ),
        without(
            GRAPHS + "test_a_small_file_cannot_take_much_memory[Pajek with a million vertices]",
            gone(
                READ + "pajek.py",
                'check_limit("graph_nodes", int(counts[0]), what=f"The graph {network.name}")',
            ),
        ),
        without(
            MALFORMED,  # as far as the parser lets entities grow
            (
                XML,
                "from defusedxml.ElementTree import iterparse",
                "from xml.etree.ElementTree import iterparse",
            ),
            (XML, ", forbid_dtd=True", ""),
        ),
        without(
            PACKED + "test_a_document_type_within_a_workbook_is_refused",
            never(
                SHEETS,
                'if b"<!DOCTYPE" in text[:_PROLOGUE] or b"<!ENTITY" in text[:_PROLOGUE]:',
            ),
        ),
    ),
    40: (
        without(MALFORMED, never(EDGES, "if len(negative):")),
        without(MALFORMED, never(EDGES, "if n == 1:")),
        without(MALFORMED, never(EDGES, "if not adjacency.nnz:")),
        *(
            without(
                "core/datasets/test_graph_formats.py::"
                "test_directions_loops_and_repeated_edges_follow_the_rules_of_all_graphs",
                never(EDGES, rule),
            )
            for rule in ("if loops.any():", "if edges.directed:", "if repeated:")
        ),
    ),
    41: (
        without(
            GRAPHS + "test_more_attributes_than_are_kept_are_refused_before_they_are",
            gone(
                READ + "node_attributes.py",
                'check_limit("node_attributes", len(found) + 1, what=f"The graph {name}")',
            ),
        ),
        without(
            GRAPHS + "test_names_of_several_types_are_text_and_missing_attributes_are_said",
            never(READ + "node_attributes.py", "if missing:"),
        ),
        without(
            GRAPHS + "test_names_of_several_types_are_text_and_missing_attributes_are_said",
            (
                READ + "node_link_json.py",
                "ids = [str(i if key is None else node[key]) for i, node in enumerate(nodes)]",
                "ids = [node[key] for node in nodes]",
            ),
        ),
        without(
            GRAPHS + "test_repeated_labels_fall_back_to_ids_and_say_so",
            (
                READ + "gml.py",
                '("id", text, ("Labels are missing or repeated, so nodes are named by their '
                'id.",)),',
                "",
            ),
        ),
    ),
    42: (
        without(
            KERNELS + "test_x_out_of_range",
            never(
                "core/graphs/measures/flat_maps.py",
                "if not (0 < x < 1 or (self.closed and 0 <= x <= 1)):",
            ),
        ),
        without(
            KERNELS + "test_bad_arguments_say_what_to_do",
            never("core/graphs/checked_adjacency.py", "if (matrix.data < 0).any():"),
        ),
        without(
            KERNELS + "test_logarithms_of_a_graph_in_two_parts_are_refused",
            never("core/graphs/checked_adjacency.py", "if n_components > 1:"),
        ),
        without(
            KERNELS + "test_what_overflows_says_so",
            never("core/graphs/kernels.py", "if not np.isfinite(result).all():"),
        ),
    ),
    43: (
        without(
            PLANS + "test_a_crossing_room_is_refused_by_name",
            never(DATASETS + "floor_plan.py", "if not room.is_valid:"),
        ),
    ),
    44: (
        *(
            without(PLANS + "test_odd_beacon_positions_are_said", never(BEACONS, rule))
            for rule in (
                "if outside:",
                "if len(place) > 1 and pdist(place).min() == 0:",
                "if len(distinct) < 3:",
                "if spread[1] < 1e-6 * spread[0]:",
                "if unheard:",
            )
        ),
        without(
            PLANS + "test_a_beacon_with_two_positions_is_refused",
            never(READ + "location_table.py", "if (counts > 1).any():"),
        ),
        without(
            PLANS + "test_feet_are_converted_by_the_name_of_the_column",
            (UNITS, "if named and named[0] is not None:", "if False:"),
        ),
    ),
    45: (
        without(
            TABLES + "test_odd_powers_are_left_out_and_counted_by_reason",
            (RSS, "heard = filled & ~marked & ~high & ~low", "heard = filled"),
        ),
        without(
            TABLES + "test_positive_power_is_refused_with_its_value",
            never(RSS, "if high.sum() > heard.sum():"),
        ),
        without(
            READERS + "test_every_mark_for_not_heard",
            (RSS, "MARKS = (0.0, 100.0, 127.0, -200.0)", "MARKS = (0.0, 100.0, -200.0)"),
        ),
    ),
    46: (
        without(
            (
                TABLES + "test_unsorted_and_repeated_times_do_not_change_the_readings",
                READERS + "test_scans_are_joined_by_time_when_times_repeat",
            ),
            gone(READ + "fingerprints_long.py", 'key["time"] = time_s'),
        ),
        without(
            TABLES + "test_clock_units_are_detected_by_range",
            never(UNITS, "if unit not in _TIME_SCALES:"),
        ),
        without(
            (TABLES + "test_zones_are_normalised",),
            (READ + "dates.py", "format=form, utc=True, errors", "format=form, errors"),
        ),
        without(
            SURVEY_FAULTS + "test_dates_of_many_countries",
            (
                READ + "dates.py",
                "**{date + time: words for date, words in _DATES.items() for time in _TIMES},",
                "",
            ),
        ),
        without(
            SURVEY_FAULTS + "test_one_sentence_says_why_times_are_not_read",
            never(UNITS, "if bad.sum() * 2 > len(bad):"),
        ),
    ),
    47: (
        without(
            PLANS + "test_a_huge_image_is_refused_before_decoding",
            gone(
                IMAGE,
                'check_limit("image_pixels", image.width * image.height, what=f"The image {name}")',
            ),
        ),
        without(
            PLANS + "test_a_huge_image_is_refused_before_decoding",
            uncaught(IMAGE, "except Image.DecompressionBombError as error:"),
        ),
        without(
            PLANS + "test_truncated_images",
            uncaught(IMAGE, "except (OSError, ValueError, SyntaxError, EOFError) as error:"),
        ),
        without(
            PLANS + "test_other_formats_are_refused",
            never(IMAGE, 'if kind not in ("PNG image", "JPEG image"):'),
        ),
        without(
            PLANS + "test_cmyk_grey_palette_and_16_bit_become_rgb",
            (IMAGE, 'return image.convert("RGB")', "return image"),
        ),
        without(
            PLANS + "test_cmyk_grey_palette_and_16_bit_become_rgb",
            never(IMAGE, 'if image.mode.startswith("I;16") or image.mode == "I":'),
        ),
        without(
            PLANS + "test_a_rotated_photograph_stands_upright",
            (IMAGE, "upright = ImageOps.exif_transpose(image)", "upright = image"),
        ),
    ),
    48: (
        without(
            "app/test_pages.py::test_a_page_survives_a_hostile_link[where]",
            uncaught("components/link_state.py", "except ParameterError as error:"),
        ),
        without(
            UPLOADS
            + "test_the_address_of_an_upload_says_once_elsewhere_that_it_is_not_there[points]",
            gone(
                "components/link_state.py",
                "arrival.lost[parameter.name] = _what_is_lost(parameter, what)",
            ),
        ),
    ),
    49: (
        without(
            JOBS + "test_two_visitors_watch_one_job_and_a_third_finds_it_done",
            (
                RUN,
                "with self._lock:\n            run = self._at_work.get(key)",
                "with self._lock:\n            run = None",
            ),
        ),
        without(
            JOBS + "test_two_visitors_watch_one_job_and_a_third_finds_it_done",
            gone(RUN, "self._store.keep(key, done, grows=True)"),
        ),
        without(
            TABS + "test_a_page_that_nobody_sees_any_more_computes_nothing"
            "[side-by-side-data=make_swiss_roll&swiss_roll_points=5000&swiss_roll_dimensions=3"
            "&methods=tsne-t-SNE: ]",
            # Streamlit stops a page that draws, which then leaves its job: either is enough here.
            (
                "components/closed_tabs.py",
                "return self._now_s() - self._gone_since_s > GRACE_S",
                "return False",
            ),
            (
                RUN,
                "return time.monotonic() < self._until_s and not self._is_closed()",
                "return True",
            ),
        ),
    ),
    50: (
        without(
            APART + "test_a_file_that_takes_too_long_is_stopped_and_the_next_is_read",
            gone(CHILD, 'signal.setitimer(signal.ITIMER_REAL, float(limits["wall_s"]))'),
            gone(CHILD, 'limit_processor(int(limits["cpu_s"]))'),
        ),
        without(
            APART + "test_a_file_that_asks_for_too_much_memory_is_refused_and_the_next_is_read",
            gone(CHILD, 'limit_memory(int(limits["memory_bytes"]))'),
        ),
        without(
            MODELS + "test_a_child_that_dies_is_started_again",
            (
                RUNNER,
                "if self._child is None or self._child.poll() is not None:",
                "if self._child is None:",
            ),
        ),
    ),
    51: (
        without(
            JOBS + "test_who_has_stopped_sees_what_is_done_and_the_other_sees_the_end",
            never("components/jobs.py", "if not job.done and wish == STOPPED:"),
        ),
    ),
    52: (
        without(
            TWO + "test_two_visitors_with_the_same_file_share_nothing",
            ("components/memory.py", "if origin != YOURS:", "if True:"),
        ),
        without(
            NEXT_SESSION + "test_another_visitor_sees_nothing_of_it",
            (STORE, "self._owner = digest_of_owner(owner)", 'self._owner = "0" * 32'),
        ),
        without(
            "components/own_data/test_session_keys.py::"
            "test_the_store_alone_knows_where_ones_own_data_are",
            (
                "components/own_data/deletion.py",
                "import streamlit as st",
                'import streamlit as st\n\nKEY = "own_sets"',
            ),
        ),
    ),
}

# Row → test of the checklist → why no removal shows it to fail.
_DATA_KEEP_THEM = (
    "It sees that data hold names unchanged; what makes them harmless is done where they are drawn."
)
KEPT: dict[int, dict[str, str]] = {
    3: {
        "browser/test_upload.py::test_a_wrong_file_is_explained_and_the_page_stays": (
            "Nothing to remove: the widget is given no list of types, so it stops no page."
        )
    },
    27: {
        TABLES + "test_labels_stay_text": _DATA_KEEP_THEM,
        PACKED + "test_labels_and_names_from_outside_stay_text": _DATA_KEEP_THEM,
        GRAPHS + "test_labels_from_outside_stay_text": _DATA_KEEP_THEM,
    },
    36: {
        "browser/test_live.py::test_answers_that_are_no_positions_are_never_drawn": (
            "It sees in a browser what the other test of the row sees in the loop."
        )
    },
    47: {
        PLANS + "test_the_first_frame_of_an_animation_counts": (
            "Nothing to remove: Pillow opens an animation at its first frame."
        )
    },
    49: {
        TABS + "test_a_job_outlives_the_tab_that_began_it_and_opens_at_once_for_a_third": (
            "It sees of a real server, in minutes, what the test of two visitors sees of a page."
        )
    },
    51: {
        TABS + "test_stop_ends_the_work_for_who_presses_it_and_for_all_when_all_have": (
            "It sees of a real server, in minutes, what the other test of the row sees of a page."
        )
    },
}
