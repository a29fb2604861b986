"""Which test holds each row of the checklist of bad inputs that is about files.

Rows are those of the checklist (1–30 files, tables and arrays; 39–41 graphs; 47 images); rows about
models are held by ``tests/core/inference/test_sandbox*.py``. ``test_checklist.py`` sees that every
row is here and that every test exists.
"""

ENVELOPE, TABLES = "bad_inputs/test_upload_envelope.py::", "bad_inputs/test_tables.py::"
ARRAYS, GRAPHS = "bad_inputs/test_arrays.py::", "bad_inputs/test_graphs.py::"
PACKED, APART = "bad_inputs/test_packed_tables.py::", "bad_inputs/test_apart.py::"
PLANS, UPLOADS = "bad_inputs/test_floor_plans.py::", "app/test_uploads.py::"
READERS = "core/datasets/test_graph_readers.py::"

# Row → (what may come, tests).
HELD: dict[int, tuple[str, tuple[str, ...]]] = {
    1: ("an empty file", (ENVELOPE + "test_an_empty_file", ENVELOPE + "test_a_file_of_blanks")),
    2: (
        "a file over the limit",
        (ENVELOPE + "test_a_file_over_the_limit_is_refused_with_both_numbers",),
    ),
    3: (
        "a wrong extension",
        (
            ENVELOPE + "test_good_content_is_read_whatever_the_extension",
            "browser/test_upload.py::test_a_wrong_file_is_explained_and_the_page_stays",
        ),
    ),
    4: (
        "other bytes under a known extension",
        (ENVELOPE + "test_other_content_is_named_whatever_the_extension",),
    ),
    5: (
        "a hostile file name",
        (
            ENVELOPE + "test_hostile_names_are_shown_harmlessly",
            ENVELOPE + "test_a_long_name_is_shortened_and_keeps_its_ending",
        ),
    ),
    6: (
        "the same name, other content",
        (UPLOADS + "test_a_file_of_the_same_name_and_other_content_is_another_file",),
    ),
    7: (
        "the same file twice",
        (UPLOADS + "test_the_same_file_given_again_starts_anew_too",),
    ),
    8: (
        "several files, one of them bad",
        (ENVELOPE + "test_one_bad_file_of_several_is_named",),
    ),
    9: (
        "a bomb",
        (
            ENVELOPE + "test_a_bomb_is_refused_before_unpacking",
            ENVELOPE + "test_an_archive_that_lies_about_its_sizes_is_refused",
            PACKED + "test_a_workbook_that_is_a_bomb_is_refused_before_unpacking",
            PACKED + "test_a_gzip_bomb_stops_at_the_limit",
            PACKED + "test_a_matlab_file_that_is_a_bomb",
            PACKED + "test_repetition_in_an_open_document_does_not_fill_the_memory",
        ),
    ),
    10: (
        "paths, links and archives within an archive",
        (ENVELOPE + "test_archives_that_could_do_harm_are_refused",),
    ),
    11: (
        "no place on the disk",
        (ENVELOPE + "test_no_file_is_written_while_one_is_read",),
    ),
    13: (
        "encodings, marks, NUL",
        (
            TABLES + "test_encodings",
            TABLES + "test_nul_characters_are_refused",
            TABLES + "test_truncated_utf16_is_refused",
        ),
    ),
    14: (
        "semicolons and decimal commas",
        (
            TABLES + "test_thousands_separators_are_never_silently_decimals",
            TABLES + "test_decimal_commas_are_detected_said_and_can_be_switched",
        ),
    ),
    15: (
        "no header, repeated, empty or very many names",
        (
            TABLES + "test_repeated_columns_are_named",
            TABLES + "test_empty_column_names_are_numbered_and_said",
            TABLES + "test_too_many_columns",
            PACKED + "test_repeated_names_and_too_many_columns_are_named",
        ),
    ),
    16: (
        "ragged rows, open quotation marks, huge cells",
        (
            TABLES + "test_a_ragged_row_is_named",
            TABLES + "test_a_short_row_is_named",
            TABLES + "test_an_open_quotation_mark_is_named",
            TABLES + "test_a_huge_cell",
        ),
    ),
    17: (
        "text in a column of numbers",
        (
            TABLES + "test_text_in_a_numeric_column_is_listed",
            TABLES + "test_at_most_twenty_bad_cells_are_listed_and_all_are_counted",
        ),
    ),
    18: (
        "empty, infinite and constant columns",
        (
            TABLES + "test_empty_rows_are_counted_and_constant_columns_flagged",
            TABLES + "test_all_empty_is_refused",
            ARRAYS + "test_infinite_values_are_refused_with_their_place",
        ),
    ),
    19: ("one row", (TABLES + "test_one_row_is_a_data_set_with_an_explanation",)),
    20: ("identical points", (TABLES + "test_identical_points",)),
    21: (
        "very many rows or columns",
        (
            TABLES + "test_too_many_columns",
            PACKED + "test_a_cell_in_the_last_corner_is_refused_before_the_sheet_is_unfolded",
            "core/test_limits.py::test_every_limit_is_used_somewhere",
        ),
    ),
    22: ("extreme values", (TABLES + "test_extreme_values_are_read_exactly",)),
    23: (
        "large whole numbers that are names",
        (
            TABLES + "test_large_integer_ids_stay_text",
            PACKED + "test_numbers_of_json_beyond_float64_are_bad_cells_and_long_ids_stay_text",
        ),
    ),
    24: (
        "JSON: deep, twice the same key, NaN, 1e400",
        (
            GRAPHS + "test_a_malformed_graph_gets_a_clear_message",
            PACKED + "test_json_that_is_no_table_says_why",
            PACKED + "test_one_key_twice_among_very_many_is_found",
        ),
    ),
    25: (
        "Parquet and Arrow: odd types, damaged footers, dictionaries",
        (
            TABLES + "test_damaged_parquet",
            PACKED + "test_types_that_are_no_cells_are_named",
            PACKED + "test_a_dictionary_that_points_beyond_its_words_is_refused",
            PACKED + "test_a_feather_file_that_lies_about_the_size_of_a_column",
            APART + "test_a_file_that_takes_too_long_is_stopped_and_the_next_is_read",
            APART + "test_a_file_that_asks_for_too_much_memory_is_refused_and_the_next_is_read",
        ),
    ),
    26: (
        "formulas",
        (
            TABLES + "test_formulas_are_escaped_on_export",
            TABLES + "test_a_number_is_no_formula_even_as_text",
            "components/test_csv_export.py::"
            "test_every_writer_of_core_neutralises_names_and_keeps_numbers",
        ),
    ),
    27: (
        "HTML, Markdown and formulas in labels",
        (
            TABLES + "test_labels_stay_text",
            PACKED + "test_labels_and_names_from_outside_stay_text",
            GRAPHS + "test_labels_from_outside_stay_text",
        ),
    ),
    28: (
        "Python objects",
        (ARRAYS + "test_python_objects_are_refused_and_never_run",),
    ),
    29: (
        "arrays that lie about their shape or type",
        (
            ARRAYS + "test_a_lying_shape_is_refused_before_allocation",
            ARRAYS + "test_other_types_are_refused",
            PACKED + "test_a_matlab_file_that_lies_about_its_shape",
        ),
    ),
    30: (
        "archives of arrays without the expected one",
        (ARRAYS + "test_a_missing_key_lists_those_found",),
    ),
    39: (
        "XML with a document type, entities, deep nesting",
        (
            GRAPHS + "test_a_malformed_graph_gets_a_clear_message",
            GRAPHS + "test_a_small_file_cannot_take_much_memory",
            PACKED + "test_a_document_type_within_a_workbook_is_refused",
        ),
    ),
    40: (
        "directions, loops, repeated edges, odd weights, no edge",
        (
            GRAPHS + "test_a_malformed_graph_gets_a_clear_message",
            "core/datasets/test_graph_formats.py::"
            "test_directions_loops_and_repeated_edges_follow_the_rules_of_all_graphs",
        ),
    ),
    41: (
        "mixed names, missing attributes, very many of them",
        (
            GRAPHS + "test_more_attributes_than_are_kept_are_refused_before_they_are",
            GRAPHS + "test_names_of_several_types_are_text_and_missing_attributes_are_said",
            GRAPHS + "test_repeated_labels_fall_back_to_ids_and_say_so",
        ),
    ),
    47: (
        "images: huge, truncated, animated, of other colours, SVG",
        (
            PLANS + "test_a_huge_image_is_refused_before_decoding",
            PLANS + "test_truncated_images",
            PLANS + "test_other_formats_are_refused",
            PLANS + "test_cmyk_grey_palette_and_16_bit_become_rgb",
            PLANS + "test_the_first_frame_of_an_animation_counts",
            PLANS + "test_a_rotated_photograph_stands_upright",
        ),
    ),
}
# Row → why no test of this project holds it.
NOT_HELD = {
    12: "A connection that drops while a file arrives: Streamlit hands over whole files or none; a "
    "file that breaks off is refused or read to its last row (core/datasets/test_formats.py).",
}
ROWS = (*range(1, 31), 39, 40, 41, 47)
