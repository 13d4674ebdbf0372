//! What a new password must be.
use app::password::{Strength, Weakness, check};
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn a_password_needs_twelve_characters_however_many_bytes_they_have() {
    assert_eq!(check("ÄÖÜäöüßéèàx", &[]), Err(Weakness::TooShort(11)));
    assert!(check("ÄÖÜäöüßéèàxk", &[]).is_ok());
}

#[test]
fn a_password_of_more_than_256_characters_is_refused_and_not_cut() {
    let words = "Lampe-Fluss-Kiesel-Wolke-";
    assert_eq!(check(&words.repeat(11), &[]), Err(Weakness::TooLong));
}

#[test]
fn common_passwords_with_digits_and_signs_are_refused() {
    for password in [
        "password1234",
        "Passwort2024!",
        "P@ssw0rt12345",
        "Willkommen123",
        "Sommer2025!!!",
        "iloveyou1234",
        "administrator",
        "Jugendamt2026",
        "geheimgeheim1",
        "hallohallo123",
        "letmein123456",
    ] {
        let refused = check(password, &[]);
        assert!(matches!(refused, Err(Weakness::Common | Weakness::Pattern)), "{password}: {refused:?}");
    }
}

#[test]
fn repetitions_and_keyboard_rows_are_refused() {
    for password in [
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "123456789012",
        "qwertzuiopü+",
        "qwertyuiop123",
        "1q2w3e4r5t6z",
        "987654321098",
    ] {
        assert_eq!(check(password, &[]), Err(Weakness::Pattern), "{password}");
    }
}

#[test]
fn the_own_name_with_a_number_is_refused() {
    let own = ["j.oezdemir", "Jale Özdemir", "haus-sonnenberg"];
    assert_eq!(check("JaleÖzdemir99", &own), Err(Weakness::OwnName));
    assert_eq!(check("Sonnenberg26", &own), Err(Weakness::OwnName));
}

#[test]
fn several_unrelated_words_are_very_good() {
    assert_eq!(check("Kiesel Lampe Zug Abend", &[]), Ok(Strength::VeryGood));
    assert!(check("vK8#rmTq2z!Wd", &[]).is_ok());
}
