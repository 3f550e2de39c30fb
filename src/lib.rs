//! Shuangcheng 双城: a reader for folders of saved Chinese regional-news and policy pages.
//!
//! This page is the map of the house. Folders are the architecture; dependencies point one way, lowest floor first, and
//! `tests/project/architecture.rs` holds them to it:
//!
//! `text < typeset < article < place < library < facts < corpus < export < words < cli, app`
//!
//! | floor | what it knows |
//! |---|---|
//! | [`text`] | characters: encoding, script (简/繁) and conversion, folding for search, punctuation, pinyin, dates, comparison, spans |
//! | [`typeset`] | CLREQ paragraph composition as pure geometry; fonts only through one measuring trait |
//! | [`article`] | one file → one [`article::Article`]: line kinds, title, date, source, authors, blocks |
//! | [`place`] | gazetteer, joint abbreviations, the tagger: article → mentions |
//! | [`library`] | a folder as one immutable snapshot: scan, cache, query, facets, reposts; the user's own data: corrections, highlights, notes |
//! | [`facts`] | what the cities did together: dates of an article, facts, the ledger, timeline, network, actions |
//! | [`corpus`] | façade over the floors below: open a folder, ask it |
//! | [`export`] | article → bytes: one neutral document tree, one file per format; facts → tables and drawings |
//! | [`words`] | every word people read, in three languages |
//! | [`cli`] | headless commands over the same library |
//! | [`app`] | the window: the only floor that knows egui, eframe, rfd, threads of its own and the clock |
//!
//! # Invariants
//! 1. Nothing below [`app`] names egui, eframe, rfd, UI threads or the wall clock; clock and randomness come in as arguments.
//! 2. `app/state.rs`, `app/action.rs`, `app/update.rs` and every `model.rs` are plain data: `Debug + PartialEq`, testable without a window.
//! 3. The user's folder is read-only: nothing is ever written, renamed or deleted there.
//! 4. The blocks of an article tile its text: every byte belongs to exactly one block. Hiding is a view; nothing is lost.
//! 5. Every derived value carries the span it came from, the rule that made it, and a certainty.
//! 6. Text cannot make the functions below the border fail: they return a value plus remarks. Only opening the folder itself can fail.
//! 7. A library snapshot (`Arc`) never changes after it is published; a newer snapshot replaces it. Where its pages lie, in memory or in a
//!    file of the cache, shows in no answer.
//! 8. Same input, same output: sort before returning, no hash-order output.
//! 9. Quotes, copies and exports use the source's own characters; restored punctuation and the other script are a display layer.
//! 10. Public spans are byte ranges of the decoded text. Folding and display keep character positions; [`text::span::CharMap`] converts between them.
//!
//! # The life of a frame
//! eframe splits `logic` and `ui`. `logic()` takes the results of the current generation from the job queues, runs
//! `update(&mut State, Action) -> Vec<Effect>` for each action and performs the effects. `ui()` builds each visible panel's
//! model, draws it, pushes `Action`s, and never does I/O, never waits, never scans the corpus.

pub mod app;
pub mod article;
pub mod cli;
pub mod corpus;
pub mod export;
pub mod facts;
pub mod library;
pub mod place;
pub mod text;
pub mod typeset;
pub mod words;
