use wasm_bindgen::JsValue;

/// Reads the address's fragment (without `#`) and wipes it from the address and the history entry at once, so that
/// a secret carried there is seen by nobody looking at the screen or the history later.
#[must_use]
pub fn take_fragment() -> Option<String> {
    let window = web_sys::window()?;
    let location = window.location();
    let hash = location.hash().ok()?;
    let fragment = hash.strip_prefix('#').unwrap_or(&hash).to_owned();
    if fragment.is_empty() {
        return None;
    }
    let path = format!("{}{}", location.pathname().ok()?, location.search().ok()?);
    let history = window.history().ok()?;
    let state = history.state().unwrap_or(JsValue::NULL);
    history.replace_state_with_url(&state, "", Some(&path)).ok()?;
    Some(fragment)
}
