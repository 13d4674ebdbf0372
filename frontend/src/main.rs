//! The wasm entry point: the application is started here and is written elsewhere.

fn main() {
    // A thread of its own does jobs and shows nothing.
    if !app::platform::is_page() {
        return;
    }
    app::platform::report_faults();
    leptos::mount::mount_to_body(app::App);
}
