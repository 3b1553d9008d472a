//! Threads that work something out while others do.

use std::panic::resume_unwind;
use std::thread::ScopedJoinHandle;

/// What a thread found; its panic goes on as if there had been no thread.
pub(super) fn ended<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}
