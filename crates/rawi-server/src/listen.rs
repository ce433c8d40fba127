//! Connections: how many, how slow, and how they end.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use crate::app::{App, watch_ledger};
use crate::router::router;

/// Time in which the head of a request has to be there; also how long a connection may idle.
const HEAD: Duration = Duration::from_secs(15);
/// Bytes of the head of a request, at most.
const HEAD_BYTES: usize = 32 << 10;
/// Time that requests at work have to end when the server stops.
const LAST: Duration = Duration::from_secs(10);
/// Pause after the system refuses a connection, as when there are no more file descriptors.
const REFUSED: Duration = Duration::from_millis(200);

/// Serves until `stop` is there, then lets requests at work end.
pub async fn serve(app: Arc<App>, listener: TcpListener, stop: impl Future<Output = ()> + Send) {
    let watching = tokio::spawn(watch_ledger(Arc::clone(&app)));
    let router = router(&app);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(HEAD_BYTES);
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(app.config.limits.connections.max(1)));
    let mut stop = pin!(stop);
    loop {
        let next = async { (Arc::clone(&room).acquire_owned().await, accepted(&listener).await) };
        let (permit, stream) = tokio::select! { next = next => next, () = &mut stop => break };
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router.clone())));
        tokio::spawn(async move {
            // A reader who goes away, or never speaks, is nothing that the log has to tell.
            let _ = connection.await;
            drop(permit);
        });
    }
    app.closing.send_replace(true);
    if tokio::time::timeout(LAST, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not end and were cut off");
    }
    // It ends by itself once the server closes.
    let _ = watching.await;
}

async fn accepted(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(error) => {
                tracing::warn!(%error, "a connection was refused by the system");
                tokio::time::sleep(REFUSED).await;
            }
        }
    }
}
