//! Parquet files of somebody else.

use std::fs::File;

use bangjiao_table::{Error, read_records, read_records_in_memory};
use polars::prelude::*;

#[test]
fn cells_of_every_type_become_texts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("articles.parquet");
    let mut frame = df!(
        "id" => [7i64, 8],
        "title" => [Some("中纳建交"), None],
        "date" => [7_384i32, 7_385],
        "score" => [2.0 / 3.0, 1.0],
        "front" => [true, false],
    )
    .unwrap();
    let dates = frame.column("date").unwrap().cast(&DataType::Date).unwrap();
    frame.with_column(dates).unwrap();
    let lists = Series::new(
        "tags".into(),
        [Series::new("".into(), ["建交", "非洲"]), Series::new("".into(), Vec::<&str>::new())],
    );
    frame.with_column(lists.into()).unwrap();
    let time = Series::new("time".into(), [0i64, 1])
        .cast(&DataType::Datetime(TimeUnit::Milliseconds, None))
        .unwrap();
    frame.with_column(time.into()).unwrap();
    ParquetWriter::new(File::create(&path).unwrap()).with_row_group_size(Some(1)).finish(&mut frame).unwrap();

    let records: Vec<_> = read_records(&path).unwrap().map(Result::unwrap).collect();
    let cells = |at: usize| records[at].iter().map(|(_, cell)| cell.as_deref()).collect::<Vec<_>>();
    assert_eq!(
        frame.get_column_names(),
        records[0].iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>()
    );
    assert_eq!(
        cells(0),
        [
            Some("7"),
            Some("中纳建交"),
            Some("1990-03-21"),
            Some("0.6666666666666666"),
            Some("true"),
            Some("建交|非洲"),
            Some("1970-01-01 00:00:00")
        ]
    );
    assert_eq!(cells(1)[..4], [Some("8"), None, Some("1990-03-22"), Some("1.0")]);
    assert_eq!(cells(1)[5], Some(""));
    assert_eq!(records.len(), 2);

    let bytes = std::fs::read(&path).unwrap();
    let in_memory = read_records_in_memory(&path, bytes).unwrap();
    assert_eq!(in_memory.map(Result::unwrap).collect::<Vec<_>>(), records);
}

#[test]
fn rows_are_read_in_slices() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.parquet");
    let mut frame = df!("id" => (0..40_000i64).collect::<Vec<_>>()).unwrap();
    ParquetWriter::new(File::create(&path).unwrap())
        .with_row_group_size(Some(30_000))
        .finish(&mut frame)
        .unwrap();
    let ids: Vec<String> =
        read_records(&path).unwrap().map(|record| record.unwrap()[0].1.clone().unwrap()).collect();
    assert_eq!(ids, (0..40_000).map(|id| id.to_string()).collect::<Vec<_>>());
}

#[test]
fn a_file_that_is_no_parquet_is_named_with_a_cure() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("text.parquet");
    let missing = read_records(&path).unwrap_err();
    assert!(matches!(missing, Error::Open { .. }));
    std::fs::write(&path, "这不是表格，只是一段文字。").unwrap();
    let damaged = read_records(&path).unwrap_err();
    assert!(damaged.to_string().contains("could not be read as Parquet; write it again, or"), "{damaged}");
    std::fs::write(&path, "").unwrap();
    assert!(matches!(read_records(&path).unwrap_err(), Error::Read { .. }));
}

#[test]
fn times_are_in_utc_and_categories_are_texts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("times.parquet");
    let categories = Categories::global();
    let mut frame =
        df!("time" => [836_640_000_000i64], "zone" => [836_640_000_000i64], "genre" => ["公文"]).unwrap();
    let time = |zone| DataType::Datetime(TimeUnit::Milliseconds, zone);
    let utc = TimeZone::opt_try_new(Some("UTC")).unwrap();
    let plain = frame.column("time").unwrap().cast(&time(None)).unwrap();
    let zoned = frame.column("zone").unwrap().cast(&time(utc)).unwrap();
    let genre = frame.column("genre").unwrap().cast(&DataType::from_categories(categories)).unwrap();
    frame.with_column(plain).unwrap().with_column(zoned).unwrap().with_column(genre).unwrap();
    ParquetWriter::new(File::create(&path).unwrap()).finish(&mut frame).unwrap();
    let record = read_records(&path).unwrap().next().unwrap().unwrap();
    let cells: Vec<_> = record.iter().map(|(_, cell)| cell.as_deref().unwrap()).collect();
    assert_eq!(cells, ["1996-07-06 08:00:00", "1996-07-06 08:00:00", "公文"]);
}

#[test]
fn a_column_that_is_no_text_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("struct.parquet");
    let inner = df!("title" => ["建交"]).unwrap().into_struct("article".into());
    let mut frame = DataFrame::new(1, vec![inner.into_series().into()]).unwrap();
    ParquetWriter::new(File::create(&path).unwrap()).finish(&mut frame).unwrap();
    let error = read_records(&path).unwrap_err();
    assert!(matches!(&error, Error::ColumnType { column, .. } if column == "article"), "{error}");
}
