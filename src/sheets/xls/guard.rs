//! calamine panics on some damaged workbooks. The panic becomes an error, and its
//! message is not printed.

use std::{
    cell::Cell,
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

thread_local! {
    static IS_READING: Cell<bool> = const { Cell::new(false) };
}

static QUIET_WHILE_READING: Once = Once::new();

/// What a reader gives; nothing where it panics.
pub(super) fn without_panic<T>(read: impl FnOnce() -> T) -> Option<T> {
    QUIET_WHILE_READING.call_once(|| {
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |fault| {
            if !IS_READING.get() {
                others(fault);
            }
        }));
    });
    IS_READING.set(true);
    let read = panic::catch_unwind(AssertUnwindSafe(read));
    IS_READING.set(false);
    read.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panic_is_nothing() {
        assert_eq!(without_panic(|| 1), Some(1));
        let none: [u8; 0] = [];
        assert_eq!(without_panic(|| none[none.len()]), None);
        assert!(!IS_READING.get());
    }
}
