//! Floor 8, article → bytes: one neutral document tree, one file per format. Never reads the window's state.
