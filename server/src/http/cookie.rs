//! The session cookie: unreadable for scripts, never sent from foreign pages, bound to this host over https.

use crate::config::Config;
use axum::http::{HeaderMap, HeaderValue, header};

const NAME: &str = "wimes-session";
const NAME_HTTPS: &str = "__Host-wimes-session";

/// Name and attributes of the session cookie. Over plain http, which is allowed on loopback only, it has a plain name
/// and no `Secure`: Safari refuses Secure cookies on `http://localhost`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionCookie {
    https: bool,
}

impl SessionCookie {
    /// The cookie of this portal.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        Self { https: config.is_https() }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        if self.https { NAME_HTTPS } else { NAME }
    }

    /// The token that the browser sent, if any.
    #[must_use]
    pub fn read(self, headers: &HeaderMap) -> Option<&str> {
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find_map(|(name, value)| (name == self.name()).then_some(value))
    }

    /// `Set-Cookie` with the token for `max_age` seconds. None when the token is not fit for a header.
    #[must_use]
    pub fn set(self, token: &str, max_age: i64) -> Option<HeaderValue> {
        let secure = if self.https { "; Secure" } else { "" };
        let name = self.name();
        let text = format!("{name}={token}; Path=/; Max-Age={max_age}; HttpOnly; SameSite=Strict{secure}");
        HeaderValue::try_from(text).ok()
    }

    /// `Set-Cookie` that deletes it.
    #[must_use]
    pub fn clear(self) -> HeaderValue {
        self.set("", 0).unwrap_or(HeaderValue::from_static(""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_https_the_cookie_is_bound_to_the_host() {
        let cookie = SessionCookie { https: true };
        assert_eq!(
            cookie.set("abc", 60).unwrap(),
            "__Host-wimes-session=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure"
        );
        assert_eq!(
            cookie.clear(),
            "__Host-wimes-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict; Secure"
        );
    }

    #[test]
    fn on_loopback_the_cookie_has_a_plain_name() {
        let cookie = SessionCookie { https: false };
        assert_eq!(
            cookie.set("abc", 60).unwrap(),
            "wimes-session=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Strict"
        );
    }

    #[test]
    fn the_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, "a=b; xwimes-session=no; wimes-session=token".parse().unwrap());
        assert_eq!(SessionCookie { https: false }.read(&headers), Some("token"));
        assert_eq!(SessionCookie { https: true }.read(&headers), None);
    }
}
