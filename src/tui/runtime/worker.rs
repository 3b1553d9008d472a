//! The thread that answers wishes, in order. Wishes for a view that has moved on are passed over; when the app ends,
//! those that change something are still carried out. What takes long runs beside it, so that saving goes on.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::beside::{Beside, Reading};
use super::{Event, Work, named};
use crate::tui::ask::{Ask, Reply, Whose};

/// Says whether the import that runs should stop.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Whether it should.
    pub fn requested(&self) -> bool {
        self.0.load(SeqCst)
    }

    pub(super) fn set(&self, cancel: bool) {
        self.0.store(cancel, SeqCst);
    }
}

/// The worker's thread, seen from the loop.
pub(super) struct Worker<E> {
    asks: Option<Sender<Ask>>,
    /// Imports sent and not yet answered.
    imports: usize,
    cancel: Cancel,
    ending: Arc<AtomicBool>,
    thread: Option<JoinHandle<Result<Result<(), E>, ()>>>,
}

/// How the worker ended.
pub(super) enum Ended<E> {
    /// All was answered.
    Done,
    /// It could not begin.
    NotBegun(E),
    /// It panicked.
    Panicked,
}

/// Starts the worker.
pub(super) fn spawn<E, O>(open: O, events: Sender<Event>) -> io::Result<Worker<E>>
where
    E: Send + 'static,
    O: FnOnce(Cancel) -> Result<Box<dyn Work>, E> + Send + 'static,
{
    let (asks, wishes) = channel();
    let mut worker = Worker {
        asks: Some(asks),
        imports: 0,
        cancel: Cancel::default(),
        ending: Arc::default(),
        thread: None,
    };
    let (cancel, ending) = (worker.cancel.clone(), Arc::clone(&worker.ending));
    worker.thread = Some(named("worker", move || {
        let ended = catch_unwind(AssertUnwindSafe(|| {
            let mut work = open(cancel)?;
            serve(work.as_mut(), &wishes, &ending, &events);
            Ok(())
        }));
        let _ = events.send(Event::WorkerEnded);
        ended.map_err(drop)
    })?);
    Ok(worker)
}

impl<E> Worker<E> {
    /// Passes a wish on.
    pub(super) fn ask(&mut self, ask: Ask) {
        if matches!(ask, Ask::Import { .. }) {
            if self.imports == 0 {
                // A cancel that came too late for the last one is not for this one.
                self.cancel.set(false);
            }
            self.imports += 1;
        }
        if let Some(asks) = &self.asks {
            let _ = asks.send(ask);
        }
    }

    /// Takes note of a reply.
    pub(super) fn replied(&mut self, reply: &Reply) {
        let import = match reply {
            Reply::Imported { .. } => true,
            Reply::Failed { ask, .. } => matches!(**ask, Ask::Import { .. }),
            _ => false,
        };
        if import {
            self.imports = self.imports.saturating_sub(1);
        }
    }

    /// Stops the import that runs.
    pub(super) fn cancel_import(&self) {
        if self.imports > 0 {
            self.cancel.set(true);
        }
    }

    /// Has the wishes that change something carried out, and waits for the end.
    pub(super) fn end(&mut self) -> Ended<E> {
        self.ending.store(true, SeqCst);
        self.cancel.set(true);
        self.asks = None;
        match self.thread.take().map(JoinHandle::join) {
            Some(Ok(Ok(Ok(())))) => Ended::Done,
            Some(Ok(Ok(Err(error)))) => Ended::NotBegun(error),
            Some(Ok(Err(())) | Err(_)) | None => Ended::Panicked,
        }
    }
}

fn serve(work: &mut dyn Work, wishes: &Receiver<Ask>, ending: &AtomicBool, events: &Sender<Event>) {
    let mut beside = Beside::new(events.clone());
    let mut reading = Reading::new(events.clone());
    let mut reply = replying(events.clone());
    let mut queue = VecDeque::new();
    let mut more = true;
    loop {
        if queue.is_empty() {
            // What can wait is done in small pieces between wishes, and nothing wakes once it is done.
            queue.extend(wishes.try_iter());
            if queue.is_empty() && more && !beside.runs() && !ending.load(SeqCst) {
                more = work.idle();
                continue;
            }
        }
        if queue.is_empty() {
            match wishes.recv() {
                Ok(ask) => queue.push_back(ask),
                Err(_) => {
                    reading.end();
                    return beside.end();
                }
            }
        }
        queue.extend(wishes.try_iter());
        let Some(mut ask) = queue.pop_front() else { continue };
        if outdated(&ask, queue.iter()) || (ending.load(SeqCst) && !changes_something(&ask)) {
            continue;
        }
        if !beside.runs() {
            // What is done beside changes the store all the time, and says so at its end.
            if work.changed() {
                reply(Reply::Changed);
            }
            if !reads_long(&ask)
                && let Some(aside) = work.aside(&ask)
                && beside.begin(aside)
            {
                continue;
            }
        }
        if reads_long(&ask)
            && let Some(aside) = work.aside(&ask)
        {
            match reading.begin(ask, aside) {
                None => continue,
                Some(back) => ask = back,
            }
        }
        if matches!(ask, Ask::List { .. }) {
            queue.push_front(ask);
            search(work, &mut queue, wishes, ending, &mut reply);
        } else {
            work.answer(ask, &mut reply);
        }
        more = true;
    }
}

/// Answers the search at the head of the queue. No key waits for it: what waits, or comes meanwhile, goes before it, and
/// a newer one goes in its place.
fn search(
    work: &mut dyn Work,
    queue: &mut VecDeque<Ask>,
    wishes: &Receiver<Ask>,
    ending: &AtomicBool,
    reply: &mut dyn FnMut(Reply),
) {
    let Some(ask) = queue.pop_front() else { return };
    let arrived = RefCell::new(std::mem::take(queue));
    let waits = || {
        arrived.borrow_mut().extend(wishes.try_iter());
        !arrived.borrow().is_empty() || ending.load(SeqCst)
    };
    let back = work.answer_unless(ask, reply, &waits);
    *queue = arrived.into_inner();
    if back.is_some() && queue.is_empty() {
        // It has begun: what the screen asks of that is here in a moment, and what is left may not be interrupted soon.
        queue.extend(wishes.recv_timeout(MOMENT));
    }
    if let Some(back) = back.filter(|back| !outdated(back, queue.iter())) {
        queue.push_back(back);
    }
}

/// How long the screen may take to ask for the rows of a list that has begun.
const MOMENT: Duration = Duration::from_millis(10);

pub(super) fn replying(events: Sender<Event>) -> impl FnMut(Reply) {
    move |reply| {
        let _ = events.send(Event::Reply(reply));
    }
}

/// Whether a wish reads so much that keys must not wait for it.
const fn reads_long(ask: &Ask) -> bool {
    matches!(ask, Ask::Team { .. } | Ask::Metrics { .. } | Ask::Goals | Ask::Goal { .. })
}

/// Whether a later wish of the same kind has a higher generation: the app would drop the answer.
pub(super) fn outdated<'a>(ask: &Ask, mut later: impl Iterator<Item = &'a Ask>) -> bool {
    let kind = kind(ask);
    generation(ask)
        .is_some_and(|own| later.any(|other| self::kind(other) == kind && generation(other) > Some(own)))
}

/// Figures for one screen do not stand for those of another.
fn kind(ask: &Ask) -> (std::mem::Discriminant<Ask>, Option<Whose>) {
    let whose = if let Ask::Metrics { whose, .. } = ask { Some(*whose) } else { None };
    (std::mem::discriminant(ask), whose)
}

fn generation(ask: &Ask) -> Option<u64> {
    match ask {
        Ask::List { generation, .. }
        | Ask::Rows { generation, .. }
        | Ask::Read { generation, .. }
        | Ask::Team { generation, .. }
        | Ask::Metrics { generation, .. } => Some(*generation),
        _ => None,
    }
}

/// Whether a wish must be carried out though nobody will see the answer. An import is begun anew by the person: what
/// is cut short would have to be told.
pub(super) fn changes_something(ask: &Ask) -> bool {
    match ask {
        Ask::SwitchForm { .. }
        | Ask::Save { .. }
        | Ask::Seal { .. }
        | Ask::Void { .. }
        | Ask::Draw { .. }
        | Ask::SetMe { .. }
        | Ask::Diagnose
        | Ask::Promise { .. }
        | Ask::Say { .. }
        | Ask::ThirdReader { .. }
        | Ask::SendOut { .. }
        | Ask::AskColleague { .. }
        | Ask::Decline { .. }
        | Ask::OpenBundle { .. }
        | Ask::ExchangeFolder
        // What stands behind it may need the key.
        | Ask::Unlock { .. } => true,
        Ask::Today
        | Ask::List { .. }
        | Ask::Rows { .. }
        | Ask::Read { .. }
        | Ask::Desk { .. }
        | Ask::Theirs { .. }
        | Ask::Import { .. }
        | Ask::Mirror { .. }
        | Ask::Team { .. }
        | Ask::Metrics { .. }
        | Ask::Goals
        | Ask::Goal { .. }
        | Ask::Steering
        | Ask::Shelf
        | Ask::Compare { .. }
        | Ask::CompareExchange { .. }
        | Ask::Preview { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::listing::Order;
    use crate::tui::runtime::Aside;
    use crate::words::Bilingual;

    /// Writes down what it was asked.
    struct Notes(Vec<Ask>);

    impl Work for Notes {
        fn answer(&mut self, ask: Ask, _: &mut dyn FnMut(Reply)) {
            self.0.push(ask);
        }
    }

    fn served(asks: Vec<Ask>, ending: bool) -> Vec<Ask> {
        let (sender, wishes) = channel();
        asks.into_iter().for_each(|ask| sender.send(ask).unwrap());
        drop(sender);
        let mut notes = Notes(Vec::new());
        serve(&mut notes, &wishes, &AtomicBool::new(ending), &channel().0);
        notes.0
    }

    /// Imports beside, until something was sealed.
    struct Waits {
        sealed: Sender<()>,
        import: Option<Receiver<()>>,
    }

    impl Work for Waits {
        fn answer(&mut self, ask: Ask, _: &mut dyn FnMut(Reply)) {
            assert_eq!(ask, Ask::Seal { review: 1, consent: false });
            self.sealed.send(()).unwrap();
        }

        fn aside(&mut self, ask: &Ask) -> Option<Aside> {
            let sealed = self.import.take_if(|_| matches!(ask, Ask::Import { .. }))?;
            Some(Box::new(move |reply| {
                sealed.recv().unwrap();
                reply(Reply::Imported { summary: Bilingual::default(), problems: Vec::new() });
            }))
        }

        fn changed(&mut self) -> bool {
            true
        }
    }

    /// Reads figures beside; each waits until it may go on.
    struct Slow {
        go: Arc<std::sync::Mutex<Receiver<()>>>,
        answered: Vec<Ask>,
    }

    impl Work for Slow {
        fn answer(&mut self, ask: Ask, _: &mut dyn FnMut(Reply)) {
            self.answered.push(ask);
        }

        fn aside(&mut self, ask: &Ask) -> Option<Aside> {
            if !reads_long(ask) {
                return None;
            }
            let (ask, go) = (ask.clone(), Arc::clone(&self.go));
            Some(Box::new(move |reply| {
                go.lock().unwrap().recv().unwrap();
                let what = Bilingual::same(format!("{:?}", generation(&ask)));
                reply(Reply::Failed {
                    what,
                    hint: Bilingual::default(),
                    ask: Box::new(ask),
                    no_more_saves: false,
                });
            }))
        }
    }

    /// Searches until something waits.
    struct Searches {
        answered: Vec<Ask>,
    }

    impl Work for Searches {
        fn answer(&mut self, ask: Ask, _: &mut dyn FnMut(Reply)) {
            self.answered.push(ask);
        }

        fn answer_unless(
            &mut self,
            ask: Ask,
            _: &mut dyn FnMut(Reply),
            waits: &dyn Fn() -> bool,
        ) -> Option<Ask> {
            if waits() {
                return Some(ask);
            }
            self.answered.push(ask);
            None
        }
    }

    #[test]
    fn a_search_gives_way_to_what_comes_after_it() {
        let list = |generation| Ask::List { query: String::new(), order: Order::Newest, generation };
        let seal = Ask::Seal { review: 1, consent: false };
        let (asks, wishes) = channel();
        let (events, _told) = channel();
        let mut work = Searches { answered: Vec::new() };
        // The first list is taken alone: what comes after it arrives while it is answered.
        let sender = std::thread::spawn({
            let later = [seal.clone(), list(2), read(3)];
            move || later.into_iter().for_each(|ask| asks.send(ask).unwrap())
        });
        let mut queue = VecDeque::from([list(1)]);
        sender.join().unwrap();
        search(&mut work, &mut queue, &wishes, &AtomicBool::new(false), &mut replying(events));
        assert_eq!(queue, [seal, list(2), read(3)], "a newer list stands for the older one");
        assert!(work.answered.is_empty());
    }

    /// Has begun, and the screen wants to know more of that.
    struct Begins(Sender<Ask>);

    impl Work for Begins {
        fn answer(&mut self, _: Ask, _: &mut dyn FnMut(Reply)) {}

        fn answer_unless(&mut self, ask: Ask, _: &mut dyn FnMut(Reply), _: &dyn Fn() -> bool) -> Option<Ask> {
            self.0.send(read(3)).unwrap();
            Some(ask)
        }
    }

    #[test]
    fn what_the_screen_asks_of_a_list_that_has_begun_goes_before_the_rest() {
        let list = Ask::List { query: String::new(), order: Order::Newest, generation: 1 };
        let (asks, wishes) = channel();
        let (events, _told) = channel();
        let mut queue = VecDeque::from([list.clone()]);
        let none = AtomicBool::new(false);
        search(&mut Begins(asks), &mut queue, &wishes, &none, &mut replying(events));
        assert_eq!(queue, [read(3), list]);
    }

    #[test]
    fn figures_keep_no_save_waiting_and_only_the_newest_is_read() {
        let (asks, wishes) = channel();
        let (events, told) = channel();
        let (go, gone) = channel();
        let ending = Arc::new(AtomicBool::new(false));
        let serving = std::thread::spawn(move || {
            let mut work = Slow { go: Arc::new(std::sync::Mutex::new(gone)), answered: Vec::new() };
            serve(&mut work, &wishes, &ending, &events);
            work.answered
        });
        let team = |generation| Ask::Metrics { weeks: 4, whose: Whose::Team, generation };
        let seal = Ask::Seal { review: 1, consent: false };
        for ask in [team(1), seal.clone()] {
            asks.send(ask).unwrap();
        }
        // The first is being read; of those that come meanwhile only the last is wanted.
        go.send(()).unwrap();
        let words = |event| match event {
            Event::Reply(Reply::Failed { what, .. }) => what.en.into_owned(),
            _ => panic!("a reply"),
        };
        assert_eq!(words(told.recv().unwrap()), "Some(1)");
        for ask in [team(2), team(3), team(4)] {
            asks.send(ask).unwrap();
        }
        drop(asks);
        assert_eq!(serving.join().unwrap(), [seal], "what is saved did not wait");
        // As many as there might be; those that are not wanted take none.
        (0..3).for_each(|_| {
            let _ = go.send(());
        });
        let rest: Vec<String> = std::iter::from_fn(|| told.recv().ok()).map(words).collect();
        assert_eq!(rest.last().map(String::as_str), Some("Some(4)"));
    }

    fn read(generation: u64) -> Ask {
        Ask::Read { conversation: 1, generation }
    }

    #[test]
    fn wishes_that_were_overtaken_are_passed_over() {
        let asks = vec![read(1), Ask::Today, read(2), Ask::Seal { review: 1, consent: false }, read(3)];
        assert_eq!(served(asks, false), [Ask::Today, Ask::Seal { review: 1, consent: false }, read(3)]);
    }

    #[test]
    fn wishes_of_one_generation_are_all_answered() {
        let rows = |id| Ask::Rows { ids: vec![id], query: String::new(), generation: 4 };
        assert_eq!(served(vec![rows(1), rows(2)], false), [rows(1), rows(2)]);
    }

    #[test]
    fn at_the_end_only_changes_are_carried_out() {
        let seal = Ask::Seal { review: 1, consent: false };
        assert_eq!(served(vec![Ask::Today, seal.clone(), read(1), Ask::Shelf], true), [seal]);
    }

    #[test]
    fn an_import_keeps_no_save_waiting_and_is_waited_for() {
        let (asks, wishes) = channel();
        asks.send(Ask::Import { path: "x".into() }).unwrap();
        asks.send(Ask::Seal { review: 1, consent: false }).unwrap();
        drop(asks);
        let (sealed, import) = channel();
        let (events, told) = channel();
        let mut work = Waits { sealed, import: Some(import) };
        serve(&mut work, &wishes, &AtomicBool::new(false), &events);
        let replies: Vec<Event> = told.try_iter().collect();
        // That the store changed was told for the import's wish, and not again while it ran.
        assert!(
            matches!(replies[..], [Event::Reply(Reply::Changed), Event::Reply(Reply::Imported { .. })]),
            "{} replies",
            replies.len()
        );
    }

    #[test]
    fn a_late_cancel_is_not_for_the_next_import() {
        let import = || Ask::Import { path: "x".into() };
        let (sender, _events) = channel();
        let mut worker = spawn::<(), _>(|_| Err(()), sender).unwrap();
        worker.cancel_import();
        assert!(!worker.cancel.requested());
        worker.ask(import());
        worker.cancel_import();
        assert!(worker.cancel.requested());
        worker.replied(&Reply::Imported { summary: Bilingual::default(), problems: Vec::new() });
        worker.ask(import());
        assert!(!worker.cancel.requested());
    }
}
