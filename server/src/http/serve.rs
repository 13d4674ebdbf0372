//! Listens, with or without TLS, until it is told to stop.

use super::trace;
use crate::config::Config;
use axum::Router;
use axum_server::{Handle, tls_rustls::RustlsConfig};
use hyper_util::rt::TokioTimer;
use std::{
    io,
    net::{SocketAddr, TcpListener},
    time::Duration,
};
use tokio::signal::unix::{SignalKind, signal};

/// Time within which the head of a request must have arrived.
const HEAD_TIME: Duration = Duration::from_secs(20);

/// The server can't listen.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address is taken or not ours.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, io::Error),
    /// Certificate or key can't be read.
    #[error("cannot use the TLS certificate or key: {0}")]
    Tls(io::Error),
    /// The connection broke for good, or signals can't be received.
    #[error("the server stopped: {0}")]
    Stopped(#[from] io::Error),
}

/// Serves `router` until SIGTERM or SIGINT, then lets running requests finish.
///
/// # Errors
/// When it can't listen.
pub async fn serve(config: &Config, router: Router) -> Result<(), ServeError> {
    trace::log_panics_without_message();
    let listen = |error| ServeError::Listen(config.listen, error);
    let listener = TcpListener::bind(config.listen).map_err(listen)?;
    listener.set_nonblocking(true).map_err(listen)?;
    let address = listener.local_addr().map_err(listen)?;
    let handle = Handle::new();
    tokio::spawn(stop_on_signal(handle.clone(), Duration::from_secs(config.shutdown_seconds))?);
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tracing::info!(%address, public_url = config.origin(), tls = config.tls.is_on(), "listening");
    if config.tls.is_on() {
        // Explicitly, so that no second implementation can slip in through a dependency.
        if rustls::crypto::ring::default_provider().install_default().is_err() {
            tracing::debug!("a TLS provider had been installed before");
        }
        let tls = RustlsConfig::from_pem_file(&config.tls.certificate, &config.tls.key).await;
        let mut server =
            axum_server::from_tcp_rustls(listener, tls.map_err(ServeError::Tls)?)?.handle(handle);
        server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEAD_TIME);
        server.http_builder().http2().timer(TokioTimer::new());
        server.serve(service).await?;
    } else {
        let mut server = axum_server::from_tcp(listener)?.handle(handle);
        server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEAD_TIME);
        server.http_builder().http2().timer(TokioTimer::new());
        server.serve(service).await?;
    }
    tracing::info!("stopped");
    Ok(())
}

/// Registers for the signals at once, so that none is missed; the future waits for the first.
fn stop_on_signal(handle: Handle<SocketAddr>, grace: Duration) -> io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
        handle.graceful_shutdown(Some(grace));
    })
}
