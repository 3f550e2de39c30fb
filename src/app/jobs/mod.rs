//! Named worker threads: they take work, answer with actions through one bounded queue, and wake the window. No egui type inside.

pub mod ask;
pub mod desktop;
pub mod dialog;
pub mod facts;
pub mod leave;
pub mod lists;
pub mod look;
pub mod mend;
pub mod open;
pub mod report;
pub mod rescue;
pub mod rows;
pub mod save;
pub mod system;
#[cfg(all(test, target_os = "linux"))]
mod test_bus;
pub mod userdata;
pub mod voice;
pub mod watch;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread::Builder,
};

use super::{action::Action, notice::Notice};
use crate::corpus::give_way;

/// Asks the window for another frame.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// Answers that may wait at once; a worker that is faster than the window waits for it.
const QUEUE: usize = 256;

/// Where workers put their answers.
#[derive(Clone)]
pub struct Outbox {
    actions: SyncSender<Action>,
    wake: Wake,
}

impl std::fmt::Debug for Outbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Outbox")
    }
}

impl Outbox {
    /// Hands an action to the window. Silent when the window is gone.
    pub fn send(&self, action: Action) {
        if self.actions.send(action).is_ok() {
            (self.wake)();
        }
    }
}

/// The window's end of the queue.
#[derive(Debug)]
pub struct Inbox {
    actions: Receiver<Action>,
}

impl Inbox {
    /// The next action, if there is one.
    #[must_use]
    pub fn next(&self) -> Option<Action> {
        self.actions.try_recv().ok()
    }
}

/// A new queue.
#[must_use]
pub fn queue(wake: Wake) -> (Outbox, Inbox) {
    let (sender, receiver) = sync_channel(QUEUE);
    (Outbox { actions: sender, wake }, Inbox { actions: receiver })
}

/// Starts a named thread. A panic in it becomes one message on screen.
pub fn spawn(name: &'static str, outbox: &Outbox, work: impl FnOnce(&Outbox) + Send + 'static) {
    let own = outbox.clone();
    let started = Builder::new().name(name.to_owned()).spawn(move || {
        guarded(name, &own, || work(&own));
    });
    if let Err(error) = started {
        log::error!("worker {name} could not start: {error}");
        let notice = Notice::failed("notice-worker", name, "notice-worker-next", error.to_string());
        // From the window's own thread: never wait on a full queue here.
        let _ = outbox.actions.try_send(Action::Notify(notice));
    }
}

/// The same for long work of which the window only waits for the end: it gives way to all that a person waits for.
pub fn spawn_behind(name: &'static str, outbox: &Outbox, work: impl FnOnce(&Outbox) + Send + 'static) {
    spawn(name, outbox, |outbox| {
        give_way();
        work(outbox);
    });
}

/// Does one piece of work; a panic in it becomes one message on screen and `None`. A worker that goes on for as long as the window does
/// each piece this way, so that a fault costs one answer and not all that would follow.
pub fn guarded<T>(name: &'static str, outbox: &Outbox, work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work))
        .map_err(|panic| {
            let details = panic_words(panic.as_ref());
            log::error!("worker {name} failed: {details}");
            outbox.send(Action::Notify(Notice::failed("notice-worker", name, "notice-worker-next", details)));
        })
        .ok()
}

/// What a panic said.
fn panic_words(panic: &(dyn std::any::Any + Send)) -> String {
    if let Some(words) = panic.downcast_ref::<&str>() {
        (*words).to_owned()
    } else if let Some(words) = panic.downcast_ref::<String>() {
        words.clone()
    } else {
        String::from("panic")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_in_a_worker_becomes_one_message() {
        let (outbox, inbox) = queue(Arc::new(|| {}));
        spawn("test-worker", &outbox, |_| panic!("broken on purpose"));
        let action = inbox.actions.recv_timeout(std::time::Duration::from_secs(10)).unwrap();
        let Action::Notify(notice) = action else { panic!("{action:?}") };
        assert_eq!(notice.what, "notice-worker");
        assert!(notice.details.contains("on purpose"));
        assert!(inbox.next().is_none());
    }

    #[test]
    fn a_worker_goes_on_after_a_panic() {
        let (outbox, inbox) = queue(Arc::new(|| {}));
        spawn("test-worker", &outbox, |outbox| {
            for number in 0..3 {
                guarded("test-worker", outbox, || {
                    assert_ne!(number, 1, "broken on purpose");
                    outbox.send(Action::Dismiss(number));
                });
            }
        });
        let next = || inbox.actions.recv_timeout(std::time::Duration::from_secs(10)).unwrap();
        assert!(matches!(next(), Action::Dismiss(0)));
        assert!(matches!(next(), Action::Notify(_)));
        assert!(matches!(next(), Action::Dismiss(2)));
    }
}
