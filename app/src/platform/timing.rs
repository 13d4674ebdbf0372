//! How long something took, on the browser's own timeline: for `cargo xtask bench` and the browser's tools.

use std::future::Future;

/// Does some work and puts its duration on the page's timeline, where only this page can read it. The name is fixed in
/// the code and never holds content.
pub async fn timed<T>(name: &'static str, work: impl Future<Output = T>) -> T {
    let performance = web_sys::window().and_then(|window| window.performance());
    let begin = format!("{name}:begin");
    if let Some(performance) = &performance {
        performance.clear_measures_with_measure_name(name);
        // Without a timeline nothing is measured, and nothing else is lost.
        let _ = performance.mark(&begin);
    }
    let done = work.await;
    if let Some(performance) = &performance {
        let _ = performance.measure_with_start_mark(name, &begin);
        performance.clear_marks_with_mark_name(&begin);
    }
    done
}
