//! The only threads below `app`: a scoped pool of named workers with bounded queues in both directions.

use std::{
    cell::Cell,
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        LazyLock, Mutex, PoisonError,
        atomic::{AtomicU32, AtomicUsize, Ordering},
        mpsc::{self, Receiver, RecvTimeoutError, SyncSender, TrySendError},
    },
    thread,
    time::Duration,
};

/// Jobs that may wait for each worker. Small: a job is a path, and waiting results hold whole documents.
const WAITING_PER_WORKER: usize = 8;

/// Results that a worker hands over at once as long as jobs wait for it: waking the caller for each costs both of them more than a small
/// file does. Fewer than may wait, so that workers never run dry meanwhile.
const AT_ONCE: usize = 4;

/// Room for parsers that recurse into deeply nested markup; only touched pages cost memory.
const STACK_BYTES: usize = 32 << 20;

/// Length of a tick of [`Desk::ticks`]. The floors below `app` have no clock; counting waits is all they need.
pub(crate) const TICK: Duration = Duration::from_millis(50);

/// What a job came to: `None` when it panicked.
pub(crate) type Outcome<R> = Option<R>;

/// Where the calling thread hands in jobs and takes back results while the workers run.
pub(crate) struct Desk<'a, J, R> {
    jobs: SyncSender<J>,
    results: Receiver<Vec<Outcome<R>>>,
    /// Does a job on the calling thread when the system gave us no thread at all.
    alone: Option<&'a dyn Fn(J) -> Outcome<R>>,
    /// Ready, and not taken yet.
    done: VecDeque<Outcome<R>>,
    in_flight: usize,
    ticks: &'a AtomicU32,
}

impl<J, R> Desk<'_, J, R> {
    /// Hands in a job; gives it back when the queue is full.
    pub(crate) fn try_submit(&mut self, job: J) -> Result<(), J> {
        if let Some(work) = self.alone {
            self.done.push_back(work(job));
            self.in_flight += 1;
            return Ok(());
        }
        match self.jobs.try_send(job) {
            Ok(()) => {
                self.in_flight += 1;
                Ok(())
            }
            Err(TrySendError::Full(job) | TrySendError::Disconnected(job)) => Err(job),
        }
    }

    /// Waits up to `patience` for the next result, in the order in which they become ready.
    pub(crate) fn receive(&mut self, patience: Duration) -> Option<Outcome<R>> {
        if self.in_flight == 0 {
            return None;
        }
        if self.done.is_empty() {
            match self.results.recv_timeout(patience) {
                Ok(outcomes) => self.done.extend(outcomes),
                Err(RecvTimeoutError::Timeout) => return None,
                // Every worker is gone, which only a bug can bring about: what was in flight is lost.
                Err(RecvTimeoutError::Disconnected) => {
                    self.in_flight = 0;
                    return None;
                }
            }
        }
        let outcome = self.done.pop_front();
        self.in_flight -= usize::from(outcome.is_some());
        outcome
    }

    /// How many [`TICK`]s have passed since the workers started, roughly.
    pub(crate) fn ticks(&self) -> u32 {
        self.ticks.load(Ordering::Relaxed)
    }

    /// Jobs handed in whose results were not taken yet.
    pub(crate) const fn in_flight(&self) -> usize {
        self.in_flight
    }
}

/// As many threads as the machine has cores, but for `spare` of them; at least one.
pub(crate) fn default_workers(spare: usize) -> usize {
    // The system reads several files to tell, which takes a tenth of a short question.
    static CORES: LazyLock<usize> = LazyLock::new(|| thread::available_parallelism().map_or(2, usize::from));
    CORES.saturating_sub(spare).clamp(1, 16)
}

/// Cores left to the window during long work of which it only waits for the end: scrolling must stay smooth. None where threads can
/// [`give_way`] instead.
pub(crate) const WINDOW_CORES: usize = if cfg!(target_os = "linux") { 0 } else { 1 };

/// How much less a thread that gives way counts for: where both have something to do, it gets about a tenth of the processor's time.
#[cfg(target_os = "linux")]
const WAY: i32 = 10;

/// From now on the calling thread, and those that it starts, give way to all others of the program: while they have something to do, it
/// rests. Only for threads that end with their work, since there is no way back.
pub fn give_way() {
    // Linux keeps this for each thread. Elsewhere it is the whole program's, or no new thread has it from the one that started it.
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::nice(WAY) {
        log::debug!("a thread goes on as fast as the others: {error}");
    }
}

/// Called for each of many pieces of work: after so many of them the calling thread gives way, as with [`give_way`].
pub(crate) fn give_way_after(pieces: u32) {
    thread_local! {
        static DONE: Cell<u32> = const { Cell::new(0) };
    }
    let done = DONE.get().saturating_add(1);
    DONE.set(done);
    if done == pieces {
        give_way();
    }
}

/// Runs `body` on the calling thread while `workers` threads do `work`; all have ended when this returns.
pub(crate) fn with_workers<J, R, T>(
    name: &str,
    workers: usize,
    work: impl Fn(J) -> R + Sync,
    body: impl FnOnce(&mut Desk<'_, J, R>) -> T,
) -> T
where
    J: Send,
    R: Send,
{
    let guarded = |job: J| catch_unwind(AssertUnwindSafe(|| work(job))).ok();
    let workers = workers.max(1);
    let (jobs, waiting) = mpsc::sync_channel::<J>(workers * WAITING_PER_WORKER);
    let (ready, results) = mpsc::sync_channel::<Vec<Outcome<R>>>(workers * WAITING_PER_WORKER / AT_ONCE);
    let waiting = Mutex::new(waiting);
    let ticks = AtomicU32::new(0);
    let (running_on, stopped) = mpsc::channel::<()>();
    thread::scope(|scope| {
        let mut running = 0;
        for number in 0..workers {
            let (ready, waiting, guarded) = (ready.clone(), &waiting, &guarded);
            let worker = move || {
                let mut done = Vec::new();
                loop {
                    let next = if done.is_empty() {
                        waiting.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
                    } else {
                        // Another worker that waits for a job holds the lock. Nothing is held back while nothing is to be done.
                        waiting.try_lock().ok().and_then(|jobs| jobs.try_recv().ok())
                    };
                    let idle = next.is_none();
                    if idle && done.is_empty() {
                        break;
                    }
                    done.extend(next.map(guarded));
                    if (idle || done.len() >= AT_ONCE) && ready.send(std::mem::take(&mut done)).is_err() {
                        break;
                    }
                }
            };
            let thread = thread::Builder::new().name(format!("{name}-{number}")).stack_size(STACK_BYTES);
            running += usize::from(thread.spawn_scoped(scope, worker).is_ok());
        }
        drop(ready);
        let beat = &ticks;
        let pace = move || {
            while stopped.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                beat.fetch_add(1, Ordering::Relaxed);
            }
        };
        // Should the system refuse this thread, only the pace of reports suffers.
        let _ = thread::Builder::new().name(format!("{name}-pace")).spawn_scoped(scope, pace);
        let mut desk = Desk {
            jobs,
            results,
            alone: if running == 0 { Some(&guarded) } else { None },
            done: VecDeque::new(),
            in_flight: 0,
            ticks: &ticks,
        };
        let result = body(&mut desk);
        // Closing the queues ends the workers and the pace.
        drop((desk, running_on));
        result
    })
}

/// Threads that stand ready for [`side_by_side_again`], while nobody else has them. To start new ones for every question takes longer than to
/// answer many of the questions.
static STANDING: LazyLock<Mutex<Option<rayon_core::ThreadPool>>> = LazyLock::new(|| {
    let helpers = default_workers(0).saturating_sub(1);
    let named = |number| format!("asker-{number}");
    let pool = rayon_core::ThreadPoolBuilder::new().num_threads(helpers).thread_name(named).stack_size(STACK_BYTES);
    Mutex::new(if helpers > 0 { pool.build().ok() } else { None })
});

/// Like [`side_by_side`] for short work that comes again and again, with threads that are there already.
pub(crate) fn side_by_side_again<J: Sync, R: Send>(
    name: &str,
    helpers: usize,
    jobs: &[J],
    work: impl Fn(&J) -> R + Sync,
    own: impl Fn(&J) -> R,
) -> Vec<R> {
    let helpers = helpers.min(jobs.len().saturating_sub(1));
    let standing = if helpers > 0 { STANDING.try_lock().ok() } else { None };
    let Some(pool) = standing.as_ref().and_then(|standing| standing.as_ref()) else {
        return side_by_side(name, helpers, jobs, work, own);
    };
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(jobs.len())));
    let take = || {
        let at = next.fetch_add(1, Ordering::Relaxed);
        jobs.get(at).map(|job| (at, job))
    };
    let put = |at: usize, result: R| done.lock().unwrap_or_else(PoisonError::into_inner).push((at, result));
    let help = || std::iter::from_fn(take).for_each(|(at, job)| put(at, work(job)));
    pool.in_place_scope(|scope| {
        (0..helpers).for_each(|_| scope.spawn(|_| help()));
        std::iter::from_fn(take).for_each(|(at, job)| put(at, own(job)));
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Does all of `jobs`, `own` on the calling thread and `work` on so many others as far as the system has threads for us; the results in the
/// order of the jobs. A panic goes on in the caller.
pub(crate) fn side_by_side<J: Sync, R: Send>(
    name: &str,
    helpers: usize,
    jobs: &[J],
    work: impl Fn(&J) -> R + Sync,
    own: impl Fn(&J) -> R,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let take = || {
        let at = next.fetch_add(1, Ordering::Relaxed);
        jobs.get(at).map(|job| (at, job))
    };
    let mut done: Vec<(usize, R)> = Vec::with_capacity(jobs.len());
    thread::scope(|scope| {
        let help = || std::iter::from_fn(take).map(|(at, job)| (at, work(job))).collect::<Vec<_>>();
        let helpers: Vec<_> = (0..helpers.min(jobs.len().saturating_sub(1)))
            .filter_map(|number| {
                let thread = thread::Builder::new().name(format!("{name}-{number}")).stack_size(STACK_BYTES);
                thread.spawn_scoped(scope, help).ok()
            })
            .collect();
        done.extend(std::iter::from_fn(take).map(|(at, job)| (at, own(job))));
        for helper in helpers {
            match helper.join() {
                Ok(some) => done.extend(some),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_job_comes_back_once_and_panics_are_contained() {
        let mut seen = with_workers(
            "test",
            3,
            |n: u32| if n == 7 { panic!("on purpose") } else { n * 2 },
            |desk| {
                let (mut out, mut next) = (vec![], 0);
                while next < 100 || desk.in_flight() > 0 {
                    if next < 100 && desk.try_submit(next).is_ok() {
                        next += 1;
                        continue;
                    }
                    out.extend(desk.receive(Duration::from_secs(5)));
                }
                out
            },
        );
        seen.sort();
        assert_eq!(seen.len(), 100);
        assert_eq!(seen.iter().filter(|r| r.is_none()).count(), 1);
        assert_eq!(seen.last(), Some(&Some(198)));
    }

    #[test]
    fn shared_jobs_come_back_in_order() {
        let jobs: Vec<u32> = (0..1000).collect();
        for helpers in [0, 1, 3] {
            let done = side_by_side("test", helpers, &jobs, |n| n * 2, |n| n * 2);
            assert_eq!(done, side_by_side_again("test", helpers, &jobs, |n| n * 2, |n| n * 2));
            assert_eq!(done, (0..1000).map(|n| n * 2).collect::<Vec<_>>());
        }
        assert!(side_by_side("test", 2, &[], |n: &u32| *n, |n| *n).is_empty());
    }

    #[test]
    fn leaving_early_ends_the_workers() {
        let left = with_workers(
            "test",
            2,
            |n: u32| n,
            |desk| {
                while desk.try_submit(1).is_ok() {}
                desk.in_flight()
            },
        );
        assert!(left > 0);
    }
}
