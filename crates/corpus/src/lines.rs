/// Number of line breaks in a text.
pub(crate) fn lines_in(text: &str) -> u64 {
    u64::try_from(memchr::memchr_iter(b'\n', text.as_bytes()).count()).unwrap_or(u64::MAX)
}
