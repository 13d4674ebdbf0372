//! The wasm entry point: the application is started here and is written elsewhere.

fn main() {
    // A fault of the program then shows in the browser's console with its place, not as “unreachable”.
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}
