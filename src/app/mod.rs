//! Floor 10, the window: the only floor that knows egui, eframe, rfd, threads of its own and the clock.
