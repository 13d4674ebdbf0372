//! Which request goes where.

use super::db::Db;
use api::{Bytes, Bytes32, Problem, ProblemCode, cases::CaseListQuery, ids::AccountId};
use serde::{Serialize, de::DeserializeOwned};
use vault::{Method, Request, Response};

pub type Answer = Result<Response, Box<Problem>>;

pub fn no<T>(code: ProblemCode) -> Result<T, Box<Problem>> {
    Err(Box::new(Problem::new(code)))
}

pub fn json<T: Serialize>(status: u16, body: &T) -> Answer {
    let body = serde_json::to_vec(body).unwrap();
    Ok(Response { status, content_type: "application/json".to_owned(), body })
}

pub fn cbor<T: Serialize>(status: u16, body: &T) -> Answer {
    let body = minicbor_serde::to_vec(body).unwrap();
    Ok(Response { status, content_type: "application/cbor".to_owned(), body })
}

pub fn nothing() -> Answer {
    Ok(Response { status: 204, content_type: String::new(), body: Vec::new() })
}

pub fn read<T: DeserializeOwned>(request: &Request) -> Result<T, Box<Problem>> {
    let read = match request.content_type {
        Some("application/cbor") => minicbor_serde::from_slice(&request.body).ok(),
        _ => serde_json::from_slice(&request.body).ok(),
    };
    read.ok_or_else(|| Box::new(Problem::new(ProblemCode::BadRequest)))
}

/// What is asked of a list.
fn list_query(path: &str) -> CaseListQuery {
    let mut query = CaseListQuery::default();
    for (name, value) in
        path.split_once('?').unwrap_or_default().1.split('&').filter_map(|one| one.split_once('='))
    {
        match name {
            "since" => query.since = value.parse().ok(),
            "visible" => {
                let bytes = Bytes::from_base64url(value).ok();
                query.visible = bytes.and_then(|bytes| Some(Bytes32(bytes.0.try_into().ok()?)));
            }
            "names" => query.names = value.parse().ok(),
            "only" => query.only = Bytes::from_base64url(value).ok(),
            _ => {}
        }
    }
    query
}

impl Db {
    /// Answers; the second value is the session's cookie from now on.
    pub fn answer(&mut self, request: &Request, session: Option<u64>) -> (Response, Option<u64>) {
        let mut cookie = session;
        let response = self.route(request, &mut cookie).unwrap_or_else(|problem| Response {
            status: problem.status,
            content_type: "application/problem+json".to_owned(),
            body: serde_json::to_vec(&problem).unwrap(),
        });
        (response, cookie)
    }

    pub fn id<I: From<uuid::Uuid>>(&mut self) -> I {
        self.counter += 1;
        uuid::Uuid::from_u64_pair(0x5e7e, self.counter).into()
    }

    pub fn who(&self, cookie: Option<u64>) -> Result<AccountId, Box<Problem>> {
        let session = cookie.and_then(|cookie| self.sessions.get(&cookie));
        session
            .map(|session| session.account)
            .ok_or_else(|| Box::new(Problem::new(ProblemCode::SessionEnded)))
    }

    fn route(&mut self, request: &Request, cookie: &mut Option<u64>) -> Answer {
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let rest = path.strip_prefix("/api/v1/").unwrap();
        let steps: Vec<&str> = rest.split('/').collect();
        use Method::{Delete, Get, Patch, Post, Put};
        match (request.method, steps.as_slice()) {
            (Post, ["auth", "start"]) => self.login_start(read(request)?),
            (Post, ["auth", "finish"]) => self.login_finish(read(request)?, cookie),
            (Post, ["auth", "logout"]) => {
                cookie.take().and_then(|session| self.sessions.remove(&session));
                nothing()
            }
            (Post, ["invitations", id, "look"]) => self.look(id.parse().unwrap(), &read(request)?),
            (Post, ["invitations", id, "accept"]) => self.accept(id.parse().unwrap(), read(request)?, cookie),
            (method, steps) => {
                let who = self.who(*cookie)?;
                let session = cookie.unwrap();
                match (method, steps) {
                    (Get, ["session"]) => json(200, &self.session_view(who)),
                    (_, ["session", "share"]) => self.session_share(request, session),
                    (_, ["devices", device, "share"]) => {
                        self.device_share(request, who, device.parse().unwrap())
                    }
                    (Post, ["account", "password"]) => self.change_password(read(request)?, who, session),
                    (Get, ["configuration"]) => self.configuration(),
                    (Get, ["institute", "tenants"]) => self.list_tenants(),
                    (Post, ["institute", "tenants"]) => self.create_tenant(read(request)?, who),
                    (Get, ["institute", "tenants", _, "cases", case]) => {
                        self.support_case(case.parse().unwrap(), who)
                    }
                    (Post, ["organisations"]) => self.create_organisation(read(request)?, who),
                    (Get, ["organisations", o]) => self.organisation(o.parse().unwrap(), who),
                    (Patch, ["organisations", o]) => {
                        self.update_organisation(o.parse().unwrap(), read(request)?)
                    }
                    (Get, ["organisations", o, "log"]) => self.log(o.parse().unwrap(), query, who),
                    (Post, ["organisations", o, "genesis"]) => {
                        self.genesis(o.parse().unwrap(), read(request)?, who)
                    }
                    (Post, ["organisations", o, "certificates"]) => {
                        self.certificate(o.parse().unwrap(), read(request)?, who)
                    }
                    (Get, ["organisations", o, "keys"]) => self.key_chain(o.parse().unwrap(), who),
                    (Post, ["organisations", o, "keys"]) => {
                        self.key_step(o.parse().unwrap(), read(request)?, who)
                    }
                    (Get, ["organisations", o, "keys", "slots"]) => {
                        self.slot_page(o.parse().unwrap(), query, who)
                    }
                    (Post, ["organisations", o, "keys", "slots"]) => {
                        self.rewrap(o.parse().unwrap(), read(request)?, who)
                    }
                    (Post, ["organisations", o, "keys", "checks"]) => {
                        self.key_check(o.parse().unwrap(), read(request)?, who)
                    }
                    (Put, ["organisations", o, "bundle"]) => {
                        self.replace_bundle(o.parse().unwrap(), read(request)?, who)
                    }
                    (Post, ["organisations", o, "recovery"]) => {
                        self.recovery(o.parse().unwrap(), read(request)?, who)
                    }
                    (Post, ["organisations", o, "root"]) => {
                        self.successor(o.parse().unwrap(), read(request)?, who)
                    }
                    (Post, ["cases", case, "keys"]) => self.renew_case(case.parse().unwrap(), read(request)?),
                    (Post, ["organisations", o, "units"]) => {
                        self.put_unit(o.parse().unwrap(), read(request)?)
                    }
                    (Put, ["organisations", o, "units", _]) => {
                        self.put_unit(o.parse().unwrap(), read(request)?)
                    }
                    (Delete, ["organisations", o, "units", u]) => {
                        self.remove_unit(o.parse().unwrap(), u.parse().unwrap())
                    }
                    (Post, ["organisations", o, "invitations"]) => {
                        self.invite(o.parse().unwrap(), read(request)?)
                    }
                    (Delete, ["organisations", _, "invitations", i]) => self.revoke(i.parse().unwrap()),
                    (Post, ["organisations", o, "people", _, "rights" | "block"]) => {
                        self.person_statement(o.parse().unwrap(), read(request)?)
                    }
                    (Get, ["organisations", o, "people", a, "cases"]) => {
                        self.handover(o.parse().unwrap(), a.parse().unwrap())
                    }
                    (Get, ["organisations", o, "cases"]) => {
                        self.list_cases(o.parse().unwrap(), &list_query(&request.path), who)
                    }
                    (Post, ["organisations", o, "cases"]) => {
                        self.create_case(o.parse().unwrap(), read(request)?, who)
                    }
                    (Get, ["organisations", _, "files"]) => self.case_files(query, who),
                    (Get, ["cases", case]) => self.open_case(case.parse().unwrap(), who),
                    (Post, ["cases", case, "records"]) => {
                        self.write(case.parse().unwrap(), read(request)?, who)
                    }
                    (Post, ["cases", case, "assignment"]) => {
                        self.assign(case.parse().unwrap(), read(request)?)
                    }
                    _ => no(ProblemCode::NotFound),
                }
            }
        }
    }
}
