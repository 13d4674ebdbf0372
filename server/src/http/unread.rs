//! Takes in what a handler left unread of a body. A request that is refused early (no session, too long) would
//! otherwise be answered while its body is still on the way; the connection is then closed under the client's hands,
//! which sees a broken network instead of the answer.

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::Request,
    middleware::Next,
    response::Response,
};
use http_body::{Frame, SizeHint};
use std::{
    future::poll_fn,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

/// Bodies whose announced length is greater are not waited for.
const MOST: u64 = 16 * 1024 * 1024;
/// Nor are slow ones.
const TIME: Duration = Duration::from_secs(10);

/// Middleware: keeps the body within reach while the handler works, and takes in the rest before the answer leaves.
pub async fn take_in(request: Request, next: Next) -> Response {
    let length = request.body().size_hint().upper();
    if request.body().is_end_stream() || length.is_none_or(|length| length > MOST) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let shared = Shared(Arc::new(Mutex::new(body)));
    let response = next.run(Request::from_parts(parts, Body::new(shared.clone()))).await;
    // Too slow, or broken off: then the answer leaves at once.
    let _ = tokio::time::timeout(TIME, shared.finish()).await;
    response
}

/// A body with two owners; each piece goes to whoever asks first, and is gone afterwards.
#[derive(Clone)]
struct Shared(Arc<Mutex<Body>>);

impl Shared {
    fn with<T>(&self, act: impl FnOnce(Pin<&mut Body>) -> T) -> T {
        act(Pin::new(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    async fn finish(mut self) {
        while !self.is_end_stream() {
            let piece = poll_fn(|context| Pin::new(&mut self).poll_frame(context)).await;
            if !matches!(piece, Some(Ok(_))) {
                return;
            }
        }
    }
}

impl HttpBody for Shared {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.with(|body| body.poll_frame(context))
    }

    fn is_end_stream(&self) -> bool {
        self.with(|body| body.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        self.with(|body| body.size_hint())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, middleware::from_fn, routing::post};
    use std::sync::atomic::{AtomicU64, Ordering};
    use tower::ServiceExt;

    /// Pieces of one byte each that counts how many were taken.
    struct Pieces {
        announced: u64,
        taken: Arc<AtomicU64>,
    }

    impl HttpBody for Pieces {
        type Data = Bytes;
        type Error = axum::Error;

        fn poll_frame(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
            if self.is_end_stream() {
                return Poll::Ready(None);
            }
            self.taken.fetch_add(1, Ordering::Relaxed);
            Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b"x")))))
        }

        fn is_end_stream(&self) -> bool {
            self.taken.load(Ordering::Relaxed) == self.announced
        }

        fn size_hint(&self) -> SizeHint {
            SizeHint::with_exact(self.announced - self.taken.load(Ordering::Relaxed))
        }
    }

    async fn taken_of(announced: u64) -> u64 {
        let taken = Arc::new(AtomicU64::new(0));
        let pieces = Pieces { announced, taken: Arc::clone(&taken) };
        let router = Router::new().route("/", post(|| async { "refused" })).layer(from_fn(take_in));
        let request = Request::post("/").body(Body::new(pieces)).unwrap();
        let answer = router.oneshot(request).await.unwrap();
        let body = axum::body::to_bytes(answer.into_body(), 100).await.unwrap();
        assert_eq!(body, "refused");
        taken.load(Ordering::Relaxed)
    }

    #[tokio::test]
    async fn what_the_handler_left_unread_is_taken_in() {
        assert_eq!(taken_of(1000).await, 1000);
    }

    #[tokio::test]
    async fn a_body_that_announces_too_much_is_not_waited_for() {
        assert_eq!(taken_of(MOST + 1).await, 0);
    }

    #[tokio::test]
    async fn a_handler_reads_the_body_as_it_came() {
        let router = Router::new().route("/", post(|body: Bytes| async { body })).layer(from_fn(take_in));
        let answer = router.oneshot(Request::post("/").body(Body::from("abc")).unwrap()).await.unwrap();
        assert_eq!(axum::body::to_bytes(answer.into_body(), 100).await.unwrap(), "abc");
    }
}
