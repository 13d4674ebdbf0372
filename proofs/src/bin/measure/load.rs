//! Many connections that each send the next request as soon as the last one is answered. As plain as possible: what this
//! side costs is taken from the same processors.

use proofs::Trouble;
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// What a run of requests took.
pub struct Timing {
    pub per_second: f64,
    pub p50: Duration,
    pub p99: Duration,
}

impl Timing {
    pub fn of(mut each: Vec<Duration>, whole: Duration) -> Self {
        each.sort_unstable();
        let at = |share: f64| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a place in the list"
            )]
            let place = (each.len() as f64 * share) as usize;
            each.get(place.min(each.len().saturating_sub(1))).copied().unwrap_or_default()
        };
        let per_second = each.len() as f64 / whole.as_secs_f64();
        Self { per_second, p50: at(0.5), p99: at(0.99) }
    }
}

/// Sends all requests over so many connections; each must be answered with this status.
pub async fn run(
    address: &str,
    connections: usize,
    requests: Vec<Vec<u8>>,
    status: &'static str,
) -> Result<Timing, Trouble> {
    let requests = Arc::new(Mutex::new(VecDeque::from(requests)));
    let mut lines = Vec::new();
    for _ in 0..connections {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        lines.push(stream);
    }
    let begin = Instant::now();
    let tasks: Vec<_> =
        lines.into_iter().map(|stream| tokio::spawn(work(stream, Arc::clone(&requests), status))).collect();
    let mut each = Vec::new();
    for task in tasks {
        let done = task.await.map_err(|_| Trouble::new("a connection was given up"))?;
        each.extend(done?);
    }
    Ok(Timing::of(each, begin.elapsed()))
}

async fn work(
    mut stream: TcpStream,
    requests: Arc<Mutex<VecDeque<Vec<u8>>>>,
    status: &str,
) -> Result<Vec<Duration>, Trouble> {
    let mut each = Vec::new();
    let mut buffer = Vec::new();
    loop {
        let Some(request) = requests.lock().unwrap_or_else(PoisonError::into_inner).pop_front() else {
            break;
        };
        let begin = Instant::now();
        let (head, _) = exchange(&mut stream, &request, &mut buffer).await?;
        each.push(begin.elapsed());
        if head.split(' ').nth(1) != Some(status) {
            let body = String::from_utf8_lossy(&buffer).into_owned();
            return Err(Trouble::new(format!("the server answered {head}{body}")));
        }
    }
    Ok(each)
}

/// Sends a request and reads its answer: head, and length of the body, which stands in `buffer` afterwards.
pub async fn exchange(
    stream: &mut TcpStream,
    request: &[u8],
    buffer: &mut Vec<u8>,
) -> Result<(String, usize), Trouble> {
    stream.write_all(request).await?;
    buffer.clear();
    let end = loop {
        if stream.read_buf(buffer).await? == 0 {
            return Err(Trouble::new("the server hung up"));
        }
        if let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let head = String::from_utf8_lossy(&buffer[..end]).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length.and_then(|length| length.parse().ok()).unwrap_or_default();
    while buffer.len() < end + length {
        if stream.read_buf(buffer).await? == 0 {
            return Err(Trouble::new("the server hung up"));
        }
    }
    buffer.drain(..end);
    Ok((head, length))
}
