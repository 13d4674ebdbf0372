//! Threads of the page's own (`frontend/worker.js`), for work that would hold the page up.
use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
};

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, convert::TryFromJsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, MessageEvent, Worker, WorkerOptions, WorkerType};
use zeroize::Zeroizing;

/// Most threads that verify at the same time.
const MOST: usize = 4;

thread_local! {
    /// Threads that verify. They hold no secrets and stay.
    static VERIFIERS: RefCell<Vec<Rc<Thread>>> = RefCell::default();
}

/// Starts the threads that verify, so that nobody waits for their start later.
pub fn start_threads() {
    let _ = verifiers();
}

/// The threads that verify: as many as there are cores; none where the browser has no threads.
pub(super) fn verifiers() -> Vec<Rc<Thread>> {
    VERIFIERS.with_borrow_mut(|threads| {
        threads.retain(|thread| !thread.broken.get());
        if threads.is_empty() {
            let cores = web_sys::window().map_or(1.0, |window| window.navigator().hardware_concurrency());
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the bounds")]
            let count = cores.clamp(1.0, MOST as f64) as usize;
            threads.extend((0..count).filter_map(|_| Thread::start()).map(Rc::new));
        }
        threads.clone()
    })
}

/// Does a job of [`vault::work`] in a thread that ends with it: the memory that it takes, and the secrets in it, go with the
/// thread. On the page's own thread where there are no others.
pub(super) async fn do_work(job: Zeroizing<Vec<u8>>) -> Zeroizing<Vec<u8>> {
    let thread = Thread::start();
    if let Some(answer) = thread.as_ref().and_then(|thread| thread.ask(Kind::Work, &job))
        && let Some(answer) = answer.wait().await
    {
        return Zeroizing::new(answer.to_vec());
    }
    vault::work(&job)
}

/// What a thread does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Signatures, by the browser's own code.
    Verify,
    /// A job of [`vault::work`].
    Work,
}

/// Does a job of [`vault::work`]. Called in a thread of its own.
#[wasm_bindgen]
#[must_use]
pub fn work(job: Vec<u8>) -> Vec<u8> {
    let job = Zeroizing::new(job);
    core::mem::take(&mut *vault::work(&job))
}

/// Whether this is a page, and not a thread of one.
#[must_use]
pub fn is_page() -> bool {
    web_sys::window().is_some()
}

/// Who waits for an answer, by number: what to call with it.
type Waiting = Rc<RefCell<HashMap<u32, Function>>>;

/// A thread. It ends when dropped.
pub(super) struct Thread {
    worker: Worker,
    waiting: Waiting,
    asked: Cell<u32>,
    broken: Rc<Cell<bool>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(JsValue)>,
}

impl Thread {
    /// Starts a thread; none where the browser does not let us.
    pub(super) fn start() -> Option<Self> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&script()?, &options).ok()?;
        let waiting = Waiting::default();
        let broken = Rc::new(Cell::new(false));
        let answered = waiting.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let field = |name: &str| Reflect::get(&event.data(), &JsValue::from_str(name)).ok();
            let id = field("id").and_then(|id| u32::try_from_js_value(id).ok());
            let resolve = id.and_then(|id| answered.borrow_mut().remove(&id));
            if let Some(resolve) = resolve {
                let answer = field("answer").unwrap_or(JsValue::UNDEFINED);
                let _ = resolve.call1(&JsValue::UNDEFINED, &answer);
            }
        });
        let (left, failed) = (waiting.clone(), broken.clone());
        let on_error = Closure::<dyn FnMut(JsValue)>::new(move |_| {
            failed.set(true);
            for (_, resolve) in left.take() {
                let _ = resolve.call0(&JsValue::UNDEFINED);
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let asked = Cell::new(0);
        Some(Self { worker, waiting, asked, broken, _on_message: on_message, _on_error: on_error })
    }

    /// Gives the thread a job at once; what comes back waits for its answer, which is none when it cannot do it.
    pub(super) fn ask(&self, kind: Kind, job: &[u8]) -> Option<Answer> {
        if self.broken.get() {
            return None;
        }
        let id = self.asked.get();
        self.asked.set(id.wrapping_add(1));
        let job = Uint8Array::from(job);
        let message = Object::new();
        let set =
            |target: &Object, name: &str, value: &JsValue| Reflect::set(target, &name.into(), value).ok();
        set(&message, "id", &JsValue::from(id))?;
        set(&message, "job", &job)?;
        match kind {
            Kind::Verify => set(&message, "kind", &"verify".into())?,
            Kind::Work => {
                let code = Object::new();
                set(&code, "script", &attribute("meta[name=app-entry]", "data-js")?.into())?;
                set(&code, "wasm", &wasm_bindgen::module())?;
                set(&message, "kind", &"work".into())?;
                set(&message, "code", &code)?
            }
        };
        // What was handed over is gone from here.
        self.worker.post_message_with_transfer(&message, &Array::of1(&job.buffer())).ok()?;
        let promise = Promise::new(&mut |resolve, _| {
            self.waiting.borrow_mut().insert(id, resolve);
        });
        Some(Answer(promise))
    }
}

/// An answer that is on its way.
pub(super) struct Answer(Promise);

impl Answer {
    /// The answer; none when the thread could not do it.
    pub(super) async fn wait(self) -> Option<Uint8Array> {
        JsFuture::from(self.0).await.ok()?.dyn_into().ok()
    }
}

impl Drop for Thread {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// Address of the threads' script. Only the script itself says it, which the page has run because its digest is right.
fn script() -> Option<String> {
    Reflect::get(&js_sys::global(), &"wimesThread".into()).ok()?.as_string()
}

fn attribute(selector: &str, name: &str) -> Option<String> {
    let found: Element = web_sys::window()?.document()?.query_selector(selector).ok()??;
    found.get_attribute(name)
}
