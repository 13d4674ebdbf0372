//! What a fault of the program shows in the console.
use app::platform::words_of_fault;
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn a_fault_never_quotes_what_somebody_wrote() {
    let slice = format!("end byte index 5 is not a char boundary; it is inside 'ü' of `{}`", "Mara Grünwald");
    assert!(!words_of_fault(&slice).contains("Mara"));
    assert_eq!(words_of_fault(&"entered unreachable code"), "entered unreachable code");
}
