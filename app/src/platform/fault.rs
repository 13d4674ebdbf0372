use std::any::Any;

/// Faults of the program show in the browser's console with their place, not as “unreachable”. Called once, before
/// anything else.
pub fn report_faults() {
    std::panic::set_hook(Box::new(|fault| {
        let place = fault.location().map(ToString::to_string).unwrap_or_default();
        leptos::leptos_dom::logging::console_error(&format!(
            "The application stopped at {place}: {}",
            words_of_fault(fault.payload())
        ));
    }));
}

/// The words of a fault, where they stand in the program itself. Words that were put together at run time may quote what
/// somebody wrote (those about a wrong slice of a text do) and are left out.
#[must_use]
pub fn words_of_fault(payload: &dyn Any) -> &'static str {
    payload.downcast_ref::<&'static str>().copied().unwrap_or("words left out")
}
