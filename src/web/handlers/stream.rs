//! Questions one on each line, answered in order as they arrive. Nothing is
//! read while answers wait to be sent, so that memory stays bounded however
//! long the stream is. A long question waits for its turn like one asked alone.

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
    answer::{Answer, AnswerRequest, Asks},
    auth::{Caller, Scope},
    body::{self, BodyLimits},
    budget::Taken,
    long_answer::{self, PIECE},
    long_work::{self, MAX_SHORT},
    problem::Problem,
    problem_code::Code,
    shared_state::Service,
    snapshot::Snapshot,
};

/// Answers are sent once there are about this many bytes.
const CHUNK: usize = 32 * 1024;

/// A long question that is being answered.
type Answering = Pin<Box<dyn Future<Output = Result<Answer, Problem>> + Send>>;

/// The answers to a stream of questions, all from one book.
pub(super) struct Answers {
    service: Service,
    snapshot: Arc<Snapshot>,
    wanted: AnswerRequest,
    caller: Caller,
    questions: Option<Body>,
    /// Read and not yet answered.
    pending: Vec<u8>,
    /// How much of that has been answered.
    done: usize,
    /// How far it has been searched for the end of a line.
    searched: usize,
    lines: u64,
    /// A long question that is being answered, and since when.
    answering: Option<(Answering, Instant)>,
    written: String,
    /// Answers that are being sent.
    outgoing: Bytes,
    /// The part of the budget that long answers take until they are sent.
    taken: Taken,
    /// How long the next question may still take to arrive whole, once it is
    /// waited for.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Answers {
    pub(super) fn new(
        service: &Service,
        snapshot: &Arc<Snapshot>,
        wanted: AnswerRequest,
        caller: Caller,
        questions: Body,
    ) -> Answers {
        Answers {
            service: service.clone(),
            snapshot: Arc::clone(snapshot),
            wanted,
            caller,
            questions: Some(questions),
            pending: Vec::new(),
            done: 0,
            searched: 0,
            lines: 0,
            answering: None,
            written: String::new(),
            outgoing: Bytes::new(),
            taken: Taken::default(),
            waiting: None,
        }
    }

    /// Answers the lines that are there, until enough is written.
    fn answer_lines(&mut self) {
        while self.written.len() < CHUNK && self.answering.is_none() {
            let from = self.searched.max(self.done);
            let unseen = self.pending.get(from..).unwrap_or_default();
            let found = unseen.iter().position(|byte| *byte == b'\n');
            let (end, next) = match found {
                Some(found) => (from + found, from + found + 1),
                None => {
                    self.searched = self.pending.len();
                    if self.questions.is_some() || self.done >= self.searched {
                        break;
                    }
                    (self.searched, self.searched)
                }
            };
            if end - self.done > self.service.0.limits.body {
                return self.give_up(BodyLimits::new(&self.service.0.limits).too_long());
            }
            let line = self
                .pending
                .get(self.done..end)
                .unwrap_or_default()
                .to_vec();
            (self.done, self.searched) = (next, next);
            self.answer_line(line);
        }
        // A line that has not ended yet, and is too long already.
        if self.pending.len() - self.done > self.service.0.limits.body
            && self.searched == self.pending.len()
        {
            self.give_up(BodyLimits::new(&self.service.0.limits).too_long());
        }
    }

    fn answer_line(&mut self, line: Vec<u8>) {
        self.lines += 1;
        if line.trim_ascii().is_empty() {
            return;
        }
        // A question resets the read timeout; an empty line is silence.
        self.waiting = None;
        let scope = Scope::of(self.wanted.kind);
        let rechecked = self.service.0.auth.recheck(&mut self.caller, scope);
        if let Err(problem) = rechecked {
            self.lines -= 1;
            return self.give_up(problem);
        }
        let since = Instant::now();
        let is_short = line.len() <= MAX_SHORT;
        let (service, snapshot) = (self.service.clone(), Arc::clone(&self.snapshot));
        let wanted = self.wanted.clone();
        let answer = move || {
            let asks = Asks::find(&snapshot.book, &wanted, service.0.today)?;
            let limits = &service.0.limits;
            let answer = asks.for_list().answer(body::text(&line)?, limits)?;
            long_answer::check(limits, answer.json.len())?;
            Ok(answer)
        };
        match is_short {
            true => self.write(answer(), since),
            false => self.answering = Some((Box::pin(long_work::run(answer)), since)),
        }
    }

    /// Writes an answer, or why there is none.
    fn write(&mut self, answered: Result<Answer, Problem>, since: Instant) {
        let (metrics, id) = (&self.service.0.metrics, &self.wanted.id);
        match answered {
            Ok(answer) => {
                metrics.answer(id, answer.outcome, since);
                let length = self.written.len() + answer.json.len();
                match self.service.0.budget.grow(&mut self.taken, length) {
                    Ok(()) => self.written.push_str(&answer.json),
                    Err(problem) => {
                        self.lines -= 1;
                        self.give_up(problem);
                    }
                }
            }
            Err(problem) => {
                metrics.answer(id, problem.outcome(), since);
                self.written.push_str(&problem.line(self.lines).json());
            }
        }
    }

    /// Waits for the long question that is being answered, if any.
    fn poll_answering(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if let Some((answering, since)) = &mut self.answering {
            let (answered, since) = (ready!(answering.as_mut().poll(cx)), *since);
            self.answering = None;
            self.write(answered, since);
        }
        Poll::Ready(())
    }

    /// The next piece of what is being sent.
    fn next_piece(&mut self) -> Frame<Bytes> {
        let length = self.outgoing.len().min(PIECE);
        Frame::data(self.outgoing.split_to(length))
    }

    /// Ends the stream with why it cannot go on.
    fn give_up(&mut self, problem: Problem) {
        self.questions = None;
        self.pending.clear();
        (self.done, self.searched) = (0, 0);
        let line = self.lines.saturating_add(1);
        self.written.push_str(&problem.line(line).json());
    }

    /// Takes in another part of the questions.
    fn take(&mut self, part: &[u8]) {
        if self.done > 0 {
            self.pending.drain(..self.done.min(self.pending.len()));
            self.searched = self.searched.saturating_sub(self.done);
            self.done = 0;
        }
        self.pending.extend_from_slice(part);
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
        self.questions.is_none() && self.done >= self.pending.len() && self.answering.is_none()
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
            if !self.outgoing.is_empty() {
                return Poll::Ready(Some(Ok(self.next_piece())));
            }
            if self.written.is_empty() {
                self.taken = Taken::default();
            }
            let is_answered = self.poll_answering(cx).is_ready();
            if is_answered {
                self.answer_lines();
                if self.answering.is_some() {
                    continue;
                }
            }
            let is_enough = self.written.len() >= CHUNK || self.is_over();
            if is_answered && !is_enough && self.poll_questions(cx).is_ready() {
                continue;
            }
            if !self.written.is_empty() {
                self.outgoing = Bytes::from(std::mem::take(&mut self.written));
                continue;
            }
            return if self.is_over() {
                Poll::Ready(None)
            } else {
                Poll::Pending
            };
        }
    }
}
