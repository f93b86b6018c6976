use polars_arrow::array::{
    Array, DictionaryArray, MutableArray, MutableBinaryViewArray, PrimitiveArray, Utf8ViewArray,
};
use polars_arrow::compute::concatenate::concatenate_validities;
use polars_arrow::datatypes::ArrowDataType;
use rustc_hash::FxHashMap;

/// From so many texts on it is asked, at every doubling, whether they repeat.
const SAMPLE: usize = 1_024;

/// The texts of a column as keys into its distinct texts, in order of appearance; `None` if they hardly repeat.
///
/// polars hashes each column twice, to estimate and to group, and needs it in one piece; this took a third of the time
/// of writing `mentions`. Here a text of up to twelve bytes is its own key, and one that stands in the same place of
/// memory as the text before it (the article of a mention) is not looked at.
pub(super) fn dictionary(chunks: &[&Utf8ViewArray]) -> Option<DictionaryArray<u32>> {
    let n = chunks.iter().map(|chunk| chunk.len()).sum();
    let mut distinct = Distinct::default();
    let mut keys: Vec<u32> = Vec::with_capacity(n);
    for chunk in chunks {
        let mut last = None;
        for (row, view) in chunk.views().iter().enumerate() {
            if keys.len() >= SAMPLE && keys.len().is_power_of_two() && !distinct.repeat(keys.len()) {
                return None;
            }
            let view_key = view.as_u128();
            let key = match last {
                Some((same, key)) if same == view_key => key,
                // Any key does for a null, since its value is never looked up.
                _ if chunk.is_null(row) => 0,
                _ if view.is_inline() => distinct.short_text(view_key, chunk, row),
                _ => distinct.long_text(chunk, row),
            };
            last = Some((view_key, key));
            keys.push(key);
        }
    }
    if !distinct.repeat(n) || distinct.texts.is_empty() {
        return None;
    }
    let validity =
        concatenate_validities(&chunks.iter().map(|chunk| *chunk as &dyn Array).collect::<Vec<_>>());
    let keys = PrimitiveArray::new(ArrowDataType::UInt32, keys.into(), validity);
    let values: Utf8ViewArray = distinct.texts.freeze();
    Some(DictionaryArray::try_from_keys(keys, values.boxed(), false).expect("keys count the texts from 0"))
}

/// The distinct texts of a column.
#[derive(Default)]
struct Distinct<'a> {
    texts: MutableBinaryViewArray<str>,
    short: FxHashMap<u128, u32>,
    long: FxHashMap<&'a str, u32>,
}

impl<'a> Distinct<'a> {
    fn short_text(&mut self, view_key: u128, chunk: &Utf8ViewArray, row: usize) -> u32 {
        *self.short.entry(view_key).or_insert_with(|| push(&mut self.texts, chunk.value(row)))
    }

    fn long_text(&mut self, chunk: &'a Utf8ViewArray, row: usize) -> u32 {
        let text = chunk.value(row);
        *self.long.entry(text).or_insert_with(|| push(&mut self.texts, text))
    }

    /// Whether each text stands in the column often enough to be stored once.
    fn repeat(&self, n: usize) -> bool {
        self.texts.len() * 4 <= n * 3
    }
}

fn push(texts: &mut MutableBinaryViewArray<str>, text: &str) -> u32 {
    let key = u32::try_from(texts.len()).expect("a row group has fewer than four billion rows");
    texts.push_value(text);
    key
}

#[cfg(test)]
mod tests {
    use polars_arrow::array::Utf8ViewArray;

    use super::dictionary;

    fn column(texts: &[Option<&str>]) -> Utf8ViewArray {
        Utf8ViewArray::from_slice(texts)
    }

    #[test]
    fn texts_are_numbered_by_appearance_over_all_chunks() {
        let long = "全国人民代表大会常务委员会";
        let first = column(&[Some("中国"), None, Some(long), Some("中国"), Some("")]);
        let second = column(&[Some(long), None, Some("中国"), Some("")]);
        let found = dictionary(&[&first, &second]).unwrap();
        let keys: Vec<_> = found.keys().iter().map(|key| key.copied()).collect();
        assert_eq!(keys, [Some(0), None, Some(1), Some(0), Some(2), Some(1), None, Some(0), Some(2)]);
        assert_eq!(found.values().len(), 3);
    }

    #[test]
    fn an_empty_column_has_none() {
        assert!(dictionary(&[&column(&[None, None])]).is_none());
    }

    #[test]
    fn texts_that_hardly_repeat_have_none() {
        let numbers: Vec<String> = (0..5_000).map(|number| number.to_string()).collect();
        let texts: Vec<_> = numbers.iter().map(|number| Some(number.as_str())).collect();
        assert!(dictionary(&[&column(&texts)]).is_none());
        assert!(dictionary(&[&column(&texts[..3])]).is_none());
    }
}
