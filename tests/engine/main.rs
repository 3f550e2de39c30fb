//! What stands between a file and the window: text, article, places, facts, library, export.

#![expect(clippy::disallowed_methods, reason = "a test writes its own files")]
#![expect(clippy::print_stdout, reason = "a skipped test says so")]
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod article_cases;
mod cache;
mod corrections;
mod date_cases;
mod export;
mod fact_cases;
mod filters;
mod gold_article;
mod gold_place;
mod labelled_pages;
mod library;
mod place_cases;
mod quantity_cases;
mod search;
mod seeds_text;
mod text_cases;
