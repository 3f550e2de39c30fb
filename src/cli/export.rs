//! `export`: articles as files in another format.

use super::{Done, End, args::Export, io::Output};
use crate::words::Words;

pub(super) fn run(wanted: &Export, words: &Words, output: &mut Output) -> Result<Done, End> {
    let _ = output;
    Err(End::Use(words.tn("cli-not-yet", &[("what", wanted.format.as_str().into())])))
}
