use std::ops::Range;

/// A half-open range of UTF-8 bytes of a document's text.
///
/// ```
/// use bangjiao_document::Span;
/// let span = Span::new(3, 9);
/// assert_eq!(span.of("访哈萨克"), "哈萨");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte, on a character boundary.
    pub start: u32,
    /// Byte after the last, on a character boundary.
    pub end: u32,
}

impl Span {
    /// A span from `start` to `end`, in bytes.
    pub fn new(start: u32, end: u32) -> Self {
        debug_assert!(start <= end, "a span ends after it starts");
        Span { start, end }
    }

    /// A span from positions in a string; texts are below 4 GiB, since a record over 16 MiB is not annotated.
    pub fn from_usize(start: usize, end: usize) -> Self {
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span::new(narrow(start), narrow(end))
    }

    /// Length in bytes.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the span holds nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span moved on by a number of bytes.
    #[must_use]
    pub fn shifted(self, by: u32) -> Self {
        Span::new(self.start + by, self.end + by)
    }

    /// Whether `other` lies wholly inside, equal spans included.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The bytes as a range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The characters of `text` that the span covers; empty if it lies outside or off a boundary.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }
}
