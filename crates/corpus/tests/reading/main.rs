//! Tests of reading, through the public API.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod archives;
mod faults;
mod genuine;
mod inputs;
mod long_files;
mod support;
