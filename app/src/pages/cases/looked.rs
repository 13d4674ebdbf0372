//! What one has looked at on this device, and what others have written since: for the first page of the day.
use std::sync::Arc;

use api::{ids::CaseId, news::News};
use leptos::prelude::*;
use vault::{Visit, Visits, view::CaseView};

use super::area::Area;
use crate::platform;

/// How far back the first visit on a device looks, in seconds: a week.
const FIRST_LOOK_SECONDS: i64 = 7 * 24 * 3600;

/// The memory of it; copy it freely. What lies on the device is sealed by the vault.
#[derive(Clone, Copy)]
pub(crate) struct Looked {
    visits: RwSignal<Arc<Visits>>,
    news: RwSignal<Option<Arc<News>>>,
}

impl Looked {
    /// Knows nothing yet.
    pub(super) fn new() -> Self {
        Self { visits: RwSignal::new(Arc::default()), news: RwSignal::new(None) }
    }

    /// Somebody else is logged in.
    pub(super) fn forget(self) {
        self.visits.set(Arc::default());
        self.news.set(None);
    }

    /// Cases that were opened on this device, latest first. Reactive.
    pub(super) fn opened(self) -> Vec<CaseId> {
        self.visits.with(|visits| visits.cases.iter().map(|visit| visit.case).collect())
    }

    /// What others wrote and this person has not seen; none while it is not known. Reactive.
    pub(super) fn news(self) -> Option<News> {
        let mut news = News::clone(&*self.news.get()?);
        self.visits.with(|visits| news.entries.retain(|item| !visits.knows(item.case, item.at)));
        Some(news)
    }

    /// Asks what others wrote since one last looked.
    pub(super) fn load(self, area: Area) {
        let Some(organisation) = area.organisation() else { return };
        platform::spawn(async move {
            let vault = area.vault.get();
            // A device without storage begins anew each time.
            let visits = vault.visits(organisation).await.unwrap_or_default();
            let since = visits.news_at.unwrap_or_else(|| platform::now_seconds() - FIRST_LOOK_SECONDS);
            self.visits.try_set(Arc::new(visits));
            // The page says nothing of what it could not ask; it asks again when it is opened again.
            if let Ok(news) = vault.news(organisation, since).await {
                self.news.try_set(Some(Arc::new(news)));
            }
        });
    }

    /// A case is open: everything in it is seen.
    pub(super) fn opened_case(self, area: Area, case: &CaseView) {
        let visit =
            Visit { case: case.summary.id, at: platform::now_seconds(), seen: case.summary.updated_at };
        self.change(area, move |visits| visits.add(visit));
    }

    /// Everything that the list shows is seen.
    pub(super) fn seen_all(self, area: Area) {
        if let Some(at) = self.news.with_untracked(|news| news.as_ref().map(|news| news.at)) {
            self.change(area, move |visits| visits.news_at = Some(at));
        }
    }

    fn change(self, area: Area, change: impl FnOnce(&mut Visits) + 'static) {
        let Some(organisation) = area.organisation() else { return };
        platform::spawn(async move {
            let vault = area.vault.get();
            // Read anew, because another tab may have written meanwhile.
            let mut visits = vault.visits(organisation).await.unwrap_or_default();
            change(&mut visits);
            // Where nothing can be kept it holds for this page.
            let _ = vault.keep_visits(organisation, &visits).await;
            self.visits.try_set(Arc::new(visits));
        });
    }
}
