//! Waiting for something for so long and no longer.

use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    task::Poll,
    time::Duration,
};

use tokio::time::sleep;

/// What comes of some work within a time, which runs from when the work is
/// first waited for: what is there at once needs no clock.
pub(super) async fn within<T>(
    time: Duration,
    mut work: Pin<&mut impl Future<Output = T>>,
) -> Option<T> {
    let mut late = pin!(None);
    let in_time = poll_fn(|cx| {
        if let Poll::Ready(done) = work.as_mut().poll(cx) {
            return Poll::Ready(Some(done));
        }
        if late.is_none() {
            late.set(Some(sleep(time)));
        }
        match late.as_mut().as_pin_mut() {
            Some(late) => late.poll(cx).map(|()| None),
            None => Poll::Pending,
        }
    });
    in_time.await
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::*;

    #[tokio::test]
    async fn what_does_not_come_is_not_waited_for() {
        let time = Duration::from_millis(1);
        assert_eq!(within(time, pin!(ready(7))).await, Some(7));
        assert_eq!(within(time, pin!(pending::<u8>())).await, None);
    }
}
