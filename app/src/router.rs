//! Which page stands at which path. The paths are those of `api::paths::pages`; a test compares the two lists.
use leptos::prelude::*;
use leptos_router::{
    components::{ParentRoute, Route, Router, Routes},
    path,
};

use crate::{
    layout::{AppShell, EntryShell},
    pages::{
        NotFoundPage,
        account::{AccountPage, MorePage, ProtectionsPage},
        admin::AdminPage,
        cases::{CaseArea, CasePage, CasesPage, EvaluationPage, NewCasePage, TodayPage},
        entry::{HomePage, InvitationPage, KeyPage, KeySetupPage, LoginPage, RecoveryPage},
        institute::{NewTenantPage, SupportCasePage, TenantPage, TenantsPage},
    },
};

/// The router of the whole application.
#[component]
pub(crate) fn AppRouter() -> impl IntoView {
    view! {
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/") view=HomePage/>
                <ParentRoute path=path!("") view=EntryShell>
                    <Route path=path!("/login") view=LoginPage/>
                    <Route path=path!("/login/:tenant") view=LoginPage/>
                    <Route path=path!("/einladung") view=InvitationPage/>
                    <Route path=path!("/einrichten") view=InvitationPage/>
                </ParentRoute>
                <ParentRoute path=path!("") view=AppShell>
                    <ParentRoute path=path!("") view=CaseArea>
                        <Route path=path!("/heute") view=TodayPage/>
                        <Route path=path!("/faelle") view=CasesPage/>
                        <Route path=path!("/faelle/neu") view=NewCasePage/>
                        // One route for the case and all its sections, so that going from one to the other keeps it open.
                        <Route path=path!("/faelle/:case/:section?/:entry?") view=CasePage/>
                        <Route path=path!("/auswertung") view=EvaluationPage/>
                    </ParentRoute>
                    <Route path=path!("/schluessel") view=KeyPage/>
                    <Route path=path!("/schluessel/einrichten") view=KeySetupPage/>
                    <Route path=path!("/schluessel/wiederherstellen") view=RecoveryPage/>
                    <Route path=path!("/schutz") view=ProtectionsPage/>
                    <Route path=path!("/zugang") view=AccountPage/>
                    // One route for all of the administration, so that going from one section to another keeps what was read.
                    <Route path=path!("/verwaltung/:section?/:deed?") view=AdminPage/>
                    <Route path=path!("/institut") view=TenantsPage/>
                    <Route path=path!("/institut/neu") view=NewTenantPage/>
                    <Route path=path!("/institut/:tenant") view=TenantPage/>
                    <Route path=path!("/institut/:tenant/:case") view=SupportCasePage/>
                    <Route path=path!("/mehr") view=MorePage/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}
