mod dictionary;

use std::io::Write;

use polars::prelude::{CompatLevel, DataFrame, PolarsError, PolarsResult};
use polars_arrow::array::{Array, Utf8ViewArray};
use polars_arrow::compute::concatenate::concatenate_unchecked;
use polars_arrow::datatypes::{ArrowSchema, PhysicalType};
use polars_parquet::read::ParquetError;
use polars_parquet::write::{
    CompressionOptions, Compressor, DynIter, DynStreamingIterator, Encoding, FallibleStreamingIterator,
    FileWriter, Page, ParquetType, StatisticsOptions, Version, WriteOptions, array_to_columns,
};

use self::dictionary::dictionary;
use crate::schema::Table;

/// Writes Parquet.
///
/// polars' own `ParquetWriter` declares strings as views, with which pandas and pyarrow fail (polars#26435), and does
/// not give the output back; so the pages are composed here from the same parts, one column after the other.
pub(super) struct ParquetEncoder<W: Write> {
    file: FileWriter<W>,
    /// The types of its columns.
    types: Vec<ParquetType>,
}

const OPTIONS: WriteOptions = WriteOptions {
    statistics: StatisticsOptions {
        min_value: true,
        max_value: true,
        distinct_count: false,
        null_count: true,
        // Stated, since polars reads the default from the environment.
        binary_statistics_truncate_length: Some(64),
    },
    // Every reader knows it. LZ4 is as fast and 5 % larger; zstd at level 1 takes 40 % longer and is 25 % smaller.
    compression: CompressionOptions::Snappy,
    version: Version::V1,
    data_page_size: None,
};

impl<W: Write> ParquetEncoder<W> {
    pub(super) fn new(table: &Table, output: W) -> PolarsResult<Self> {
        let file = FileWriter::try_new(output, arrow_schema(table), OPTIONS)?;
        let types = file.parquet_schema().fields().to_vec();
        Ok(ParquetEncoder { file, types })
    }

    /// Writes the rows of some frames as one row group, whose columns are in memory one after the other.
    pub(super) fn write(&mut self, frames: &[DataFrame]) -> PolarsResult<()> {
        let n_rows: usize = frames.iter().map(DataFrame::height).sum();
        let parts: Vec<_> =
            frames.iter().map(|frame| frame.rechunk_to_arrow(CompatLevel::newest())).collect();
        let columns = self.types.iter().enumerate().flat_map(|(at, type_)| {
            let chunks: Vec<&dyn Array> = parts.iter().map(|part| &*part[at]).collect();
            match column_pages(&chunks, type_) {
                Ok(pages) => pages.into_iter().map(Ok).collect(),
                Err(error) => vec![Err(error)],
            }
        });
        let compressed = columns.map(|pages| {
            let pages = pages?;
            let pages =
                pages.map(|page| page.map_err(|error| ParquetError::FeatureNotSupported(error.to_string())));
            let compressor = Compressor::new_from_vec(pages, OPTIONS.compression, Vec::new());
            Ok(DynStreamingIterator::new(compressor.map_err(PolarsError::from)))
        });
        self.file.write(n_rows as u64, DynIter::new(compressed))
    }

    pub(super) fn finish(mut self) -> PolarsResult<W> {
        self.file.end(None)?;
        Ok(self.file.into_inner())
    }
}

/// The pages of one column of a row group.
fn column_pages(
    chunks: &[&dyn Array],
    type_: &ParquetType,
) -> PolarsResult<Vec<DynIter<'static, PolarsResult<Page>>>> {
    let texts: Option<Vec<&Utf8ViewArray>> =
        chunks.iter().map(|chunk| chunk.as_any().downcast_ref()).collect();
    let (array, encoding): (Box<dyn Array>, _) = match texts.map(|texts| dictionary(&texts)) {
        Some(Some(dictionary)) => (Box::new(dictionary), Encoding::RleDictionary),
        Some(None) => (concatenate_unchecked(chunks)?, Encoding::Plain),
        None => {
            let array = concatenate_unchecked(chunks)?;
            // polars looks itself whether numbers repeat.
            let encoding = match array.dtype().to_physical_type() {
                PhysicalType::Primitive(_) => Encoding::RleDictionary,
                _ => Encoding::Plain,
            };
            (array, encoding)
        }
    };
    array_to_columns(array, type_.clone(), OPTIONS, &[encoding])
}

/// The Arrow schema that files declare: strings as large_utf8, which every reader knows, not as views.
pub(super) fn arrow_schema(table: &Table) -> ArrowSchema {
    let field = |(name, kind): (&polars::prelude::PlSmallStr, &polars::prelude::DataType)| {
        (name.clone(), kind.to_arrow_field(name.clone(), CompatLevel::oldest()))
    };
    table.schema().iter().map(field).collect()
}
