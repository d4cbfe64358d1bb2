//! The pool under load, with jobs that block and a close that comes at any time.

use crossbeam_channel::bounded;

use super::*;

struct Work(Box<dyn FnOnce() + Send>);

impl fmt::Debug for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Work")
    }
}

impl Job for Work {
    fn run(self) {
        (self.0)();
    }

    fn label(&self) -> Label {
        Label { place: Location::caller(), event: "a test" }
    }
}

fn job(run: impl FnOnce() + Send + 'static) -> Work {
    Work(Box::new(run))
}

/// A pool and its only queue.
struct Alone {
    queue: Queue<Work>,
    pool: Pool<Work>,
}

impl std::ops::Deref for Alone {
    type Target = Queue<Work>;

    fn deref(&self) -> &Queue<Work> {
        &self.queue
    }
}

fn pool(core: usize, ceiling: usize, queue: usize) -> Alone {
    alone(core, ceiling, queue, &CloseFlag::new())
}

fn alone(core: usize, ceiling: usize, queue: usize, close: &CloseFlag) -> Alone {
    let pool = Pool::start(PoolSize { core, ceiling, queue, ..PoolSize::default() }).unwrap();
    Alone { queue: pool.queue(queue, close).unwrap(), pool }
}

fn push(pool: &Queue<Work>, job: Work) -> Result<(), Work> {
    pool.push_all([job]).pop().map_or(Ok(()), Err)
}

fn close(alone: &Alone) {
    alone.stop_intake();
    assert!(alone.join_until(soon()));
    let (running, unbegun) = alone.abandon();
    assert!(running.is_empty() && unbegun.is_empty());
    assert_eq!(alone.pool.end(soon()), Ok(true));
}

fn soon() -> Instant {
    Instant::now() + Duration::from_secs(20)
}

#[test]
fn a_pool_without_work_has_no_workers() {
    let pool = pool(4, 8, 16);
    assert_eq!(pool.workers(), 0);
    close(&pool);
}

#[test]
fn every_job_runs_once_and_closing_drains() {
    let ran = Arc::new(AtomicUsize::new(0));
    let pool = pool(2, 4, 8);
    for _ in 0..1000 {
        let ran = ran.clone();
        push(
            &pool,
            job(move || {
                ran.fetch_add(1, Ordering::Relaxed);
            }),
        )
        .unwrap();
    }
    close(&pool);
    assert_eq!(ran.load(Ordering::Relaxed), 1000);
}

#[test]
fn jobs_that_wait_for_a_later_job_are_not_starved() {
    // One after the other, and all at once.
    for at_once in [1, 21] {
        let pool = pool(2, 64, 64);
        let (tx, rx) = bounded::<()>(0);
        let (done, last) = bounded(1);
        let mut jobs: Vec<Work> = (0..20)
            .map(|_| {
                let rx = rx.clone();
                job(move || {
                    let _ = rx.recv();
                })
            })
            .collect();
        jobs.push(job(move || done.send(()).unwrap()));
        while !jobs.is_empty() {
            let rest = jobs.split_off(at_once);
            assert!(pool.push_all(std::mem::replace(&mut jobs, rest)).is_empty());
        }
        last.recv_timeout(Duration::from_secs(20)).unwrap();
        drop(tx);
        close(&pool);
    }
}

#[test]
fn at_the_ceiling_jobs_wait_and_nothing_is_lost() {
    let pool = pool(1, 2, 64);
    let (tx, rx) = bounded::<()>(0);
    let ran = Arc::new(AtomicUsize::new(0));
    for _ in 0..10 {
        let (rx, ran) = (rx.clone(), ran.clone());
        push(
            &pool,
            job(move || {
                let _ = rx.recv();
                ran.fetch_add(1, Ordering::Relaxed);
            }),
        )
        .unwrap();
    }
    while pool.workers() < 2 {
        std::thread::yield_now();
    }
    assert!(pool.queued() >= 8);
    drop(tx);
    close(&pool);
    assert_eq!(ran.load(Ordering::Relaxed), 10);
}

#[test]
fn who_waits_to_add_a_job_is_woken_by_the_close() {
    let pool = Arc::new(pool(1, 1, 1));
    let (tx, rx) = bounded::<()>(0);
    let held = rx.clone();
    push(
        &pool,
        job(move || {
            let _ = held.recv();
        }),
    )
    .unwrap();
    let pushing = pool.clone();
    let pusher =
        thread::spawn("pusher", thread::SMALL_STACK, move || while push(&pushing, job(|| ())).is_ok() {})
            .unwrap();
    while pool.queued() < 1 {
        std::thread::yield_now();
    }
    pool.stop_intake();
    pusher.join().unwrap();
    drop(tx);
    close(&pool);
}

#[test]
fn a_job_that_never_returns_is_named_and_left_behind() {
    let pool = pool(1, 1, 8);
    let (tx, rx) = bounded::<()>(0);
    let (started, running) = bounded(1);
    push(
        &pool,
        job(move || {
            started.send(()).unwrap();
            let _ = rx.recv();
        }),
    )
    .unwrap();
    running.recv().unwrap();
    let ran = Arc::new(AtomicBool::new(false));
    let mark = ran.clone();
    push(&pool, job(move || mark.store(true, Ordering::Relaxed))).unwrap();
    pool.stop_intake();
    assert!(!pool.join_until(Instant::now() + Duration::from_millis(50)));
    let (stragglers, unbegun) = pool.abandon();
    assert_eq!((stragglers.len(), unbegun.len()), (1, 1));
    drop(tx);
    assert!(!ran.load(Ordering::Relaxed), "what waited behind it is not run after the close");
}

#[test]
fn a_worker_knows_that_it_is_one() {
    let pool = Arc::new(pool(1, 1, 8));
    let (tx, rx) = bounded(1);
    let asked = pool.clone();
    push(&pool, job(move || tx.send(asked.is_worker()).unwrap())).unwrap();
    assert!(rx.recv().unwrap());
    assert!(!pool.is_worker());
    close(&pool);
}

#[test]
fn a_pool_that_is_dropped_ends() {
    let pool = pool(2, 4, 8);
    let (tx, rx) = bounded(1);
    push(&pool, job(move || tx.send(()).unwrap())).unwrap();
    rx.recv().unwrap();
    drop(pool);
}

#[test]
fn nobody_waits_for_room_in_a_pool_whose_close_is_asked_for_and_what_fits_is_taken() {
    let close = CloseFlag::new();
    let pool = Arc::new(alone(1, 1, 1, &close));
    let (tx, rx) = bounded::<()>(0);
    let (started, running) = bounded(1);
    push(
        &pool,
        job(move || {
            started.send(()).unwrap();
            let _ = rx.recv();
        }),
    )
    .unwrap();
    running.recv().unwrap();
    push(&pool, job(|| ())).unwrap();
    let pushing = pool.clone();
    let (told, refused) = bounded(1);
    let pusher = thread::spawn("pusher", thread::SMALL_STACK, move || {
        let _ = told.send(push(&pushing, job(|| ())).is_err());
    })
    .unwrap();
    close.set();
    assert!(refused.recv().unwrap());
    let ran = Arc::new(AtomicBool::new(false));
    let mark = ran.clone();
    pool.push_or_run(job(move || mark.store(true, Ordering::Relaxed)));
    assert!(ran.load(Ordering::Relaxed), "there was no room, so it ran here");
    drop(tx);
    drop(pusher);
    pool.stop_intake();
    assert!(pool.join_until(Instant::now() + Duration::from_secs(20)));
}

#[test]
fn a_queue_ends_for_itself_and_the_workers_go_on_for_the_others() {
    let pool = Pool::start(PoolSize { core: 1, ceiling: 4, ..PoolSize::default() }).unwrap();
    let (first, second) =
        (pool.queue(8, &CloseFlag::new()).unwrap(), pool.queue(8, &CloseFlag::new()).unwrap());
    let (tx, rx) = bounded::<()>(0);
    let (started, running) = bounded(1);
    push(
        &first,
        job(move || {
            started.send(()).unwrap();
            let _ = rx.recv();
        }),
    )
    .unwrap();
    running.recv().unwrap();
    assert_eq!((first.running().len(), second.running().len(), pool.running().len()), (1, 0, 1));
    first.stop_intake();
    assert!(push(&first, job(|| ())).is_err());
    assert!(!first.join_until(Instant::now()));
    assert_eq!(first.abandon().0.len(), 1);
    let (done, heard) = bounded(1);
    push(&second, job(move || done.send(()).unwrap())).unwrap();
    heard.recv_timeout(Duration::from_secs(20)).unwrap();
    assert_eq!(pool.end(soon()), Err(InUse(1)));
    second.stop_intake();
    assert!(second.join_until(soon()));
    second.leave();
    drop(tx);
    assert_eq!(pool.end(soon()), Ok(true));
    assert!(pool.queue(8, &CloseFlag::new()).is_none(), "it has ended");
}

#[test]
fn queues_have_their_turns() {
    let pool = Pool::start(PoolSize { core: 1, ceiling: 1, ..PoolSize::default() }).unwrap();
    let (busy, calm) =
        (pool.queue(64, &CloseFlag::new()).unwrap(), pool.queue(8, &CloseFlag::new()).unwrap());
    let (tx, rx) = bounded::<()>(0);
    let order = Arc::new(Mutex::new(Vec::new()));
    push(
        &busy,
        job(move || {
            let _ = rx.recv();
        }),
    )
    .unwrap();
    let note = |who: &'static str| {
        let order = order.clone();
        job(move || order.lock().push(who))
    };
    assert!(busy.push_all((0..20).map(|_| note("busy"))).is_empty());
    assert!(calm.push_all([note("calm"), note("calm")]).is_empty());
    drop(tx);
    for queue in [&busy, &calm] {
        queue.stop_intake();
        assert!(queue.join_until(soon()));
    }
    let calm_ones: Vec<usize> =
        order.lock().iter().enumerate().filter(|(_, who)| **who == "calm").map(|(at, _)| at).collect();
    assert!(calm_ones.iter().all(|at| *at < 5), "{calm_ones:?}");
}

#[test]
fn a_pool_of_no_size_has_a_worker_and_none_has_more_than_its_ceiling() {
    for (core, ceiling) in [(0, 0), (0, 4), (4, 1)] {
        let pool = pool(core, ceiling, 64);
        let (tx, ran) = bounded(16);
        for _ in 0..16 {
            let tx = tx.clone();
            push(&pool, job(move || tx.send(()).unwrap())).unwrap();
        }
        for _ in 0..16 {
            ran.recv_timeout(Duration::from_secs(20)).unwrap();
        }
        assert!(pool.workers() <= ceiling.max(1), "{} workers of {ceiling}", pool.workers());
        close(&pool);
    }
}

#[test]
fn a_job_that_panics_costs_no_worker() {
    let pool = pool(1, 1, 8);
    push(&pool, job(|| panic!("on purpose"))).unwrap();
    let (tx, ran) = bounded(1);
    push(&pool, job(move || tx.send(()).unwrap())).unwrap();
    ran.recv_timeout(Duration::from_secs(20)).unwrap();
    close(&pool);
}

#[test]
fn what_a_last_job_adds_is_waited_for() {
    for _ in 0..500 {
        let pool = Arc::new(pool(2, 2, 8));
        let ran = Arc::new(AtomicBool::new(false));
        let (adding, mark) = (Arc::downgrade(&pool), ran.clone());
        push(
            &pool,
            job(move || {
                let late = job(move || mark.store(true, Ordering::SeqCst));
                assert!(adding.upgrade().unwrap().push_urgent(late).is_ok());
            }),
        )
        .unwrap();
        pool.stop_intake();
        assert!(pool.join_until(soon()));
        assert!(ran.load(Ordering::SeqCst), "it was done before its last job had run");
        assert!(push(&pool, job(|| ())).is_err());
    }
}
