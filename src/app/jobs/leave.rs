//! Takes leave of what the window does not show any more, on a thread of its own: a folder of 100,000 articles is as many counters to
//! lower, one by one, wherever they lie, which would be a hitch in the frame that shows the next one.

use std::{
    fmt,
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    time::Duration,
};

use super::{Outbox, spawn};

/// Between two looks at whether somebody else still has something.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// Something large that several may have.
pub trait Shared: Send {
    /// True when nobody else has it.
    fn is_alone(&self) -> bool;
}

impl<T: Send + Sync> Shared for Arc<T> {
    fn is_alone(&self) -> bool {
        Self::strong_count(self) == 1
    }
}

/// The thread.
pub struct LeaveJob(Sender<Box<dyn Shared>>);

impl fmt::Debug for LeaveJob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LeaveJob")
    }
}

impl LeaveJob {
    /// Starts the thread.
    #[must_use]
    pub fn new(outbox: &Outbox) -> Self {
        let (sender, receiver) = channel();
        spawn("leave", outbox, move |_| keep(&receiver));
        Self(sender)
    }

    /// Lets go of `before` when it is not the same as `now`.
    pub fn unless_same<T: Send + Sync + 'static>(&self, before: Arc<T>, now: &Arc<T>) {
        if !Arc::ptr_eq(&before, now) {
            // Without the thread it is let go of here.
            drop(self.0.send(Box::new(before)));
        }
    }
}

/// Has everything until nobody else has it, so that it is never somebody else who has to take it apart.
fn keep(receiver: &Receiver<Box<dyn Shared>>) {
    let mut kept: Vec<Box<dyn Shared>> = Vec::new();
    loop {
        let next = if kept.is_empty() {
            receiver.recv().map_err(|_| RecvTimeoutError::Disconnected)
        } else {
            receiver.recv_timeout(LOOK_EVERY)
        };
        match next {
            Ok(one) => kept.push(one),
            Err(RecvTimeoutError::Timeout) => kept.retain(|one| !one.is_alone()),
            // The program ends, and all memory with it.
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::queue;
    use super::*;

    /// Tells which thread it died on.
    struct Dies(Sender<String>);

    impl Drop for Dies {
        fn drop(&mut self) {
            let _ = self.0.send(std::thread::current().name().unwrap_or_default().to_owned());
        }
    }

    #[test]
    fn what_others_still_have_is_let_go_of_last() {
        let (outbox, _inbox) = queue(Arc::new(|| {}));
        let job = LeaveJob::new(&outbox);
        let (sender, died) = channel();
        let (first, second) = (Arc::new(Dies(sender.clone())), Arc::new(Dies(sender)));
        job.unless_same(Arc::clone(&first), &first);
        let elsewhere = Arc::clone(&first);
        job.unless_same(first, &second);
        assert!(died.recv_timeout(LOOK_EVERY * 2).is_err(), "somebody has it");
        drop(elsewhere);
        assert_eq!(died.recv_timeout(LOOK_EVERY * 40).as_deref(), Ok("leave"));
        drop(second);
        assert_ne!(died.recv_timeout(LOOK_EVERY).as_deref(), Ok("leave"));
    }
}
