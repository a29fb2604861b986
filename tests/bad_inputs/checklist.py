"""Which test holds each row of the checklist of bad inputs and faults.

Rows are those of the checklist: 1–30 files, tables and arrays; 31–38 models; 39–47 graphs, floors
and images; 48–52 sessions, links and processes. ``test_checklist.py`` sees that every row is here
and that every test exists.
"""

ENVELOPE, TABLES = "bad_inputs/test_upload_envelope.py::", "bad_inputs/test_tables.py::"
ARRAYS, GRAPHS = "bad_inputs/test_arrays.py::", "bad_inputs/test_graphs.py::"
PACKED, APART = "bad_inputs/test_packed_tables.py::", "bad_inputs/test_apart.py::"
PLANS, UPLOADS = "bad_inputs/test_floor_plans.py::", "app/test_uploads.py::"
READERS = "core/datasets/test_readers.py::"
MODELS, WIRE = "core/inference/sandbox/test_models.py::", "core/inference/sandbox/test_wire.py::"
KERNELS, TROUBLES = "core/graphs/test_kernels.py::", "core/datasets/workspace/test_troubles.py::"
NEXT_SESSION, JOBS = "components/own_data/test_next_session.py::", "app/test_jobs.py::"
NAMES, SHOWN = "app/test_names.py::", "components/test_text.py::"
TABS, TWO = "app/test_closed_tabs.py::", "app/test_two_visitors.py::"

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
        (
            UPLOADS + "test_the_same_file_given_again_starts_anew_too",
            NEXT_SESSION + "test_the_same_file_given_again_is_one_set",
        ),
    ),
    8: (
        "several files, one of them bad",
        (
            ENVELOPE + "test_one_bad_file_of_several_is_named",
            "app/test_data.py::test_one_bad_file_does_not_lose_the_good_ones",
        ),
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
        (
            ENVELOPE + "test_no_file_is_written_while_one_is_read",
            TROUBLES + "test_a_disk_that_is_nearly_full_keeps_its_last_room",
            TROUBLES + "test_a_disk_that_fills_up_in_the_middle_of_a_file",
            TROUBLES + "test_a_folder_that_refuses_to_be_written",
            NEXT_SESSION + "test_what_a_full_disk_refuses_is_in_the_session_all_the_same",
            NEXT_SESSION + "test_a_folder_that_cannot_be_used_is_said_and_the_session_goes_on",
        ),
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
    22: (
        "extreme values",
        (
            TABLES + "test_extreme_values_are_read_exactly",
            "core/density/kernel_density/test_input.py::"
            "test_huge_values_give_minus_infinity_without_a_warning",
            "core/density/test_hard_numbers.py::"
            "test_a_bandwidth_scales_with_its_data_to_the_ends_of_the_range",
        ),
    ),
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
            SHOWN + "test_no_hostile_text_keeps_an_active_mark",
            "components/localization/test_maps.py::test_beacon_names_cannot_be_html",
            NAMES + "test_names_are_shown_as_they_are_in_every_dialog_and_on_every_page",
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
    31: (
        "bytes that are no model",
        (
            WIRE + "test_what_is_no_protobuf_is_no_model",
            "core/inference/test_engine.py::test_junk_is_no_model",
        ),
    ),
    32: ("a model that names files", (MODELS + "test_what_may_not_run_is_refused_before_it_does",)),
    33: (
        "foreign operators, functions that hide them, loops, very many nodes",
        (
            MODELS + "test_what_may_not_run_is_refused_before_it_does",
            MODELS + "test_every_domain_that_this_runtime_knows_is_refused",
            MODELS + "test_a_function_counts_once_for_each_call",
            WIRE + "test_empty_messages_of_every_kind_are_counted_before_they_are_built",
        ),
    ),
    34: (
        "other inputs than expected, or too new operators",
        (
            MODELS + "test_a_good_model_runs_and_wrong_shapes_are_named",
            MODELS + "test_what_the_runtime_cannot_load_says_why",
        ),
    ),
    35: (
        "a model that never ends or takes all memory",
        (
            MODELS + "test_a_giant_is_stopped_by_the_memory_limit",
            MODELS + "test_a_slow_model_is_killed_and_after_three_times_left_alone",
        ),
    ),
    36: (
        "answers that are no positions",
        (
            "core/inference/test_live_loop.py::test_nonsense_is_never_drawn_as_a_position",
            "browser/test_live.py::test_answers_that_are_no_positions_are_never_drawn",
        ),
    ),
    38: (
        "a pickle, joblib or HDF5 file as a model",
        (MODELS + "test_what_may_not_run_is_refused_before_it_does",),
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
    42: (
        "parameters out of their range, numbers that overflow",
        (
            KERNELS + "test_x_out_of_range",
            KERNELS + "test_bad_arguments_say_what_to_do",
            KERNELS + "test_logarithms_of_a_graph_in_two_parts_are_refused",
            KERNELS + "test_what_overflows_says_so",
        ),
    ),
    43: (
        "a room whose outline crosses itself",
        (PLANS + "test_a_crossing_room_is_refused_by_name",),
    ),
    44: (
        "beacons outside, on a line, twice, or in feet",
        (
            PLANS + "test_odd_beacon_positions_are_said",
            PLANS + "test_a_beacon_with_two_positions_is_refused",
            PLANS + "test_feet_are_converted_by_the_name_of_the_column",
        ),
    ),
    45: (
        "received power that is none",
        (
            TABLES + "test_odd_powers_are_left_out_and_counted_by_reason",
            TABLES + "test_positive_power_is_refused_with_its_value",
            READERS + "test_every_mark_for_not_heard",
        ),
    ),
    46: (
        "times: dates of many forms, milliseconds, repeated, unreadable",
        (
            TABLES + "test_unsorted_and_repeated_times_do_not_change_the_readings",
            TABLES + "test_clock_units_are_detected_by_range",
            TABLES + "test_zones_are_normalised",
            READERS + "test_scans_are_joined_by_time_when_times_repeat",
            "core/datasets/test_survey_faults.py::test_dates_of_many_countries",
            "core/datasets/test_survey_faults.py::test_one_sentence_says_why_times_are_not_read",
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
    48: (
        "a link that asks for what there is not",
        (
            "app/test_pages.py::test_a_page_survives_a_hostile_link",
            UPLOADS + "test_the_address_of_an_upload_says_once_elsewhere_that_it_is_not_there",
        ),
    ),
    49: (
        "two tabs, a page left or a browser closed in the middle of a job",
        (
            JOBS + "test_two_visitors_watch_one_job_and_a_third_finds_it_done",
            TABS + "test_a_page_that_nobody_sees_any_more_computes_nothing",
            TABS + "test_a_job_outlives_the_tab_that_began_it_and_opens_at_once_for_a_third",
        ),
    ),
    50: (
        "a child that is killed, too slow or too large",
        (
            APART + "test_a_file_that_takes_too_long_is_stopped_and_the_next_is_read",
            APART + "test_a_file_that_asks_for_too_much_memory_is_refused_and_the_next_is_read",
            MODELS + "test_a_child_that_dies_is_started_again",
        ),
    ),
    51: (
        "Stop",
        (
            TABS + "test_stop_ends_the_work_for_who_presses_it_and_for_all_when_all_have",
            JOBS + "test_who_has_stopped_sees_what_is_done_and_the_other_sees_the_end",
        ),
    ),
    52: (
        "two visitors at once",
        (
            TWO + "test_two_visitors_with_the_same_file_share_nothing",
            NEXT_SESSION + "test_another_visitor_sees_nothing_of_it",
            "components/own_data/test_session_keys.py::test_the_store_alone_knows_where_ones_own_data_are",
        ),
    ),
}
# Row → why no test of this project holds it.
NOT_HELD = {
    12: "A connection that drops while a file arrives: Streamlit hands over whole files or none; a "
    "file that breaks off is refused or read to its last row (core/datasets/test_formats.py).",
    37: "A model that the program brings along: it brings none; every model is exported on its "
    "page, from an estimator that was fitted there.",
}
ROWS = tuple(range(1, 53))
