use polars_arrow::array::{
    Array, DictionaryArray, MutableArray, MutableBinaryViewArray, PrimitiveArray, Utf8ViewArray,
};
use polars_arrow::compute::concatenate::concatenate_validities;
use polars_arrow::datatypes::ArrowDataType;
use rustc_hash::FxHashMap;

/// From so many texts on it is asked, at every doubling, whether they repeat.
const SAMPLE: usize = 1_024;

/// Texts longer than so many bytes on average are not looked at before the end of their group: they hardly repeat.
const LONG: usize = 64;

/// Texts of which each distinct one is stored once, in order of appearance.
pub(in crate::writer) struct Keyed {
    /// The places of the texts of the rows among the distinct ones; null where there is none.
    keys: PrimitiveArray<u16>,
    texts: Utf8ViewArray,
}

impl Keyed {
    /// `None` if the texts hardly repeat, or are long or too many.
    pub(super) fn new(cells: &Utf8ViewArray) -> Option<Self> {
        if cells.total_bytes_len() > LONG * cells.len() {
            return None;
        }
        let mut numbered = Numbered::with_capacity(cells.len());
        numbered.add(Texts::Plain(cells))?;
        let Numbered { keys, distinct } = numbered;
        let keys: Option<Vec<u16>> = keys.into_iter().map(|key| u16::try_from(key).ok()).collect();
        let keys = PrimitiveArray::new(ArrowDataType::UInt16, keys?.into(), cells.validity().cloned());
        (distinct.repeat(keys.len())).then(|| Keyed { keys, texts: distinct.texts.freeze() })
    }

    /// A text for each row again.
    fn plain(&self) -> Utf8ViewArray {
        let mut cells = MutableBinaryViewArray::with_capacity(self.keys.len());
        self.keys.iter().for_each(|key| cells.push(key.map(|key| self.texts.value(usize::from(*key)))));
        cells.freeze()
    }
}

/// Texts of some rows.
#[derive(Clone, Copy)]
pub(super) enum Texts<'a> {
    Keyed(&'a Keyed),
    Plain(&'a Utf8ViewArray),
}

impl Texts<'_> {
    /// The array that knows which rows have a text.
    fn rows(&self) -> &dyn Array {
        match self {
            Texts::Keyed(keyed) => &keyed.keys,
            Texts::Plain(cells) => *cells,
        }
    }

    /// The texts, one for each row.
    pub(super) fn plain(&self) -> Box<dyn Array> {
        match self {
            Texts::Keyed(keyed) => keyed.plain().boxed(),
            Texts::Plain(cells) => cells.to_boxed(),
        }
    }
}

/// The texts of a column as keys into its distinct texts, in order of appearance; `None` if they hardly repeat.
///
/// polars hashes each column twice, to estimate and to group, and needs it in one piece; this took a third of the time
/// of writing `mentions`. Here a text of up to twelve bytes is its own key, and one that stands in the same place of
/// memory as the text before it (the article of a mention) is not looked at.
pub(super) fn dictionary(chunks: &[Texts<'_>]) -> Option<DictionaryArray<u32>> {
    let rows: Vec<&dyn Array> = chunks.iter().map(Texts::rows).collect();
    let mut numbered = Numbered::with_capacity(rows.iter().map(|rows| rows.len()).sum());
    chunks.iter().try_for_each(|chunk| numbered.add(*chunk))?;
    let Numbered { keys, distinct } = numbered;
    if !distinct.repeat(keys.len()) || distinct.texts.is_empty() {
        return None;
    }
    let keys = PrimitiveArray::new(ArrowDataType::UInt32, keys.into(), concatenate_validities(&rows));
    let values: Utf8ViewArray = distinct.texts.freeze();
    Some(DictionaryArray::try_from_keys(keys, values.boxed(), false).expect("keys count the texts from 0"))
}

/// The rows of a column, numbered by their texts.
struct Numbered<'a> {
    keys: Vec<u32>,
    distinct: Distinct<'a>,
}

impl<'a> Numbered<'a> {
    fn with_capacity(n: usize) -> Self {
        Numbered { keys: Vec::with_capacity(n), distinct: Distinct::default() }
    }

    /// Numbers further rows; `None` as soon as the texts turn out to repeat hardly.
    fn add(&mut self, texts: Texts<'a>) -> Option<()> {
        match texts {
            Texts::Plain(cells) => {
                let mut last = None;
                for (row, view) in cells.views().iter().enumerate() {
                    let view = view.as_u128();
                    let key = match last {
                        Some((same, key)) if same == view => key,
                        // Any key does for a null, since its value is never looked up.
                        _ if cells.is_null(row) => 0,
                        _ => self.distinct.key(cells, row),
                    };
                    last = Some((view, key));
                    self.push(key)?;
                }
            }
            Texts::Keyed(Keyed { keys, texts }) => {
                let mut known = vec![None; texts.len()];
                for key in keys.iter() {
                    let key = key.map(|key| usize::from(*key));
                    let key = key.map(|key| *known[key].get_or_insert_with(|| self.distinct.key(texts, key)));
                    self.push(key.unwrap_or(0))?;
                }
            }
        }
        Some(())
    }

    fn push(&mut self, key: u32) -> Option<()> {
        self.keys.push(key);
        let n = self.keys.len();
        (n < SAMPLE || !n.is_power_of_two() || self.distinct.repeat(n)).then_some(())
    }
}

/// The distinct texts of a column.
#[derive(Default)]
struct Distinct<'a> {
    texts: MutableBinaryViewArray<str>,
    short: FxHashMap<u128, u32>,
    long: FxHashMap<&'a str, u32>,
}

impl<'a> Distinct<'a> {
    fn key(&mut self, cells: &'a Utf8ViewArray, row: usize) -> u32 {
        let (view, text) = (cells.views()[row], cells.value(row));
        let texts = &mut self.texts;
        let new = || {
            let key = u32::try_from(texts.len()).expect("a row group has fewer than four billion rows");
            texts.push_value(text);
            key
        };
        if view.is_inline() {
            *self.short.entry(view.as_u128()).or_insert_with(new)
        } else {
            *self.long.entry(text).or_insert_with(new)
        }
    }

    /// Whether each text stands in the column often enough to be stored once.
    fn repeat(&self, n: usize) -> bool {
        self.texts.len() * 4 <= n * 3
    }
}

#[cfg(test)]
mod tests {
    use polars_arrow::array::{DictionaryArray, Utf8ViewArray};

    use super::{Keyed, Texts};

    fn column(texts: &[Option<&str>]) -> Utf8ViewArray {
        Utf8ViewArray::from_slice(texts)
    }

    fn dictionary(chunks: &[&Utf8ViewArray]) -> Option<DictionaryArray<u32>> {
        let keyed: Vec<Option<Keyed>> = chunks.iter().map(|cells| Keyed::new(cells)).collect();
        let chunks_keyed = keyed.iter().zip(chunks.iter().copied());
        let packed: Vec<Texts<'_>> = chunks_keyed
            .map(|(keyed, cells)| match keyed {
                Some(keyed) => Texts::Keyed(keyed),
                None => Texts::Plain(cells),
            })
            .collect();
        let plain: Vec<Texts<'_>> = chunks.iter().copied().map(Texts::Plain).collect();
        let found = super::dictionary(&packed);
        assert_eq!(found, super::dictionary(&plain), "packing changes nothing");
        found
    }

    #[test]
    fn texts_come_back_as_they_were() {
        let cells = column(&[Some("中国"), None, Some("全国人民代表大会"), Some("中国"), Some("")]);
        let keyed = Keyed::new(&cells).unwrap();
        assert_eq!((keyed.texts.len(), keyed.plain()), (3, cells));
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
