//! The wasm entry point: the application is started here and is written elsewhere.

fn main() {
    app::platform::report_faults();
    leptos::mount::mount_to_body(app::App);
}
