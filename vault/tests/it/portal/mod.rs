//! A portal in memory that does what the contract says, and lies where a test asks it to.

mod auth;
mod cases;
mod db;
mod keys;
mod organisations;
mod route;

pub use db::Db;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use vault::{Request, Response, Transport, TransportError};

pub const ORIGIN: &str = "https://portal.example";

/// Changes an answer on its way.
pub type Tamper = Rc<dyn Fn(&Request, &mut Response)>;

/// The portal.
#[derive(Clone, Default)]
pub struct Portal(pub Rc<RefCell<Db>>);

/// What may happen to requests of a device.
#[derive(Default)]
pub struct Weather {
    /// No connection.
    pub offline: Cell<bool>,
    /// The next write is carried out, and its answer is lost.
    pub lose_next_answer: Cell<bool>,
    /// Changes answers.
    pub tamper: RefCell<Option<Tamper>>,
    /// Everything that was sent: path and body.
    pub sent: RefCell<Vec<(String, Vec<u8>)>>,
    session: Cell<Option<u64>>,
}

/// The connection of one device, with its cookie.
#[derive(Clone)]
pub struct Device {
    portal: Portal,
    pub weather: Rc<Weather>,
}

impl Portal {
    /// The portal with its one operator, whose invitation is returned.
    pub fn device(&self) -> Device {
        Device { portal: self.clone(), weather: Rc::default() }
    }

    pub fn now(&self) -> i64 {
        self.0.borrow().now
    }

    /// Lets time pass.
    pub fn wait(&self, seconds: i64) {
        self.0.borrow_mut().now += seconds;
    }
}

impl Device {
    /// A connection of the same browser: the same cookie, as after a reload.
    pub fn reload(&self) -> Self {
        let weather = Weather::default();
        weather.session.set(self.weather.session.get());
        Self { portal: self.portal.clone(), weather: Rc::new(weather) }
    }

    /// The session ends on the server.
    pub fn end_session(&self) {
        if let Some(session) = self.weather.session.get() {
            self.portal.0.borrow_mut().sessions.remove(&session);
        }
    }

    /// The cookie of another session.
    pub fn use_session(&self, session: u64) {
        self.weather.session.set(Some(session));
    }

    pub fn tamper(&self, tamper: impl Fn(&Request, &mut Response) + 'static) {
        *self.weather.tamper.borrow_mut() = Some(Rc::new(tamper));
    }

    pub fn honest(&self) {
        *self.weather.tamper.borrow_mut() = None;
    }
}

impl Transport for Device {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        self.weather.sent.borrow_mut().push((request.path.clone(), request.body.clone()));
        if self.weather.offline.get() {
            return Err(TransportError::Offline);
        }
        let answer = self.portal.0.borrow_mut().answer(&request, self.weather.session.get());
        let (mut response, session) = answer;
        self.weather.session.set(session);
        if request.method.writes() && self.weather.lose_next_answer.take() {
            return Err(TransportError::Timeout);
        }
        let tamper = self.weather.tamper.borrow().clone();
        if let Some(tamper) = tamper {
            tamper(&request, &mut response);
        }
        Ok(response)
    }

    fn origin(&self) -> String {
        ORIGIN.to_owned()
    }
}
