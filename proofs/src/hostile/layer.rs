//! The transport of a client whose server lies.

use crate::Http;
use api::{Problem, ProblemCode};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use vault::{Request, Response, Transport, TransportError};

/// What happens to a request before the real server sees it.
#[derive(Debug)]
pub enum Step {
    /// It is sent on.
    Pass,
    /// Somebody else answers, the server never hears of it.
    Answer(Response),
    /// Nobody answers, the server never hears of it.
    Lose,
}

type Edit = Box<dyn FnMut(&Request, &mut Response)>;
type Before = Box<dyn FnMut(&Request) -> Step>;

#[derive(Default)]
struct Inner {
    edit: RefCell<Option<Edit>>,
    before: RefCell<Option<Before>>,
    lose_answers: Cell<bool>,
    sent: RefCell<Vec<Request>>,
    answers: RefCell<Vec<(Request, Response)>>,
    lies: Cell<usize>,
}

/// A connection to the real server with somebody hostile in between. Clones share everything.
#[derive(Clone)]
pub struct Hostile {
    http: Http,
    inner: Rc<Inner>,
}

impl Hostile {
    /// A layer that is honest until somebody says otherwise.
    #[must_use]
    pub fn new(http: Http) -> Self {
        Self { http, inner: Rc::default() }
    }

    /// The connection below, with the same session: for requests that no vault sends.
    #[must_use]
    pub fn http(&self) -> &Http {
        &self.http
    }

    /// From now on every answer of the server goes through this; it replaces what was there before.
    pub fn tamper(&self, edit: impl FnMut(&Request, &mut Response) + 'static) {
        *self.inner.edit.borrow_mut() = Some(Box::new(edit));
    }

    /// From now on this decides what happens to each request before the server sees it.
    pub fn intercept(&self, before: impl FnMut(&Request) -> Step + 'static) {
        *self.inner.before.borrow_mut() = Some(Box::new(before));
    }

    /// From now on requests arrive and their answers are lost.
    pub fn lose_answers(&self) {
        self.inner.lose_answers.set(true);
    }

    /// Ends all lies.
    pub fn honest(&self) {
        self.inner.edit.borrow_mut().take();
        self.inner.before.borrow_mut().take();
        self.inner.lose_answers.set(false);
    }

    /// How many answers were not what the server said.
    #[must_use]
    pub fn lies(&self) -> usize {
        self.inner.lies.get()
    }

    /// Every request so far, answered or not.
    #[must_use]
    pub fn sent(&self) -> Vec<Request> {
        self.inner.sent.borrow().clone()
    }

    /// How many requests there were so far.
    #[must_use]
    pub fn count(&self) -> usize {
        self.inner.sent.borrow().len()
    }

    /// The requests from a count on.
    #[must_use]
    pub fn sent_since(&self, count: usize) -> Vec<Request> {
        self.inner.sent.borrow().iter().skip(count).cloned().collect()
    }

    /// The latest honest answer to a request that fits; as the server gave it, whatever the client was told.
    #[must_use]
    pub fn answer(&self, fits: impl Fn(&Request) -> bool) -> Option<Response> {
        let answers = self.inner.answers.borrow();
        answers.iter().rev().find(|(request, _)| fits(request)).map(|(_, response)| response.clone())
    }

    fn note_lie(&self) {
        self.inner.lies.set(self.inner.lies.get() + 1);
    }
}

impl Transport for Hostile {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        self.inner.sent.borrow_mut().push(request.clone());
        let step = match self.inner.before.borrow_mut().as_mut() {
            Some(before) => before(&request),
            None => Step::Pass,
        };
        match step {
            Step::Pass => {}
            Step::Answer(response) => {
                self.note_lie();
                return Ok(response);
            }
            Step::Lose => {
                self.note_lie();
                return Err(TransportError::Offline);
            }
        }
        let mut response = self.http.send(request.clone()).await?;
        self.inner.answers.borrow_mut().push((request.clone(), response.clone()));
        if self.inner.lose_answers.get() {
            self.note_lie();
            return Err(TransportError::Timeout);
        }
        if let Some(edit) = self.inner.edit.borrow_mut().as_mut() {
            let honest = response.clone();
            edit(&request, &mut response);
            if response != honest {
                self.note_lie();
            }
        }
        Ok(response)
    }

    fn origin(&self) -> String {
        self.http.origin()
    }
}

/// An answer that says what is wrong, as the server would.
#[must_use]
pub fn problem(code: ProblemCode) -> Response {
    Response {
        status: code.status(),
        content_type: "application/problem+json".to_owned(),
        body: serde_json::to_vec(&Problem::new(code)).unwrap_or_default(),
    }
}
