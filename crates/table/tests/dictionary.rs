//! The page of the documentation that describes every column is the one that the schema gives.

use expect_test::expect_file;

#[test]
fn the_data_dictionary_is_up_to_date() {
    expect_file!["../../../docs/data-dictionary.md"].assert_eq(&bangjiao_table::data_dictionary_markdown());
}
