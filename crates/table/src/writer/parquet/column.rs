use polars::prelude::PolarsResult;
use polars_arrow::array::{Array, PrimitiveArray};
use polars_arrow::compute::concatenate::concatenate_unchecked;
use polars_arrow::datatypes::{ArrowDataType, PhysicalType};
use polars_parquet::write::Encoding;

use super::dictionary::{Keyed, Texts, dictionary};

/// The cells of a column while they wait for the end of their group.
pub(in crate::writer) enum PackedColumn {
    /// Texts that repeat.
    Keyed(Keyed),
    /// Integers that need no more than 32 bits.
    Narrow(PrimitiveArray<i32>),
    /// As they came.
    Array(Box<dyn Array>),
}

impl PackedColumn {
    pub(in crate::writer) fn new(array: Box<dyn Array>) -> Self {
        let any = array.as_any();
        let keyed = any.downcast_ref().and_then(Keyed::new).map(PackedColumn::Keyed);
        let narrow = || any.downcast_ref().and_then(narrowed).map(PackedColumn::Narrow);
        keyed.or_else(narrow).unwrap_or(PackedColumn::Array(array))
    }

    fn texts(&self) -> Option<Texts<'_>> {
        match self {
            PackedColumn::Keyed(keyed) => Some(Texts::Keyed(keyed)),
            PackedColumn::Narrow(_) => None,
            PackedColumn::Array(array) => array.as_any().downcast_ref().map(Texts::Plain),
        }
    }

    /// The cells as they came.
    fn unpacked(&self) -> Box<dyn Array> {
        match self {
            PackedColumn::Keyed(keyed) => Texts::Keyed(keyed).plain(),
            PackedColumn::Narrow(cells) => widened(cells).boxed(),
            PackedColumn::Array(array) => array.clone(),
        }
    }
}

/// The cells of some parts of a column in one array, and how they are encoded.
pub(super) fn joined(parts: &[&PackedColumn]) -> PolarsResult<(Box<dyn Array>, Encoding)> {
    let texts: Option<Vec<Texts<'_>>> = parts.iter().map(|part| part.texts()).collect();
    if let Some(dictionary) = texts.and_then(|texts| dictionary(&texts)) {
        return Ok((dictionary.boxed(), Encoding::RleDictionary));
    }
    let parts: Vec<Box<dyn Array>> = parts.iter().map(|part| part.unpacked()).collect();
    let array = concatenate_unchecked(&parts)?;
    // polars looks itself whether numbers repeat.
    let encoding = match array.dtype().to_physical_type() {
        PhysicalType::Primitive(_) => Encoding::RleDictionary,
        _ => Encoding::Plain,
    };
    Ok((array, encoding))
}

fn narrowed(cells: &PrimitiveArray<i64>) -> Option<PrimitiveArray<i32>> {
    let values: Option<Vec<i32>> = cells.values_iter().map(|value| i32::try_from(*value).ok()).collect();
    Some(PrimitiveArray::new(ArrowDataType::Int32, values?.into(), cells.validity().cloned()))
}

fn widened(cells: &PrimitiveArray<i32>) -> PrimitiveArray<i64> {
    let values: Vec<i64> = cells.values_iter().map(|value| i64::from(*value)).collect();
    PrimitiveArray::new(ArrowDataType::Int64, values.into(), cells.validity().cloned())
}
