//! Floor 10, headless commands over the same library.
