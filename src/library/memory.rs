//! In what pages the system hands memory over.

#[cfg(target_os = "linux")]
use std::sync::{Mutex, PoisonError};

/// While one of these lives, the system hands out memory in its small pages alone, where it otherwise would in pages of two
/// megabytes, too. Reading a folder takes memory and gives it back all the time, and clearing large pages again and again, of which little is
/// used, takes a tenth of the processor's time and tens of megabytes.
///
/// Only for a time, since programs that this one starts would keep it so.
#[derive(Debug)]
pub struct SmallPages(());

/// How many there are, and whether it was so before the first.
#[cfg(target_os = "linux")]
static ALIVE: Mutex<(usize, bool)> = Mutex::new((0, false));

impl SmallPages {
    /// From now on.
    #[must_use]
    pub fn from_now() -> Self {
        #[cfg(target_os = "linux")]
        {
            let mut alive = ALIVE.lock().unwrap_or_else(PoisonError::into_inner);
            if alive.0 == 0 {
                alive.1 = rustix::thread::transparent_huge_pages_are_disabled().unwrap_or(true);
                set(&alive, true);
            }
            alive.0 += 1;
        }
        Self(())
    }
}

impl Drop for SmallPages {
    fn drop(&mut self) {
        #[cfg(target_os = "linux")]
        {
            let mut alive = ALIVE.lock().unwrap_or_else(PoisonError::into_inner);
            alive.0 = alive.0.saturating_sub(1);
            if alive.0 == 0 {
                set(&alive, false);
            }
        }
    }
}

/// Asks the system; what it refuses costs some time and nothing else.
#[cfg(target_os = "linux")]
fn set((_, before): &(usize, bool), small: bool) {
    if !before && let Err(error) = rustix::thread::disable_transparent_huge_pages(small) {
        log::debug!("memory keeps coming in the pages it came in: {error}");
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn it_is_so_as_long_as_one_of_them_lives() {
        let is_so = || rustix::thread::transparent_huge_pages_are_disabled().unwrap();
        let before = is_so();
        let one = SmallPages::from_now();
        let other = SmallPages::from_now();
        assert!(is_so());
        drop(one);
        assert!(is_so());
        drop(other);
        // Another test may open a folder meanwhile.
        let alone = ALIVE.lock().unwrap().0 == 0;
        assert!(!alone || is_so() == before);
    }
}
