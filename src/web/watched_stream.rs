//! A connection's bytes, watched: when some arrive, whether some wait to be read, and
//! a refusal by hyper, which gets problem details.

use std::{
    io::{self, IoSlice},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::{connections::Activity, refused_head};

/// A stream with what goes on on it.
pub(super) struct WatchedStream<S> {
    stream: S,
    activity: Arc<Activity>,
    /// What is written in the place of a refusal by hyper, which is this long.
    refusal: Option<Refusal>,
}

struct Refusal {
    bytes: Vec<u8>,
    written: usize,
    replaces: usize,
}

impl<S> WatchedStream<S> {
    pub(super) fn new(stream: S, activity: Arc<Activity>) -> WatchedStream<S> {
        WatchedStream {
            stream,
            activity,
            refusal: None,
        }
    }
}

impl<S: AsyncWrite + Unpin> WatchedStream<S> {
    /// Writes with `write`, or a refusal with its details in the place of `bytes`.
    fn watched_write(
        &mut self,
        cx: &mut Context<'_>,
        bytes: &[u8],
        write: impl FnOnce(Pin<&mut S>, &mut Context<'_>) -> Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        if self.refusal.is_none() {
            self.refusal = refused_head::with_details(bytes).map(|refusal| Refusal {
                bytes: refusal,
                written: 0,
                replaces: bytes.len(),
            });
        }
        let polled = match &mut self.refusal {
            None => write(Pin::new(&mut self.stream), cx),
            Some(refusal) => write_refusal(Pin::new(&mut self.stream), cx, refusal),
        };
        self.activity.set_blocked(polled.is_pending());
        if polled.is_ready() {
            self.refusal = None;
        }
        polled
    }
}

fn write_refusal<S: AsyncWrite + Unpin>(
    mut stream: Pin<&mut S>,
    cx: &mut Context<'_>,
    refusal: &mut Refusal,
) -> Poll<io::Result<usize>> {
    while let Some(rest) = refusal
        .bytes
        .get(refusal.written..)
        .filter(|it| !it.is_empty())
    {
        let count = ready!(stream.as_mut().poll_write(cx, rest))?;
        if count == 0 {
            return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
        }
        refusal.written += count;
    }
    Poll::Ready(Ok(refusal.replaces))
}

impl<S: AsyncRead + Unpin> AsyncRead for WatchedStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(cx, buf);
        if buf.filled().len() > before {
            self.activity.has_read();
        }
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for WatchedStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.watched_write(cx, bytes, |stream, cx| stream.poll_write(cx, bytes))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let first: &[u8] = slices.first().map_or(&[], |it| it);
        self.watched_write(cx, first, |stream, cx| {
            stream.poll_write_vectored(cx, slices)
        })
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
