//! Questions one on each line, answered in order as they arrive. Nothing is
//! read while answers wait to be sent, so that memory stays bounded however
//! long the stream is.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Instant,
};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::Frame;
use tokio::time::{Sleep, sleep};

use crate::web::{
    answer::{AnswerRequest, Asks},
    body::{self, BodyLimits},
    problem::Problem,
    problem_code::Code,
    shared_state::Service,
    snapshot::Snapshot,
};

/// Answers are sent once there are about this many bytes.
const CHUNK: usize = 32 * 1024;

/// The answers to a stream of questions, all from one book.
pub(super) struct Answers {
    service: Service,
    snapshot: Arc<Snapshot>,
    wanted: AnswerRequest,
    questions: Option<Body>,
    /// Read and not yet answered.
    pending: Vec<u8>,
    /// How much of that has been answered.
    done: usize,
    lines: u64,
    written: String,
    /// How long the next question may still take to arrive whole, once it is
    /// waited for.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Answers {
    pub(super) fn new(
        service: &Service,
        snapshot: &Arc<Snapshot>,
        wanted: AnswerRequest,
        questions: Body,
    ) -> Answers {
        Answers {
            service: service.clone(),
            snapshot: Arc::clone(snapshot),
            wanted,
            questions: Some(questions),
            pending: Vec::new(),
            done: 0,
            lines: 0,
            written: String::new(),
            waiting: None,
        }
    }

    /// Answers the lines that are there, until enough is written.
    fn answer_lines(&mut self) {
        while self.written.len() < CHUNK {
            let rest = self.pending.get(self.done..).unwrap_or_default();
            let end = rest.iter().position(|byte| *byte == b'\n');
            let (length, step) = match end {
                Some(end) => (end, end + 1),
                None if self.questions.is_none() && !rest.is_empty() => (rest.len(), rest.len()),
                None => break,
            };
            let line = rest.get(..length).unwrap_or_default().to_vec();
            self.done += step;
            self.answer_line(line);
        }
    }

    fn answer_line(&mut self, line: Vec<u8>) {
        self.lines += 1;
        // A complete line resets the read timeout.
        self.waiting = None;
        if line.trim_ascii().is_empty() {
            return;
        }
        let since = Instant::now();
        let text = body::text(&line);
        let asks = Asks::find(&self.snapshot.book, &self.wanted, self.service.0.today);
        let id = &self.wanted.id;
        match asks.and_then(|asks| asks.answer(text?)) {
            Ok(answer) => {
                let metrics = &self.service.0.metrics;
                metrics.answer(id, answer.outcome, since);
                self.written.push_str(&answer.json);
            }
            Err(problem) => {
                let metrics = &self.service.0.metrics;
                metrics.answer(id, problem.outcome(), since);
                self.written.push_str(&problem.line(self.lines).json());
            }
        }
    }

    /// Ends the stream with why it cannot go on.
    fn give_up(&mut self, problem: Problem) {
        self.questions = None;
        self.pending.clear();
        self.done = 0;
        let line = self.lines.saturating_add(1);
        self.written.push_str(&problem.line(line).json());
    }

    /// Takes in another part of the questions.
    fn take(&mut self, part: &[u8]) {
        self.pending.drain(..self.done.min(self.pending.len()));
        self.done = 0;
        self.pending.extend_from_slice(part);
        let limits = BodyLimits::new(&self.service.0.limits);
        let longest = self.pending.split(|byte| *byte == b'\n').map(<[u8]>::len);
        if longest
            .max()
            .is_some_and(|length| length > limits.max_bytes)
        {
            self.give_up(limits.too_long());
        }
    }

    /// Reads on. Ready once there may be something to answer.
    fn poll_questions(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(questions) = &mut self.questions else {
            return Poll::Ready(());
        };
        match Pin::new(questions).poll_frame(cx) {
            Poll::Ready(Some(Ok(frame))) => {
                if let Some(part) = frame.data_ref() {
                    self.take(&part.clone());
                }
            }
            Poll::Ready(Some(Err(_))) => {
                self.give_up(Problem::malformed_body("the body broke off"))
            }
            Poll::Ready(None) => self.questions = None,
            Poll::Pending => {
                let patience = self.service.0.limits.reading;
                let waiting = self
                    .waiting
                    .get_or_insert_with(|| Box::pin(sleep(patience)));
                ready!(waiting.as_mut().poll(cx));
                let says = "the next question did not arrive in time";
                self.give_up(Problem::new(Code::BodyTimeout, says));
            }
        }
        Poll::Ready(())
    }

    fn is_over(&self) -> bool {
        self.questions.is_none() && self.done >= self.pending.len()
    }
}

impl HttpBody for Answers {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        loop {
            self.answer_lines();
            let is_enough = self.written.len() >= CHUNK || self.is_over();
            if !is_enough && self.poll_questions(cx).is_ready() {
                continue;
            }
            if !self.written.is_empty() {
                let written = std::mem::take(&mut self.written);
                return Poll::Ready(Some(Ok(Frame::data(Bytes::from(written)))));
            }
            return if self.is_over() {
                Poll::Ready(None)
            } else {
                Poll::Pending
            };
        }
    }
}
