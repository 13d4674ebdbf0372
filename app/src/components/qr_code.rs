use leptos::{prelude::*, text_prop::TextProp};
use qrcode::{Color, EcLevel, QrCode as Code};

/// Light modules around the code, by the QR standard.
const QUIET_ZONE: usize = 4;

/// Draws `text` as one SVG path: a unit square per dark module. None when it is too long for a QR code.
fn path(text: &str) -> Option<(usize, String)> {
    let code = Code::with_error_correction_level(text.as_bytes(), EcLevel::M).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (index, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (index % width + QUIET_ZONE, index / width + QUIET_ZONE);
            path.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    Some((width + 2 * QUIET_ZONE, path))
}

/// A QR code, drawn in the browser: the text leaves the page for nobody. Black on white in every theme, as cameras
/// expect it.
#[component]
pub fn QrCode(
    /// What the code says.
    #[prop(into)]
    text: Signal<String>,
    /// What it is for, for those who cannot see it.
    #[prop(into)]
    label: TextProp,
) -> impl IntoView {
    let drawn = Memo::new(move |_| path(&text.get()));
    move || {
        let label = label.clone();
        drawn.get().map(|(size, path)| {
            view! {
                <svg
                    class="qr"
                    viewBox=format!("0 0 {size} {size}")
                    role="img"
                    aria-label=move || label.get().to_string()
                    shape-rendering="crispEdges"
                >
                    <rect class="qr-light" width=size height=size></rect>
                    <path class="qr-dark" d=path></path>
                </svg>
            }
        })
    }
}
