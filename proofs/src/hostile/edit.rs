//! Editing answers by their types.

use super::Hostile;
use api::{
    auth::{LoginChallenge, SessionView},
    cases::{CaseFile, CaseList},
    invitations::InvitationOffer,
    keys::KeyChain,
    organisations::{LogPage, OrganisationView},
    paths::v1,
};
use serde::{Serialize, de::DeserializeOwned};
use vault::{Request, Response};

/// Whether an address is one of these, whatever stands in the place of its `{names}`. Queries don't count.
#[must_use]
pub fn is_path(template: &str, path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    let (mut wanted, mut found) = (template.split('/'), path.split('/'));
    loop {
        match (wanted.next(), found.next()) {
            (None, None) => return true,
            (Some(wanted), Some(found)) if wanted == found || wanted.starts_with('{') => {}
            _ => return false,
        }
    }
}

fn succeeded(response: &Response) -> bool {
    (200..300).contains(&response.status)
}

impl Hostile {
    /// Edits answers in JSON at some addresses.
    pub fn edit_json<T: Serialize + DeserializeOwned>(
        &self,
        templates: &'static [&'static str],
        mut change: impl FnMut(&mut T) + 'static,
    ) {
        self.tamper(move |request: &Request, response: &mut Response| {
            if succeeded(response)
                && templates.iter().any(|template| is_path(template, &request.path))
                && let Ok(mut value) = serde_json::from_slice::<T>(&response.body)
            {
                change(&mut value);
                response.body = serde_json::to_vec(&value).unwrap_or_default();
            }
        });
    }

    /// Edits answers in CBOR at some addresses.
    pub fn edit_cbor<T: Serialize + DeserializeOwned>(
        &self,
        templates: &'static [&'static str],
        mut change: impl FnMut(&mut T) + 'static,
    ) {
        self.tamper(move |request: &Request, response: &mut Response| {
            if succeeded(response)
                && templates.iter().any(|template| is_path(template, &request.path))
                && let Ok(mut value) = minicbor_serde::from_slice::<T>(&response.body)
            {
                change(&mut value);
                response.body = minicbor_serde::to_vec(&value).unwrap_or_default();
            }
        });
    }

    /// Edits organisation logs.
    pub fn edit_log(&self, change: impl FnMut(&mut LogPage) + 'static) {
        self.edit_json(&[v1::ORGANISATION_LOG], change);
    }

    /// Edits case files.
    pub fn edit_case_file(&self, change: impl FnMut(&mut CaseFile) + 'static) {
        self.edit_cbor(&[v1::CASE], change);
    }

    /// Edits lists of cases.
    pub fn edit_case_list(&self, change: impl FnMut(&mut CaseList) + 'static) {
        self.edit_cbor(&[v1::CASES], change);
    }

    /// Edits what the server says about the session.
    pub fn edit_session(&self, change: impl FnMut(&mut SessionView) + 'static) {
        self.edit_json(&[v1::SESSION, v1::LOGIN_FINISH, v1::INVITATION_ACCEPT], change);
    }

    /// Edits previous organisation keys.
    pub fn edit_keys(&self, change: impl FnMut(&mut KeyChain) + 'static) {
        self.edit_json(&[v1::KEYS], change);
    }

    /// Edits what the server says about an organisation.
    pub fn edit_organisation(&self, change: impl FnMut(&mut OrganisationView) + 'static) {
        self.edit_json(&[v1::ORGANISATION], change);
    }

    /// Edits login challenges.
    pub fn edit_challenge(&self, change: impl FnMut(&mut LoginChallenge) + 'static) {
        self.edit_json(&[v1::LOGIN_START], change);
    }

    /// Edits what invitations offer.
    pub fn edit_offer(&self, change: impl FnMut(&mut InvitationOffer) + 'static) {
        self.edit_json(&[v1::INVITATION_LOOK], change);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_fit_their_template_and_no_other() {
        let case = "/api/v1/cases/9f5b";
        assert!(is_path(v1::CASE, case));
        assert!(is_path(v1::CASE, "/api/v1/cases/9f5b?organisation=1"));
        assert!(!is_path(v1::CASE, "/api/v1/cases/9f5b/records"));
        assert!(!is_path(v1::CASE, "/api/v1/session"));
        assert!(is_path(v1::ORGANISATION_LOG, "/api/v1/organisations/1/log?after=0"));
    }
}
