//! Drafts: what is typed and not saved. Sealed as one types and kept on the device, so that a closed tab, a crash or a
//! dead battery loses nothing; offered again to whoever typed it, to nobody else. Nothing readable of them is held: the
//! page opens one when somebody goes on writing or looks at it.
mod begun;
mod kept;
mod look;
mod notices;
mod tabs;

use std::collections::{HashMap, HashSet};

use api::ids::CaseId;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use vault::{CallError, DraftId, DraftPlace, StoreError};

use super::form::Editor;
use crate::{
    platform::{self, DraftLine, DraftNews},
    state::AppState,
    vault_context::VaultContext,
};

pub(crate) use begun::{BegunHere, BegunToday};
pub(crate) use kept::{DRAFT_PARAM, DraftKey, Item, Kept, Owner};
pub(crate) use notices::{EntryDraft, FormNotices};

/// The draft that the address names, to be gone on with. Not reactive.
pub(crate) fn wanted() -> Option<DraftId> {
    use_query_map().with_untracked(|query| query.get(DRAFT_PARAM))?.parse().ok()
}

/// All drafts of whoever is logged in; copy it freely.
#[derive(Clone, Copy)]
pub(crate) struct Drafts {
    state: AppState,
    vault: VaultContext,
    /// Drafts that open with the key that is loaded, of this and of earlier organisations in use.
    items: RwSignal<Vec<Item>>,
    /// How many lie on the device that the loaded key does not open, or that wait for a key.
    pub(super) closed: RwSignal<usize>,
    /// Why drafts are not kept on the device, since the last try.
    pub(super) unkept: RwSignal<Option<StoreError>>,
    /// Those that another tab is writing.
    elsewhere: RwSignal<HashSet<DraftId>>,
    /// Counts up when the device was looked through.
    pub(crate) loads: RwSignal<u32>,
    places: StoredValue<HashMap<Owner, DraftPlace>>,
    editors: StoredValue<Vec<Editor>>,
    /// Those that an open form of this tab writes.
    here: RwSignal<HashSet<DraftId>>,
    line: StoredValue<Option<DraftLine>, LocalStorage>,
}

impl Drafts {
    /// Begins to watch over drafts: looks through the device whenever somebody logs in, unlocks or loads a key, and keeps
    /// at once what was typed when the page may be about to vanish.
    pub(crate) fn new(state: AppState, vault: VaultContext) -> Self {
        let drafts = Self {
            state,
            vault,
            items: RwSignal::new(Vec::new()),
            closed: RwSignal::new(0),
            unkept: RwSignal::new(None),
            elsewhere: RwSignal::new(HashSet::new()),
            loads: RwSignal::new(0),
            places: StoredValue::new(HashMap::new()),
            editors: StoredValue::new(Vec::new()),
            here: RwSignal::new(HashSet::new()),
            line: StoredValue::new_local(None),
        };
        drafts.line.set_value(Some(DraftLine::open(move |news| drafts.hear(news))));
        Effect::new(move |_| {
            state.epoch.track();
            if untrack(|| state.session_view()).is_some() {
                drafts.load();
            }
        });
        platform::on_vanishing(move || {
            drafts.flush_now();
        });
        drafts
    }

    /// Whoever is logged in, in the organisation in use. Not reactive.
    pub(crate) fn owner(self) -> Option<Owner> {
        let session = untrack(|| self.state.session_view())?;
        Some(Owner { account: session.account, organisation: session.current? })
    }

    /// Looks through the device.
    fn load(self) {
        let Some(owner) = self.owner() else { return };
        platform::spawn(async move {
            let found = self.look_through(owner).await;
            if self.owner() != Some(owner) {
                return;
            }
            match found {
                Ok(found) => {
                    let mut closed = 0;
                    let mut items = Vec::new();
                    for (id, sealed) in found {
                        match self.open(owner, &sealed) {
                            Some(kept) => {
                                items.push(Item {
                                    id,
                                    owner,
                                    key: kept.key,
                                    at: kept.at,
                                    sealed,
                                    stored: true,
                                });
                            }
                            None => closed += 1,
                        }
                    }
                    self.items.update(|known| {
                        // What is being written here is newer than what lies on the device, and what could not be kept
                        // lies nowhere else.
                        let here = self.here.get_untracked();
                        known.retain(|item| !item.stored || here.contains(&item.id));
                        items.retain(|item| known.iter().all(|one| one.id != item.id));
                        known.append(&mut items);
                    });
                    self.closed.set(closed);
                }
                Err(error) => self.unkept.set(Some(error)),
            }
            self.loads.update(|loads| *loads = loads.wrapping_add(1));
        });
    }

    async fn look_through(self, owner: Owner) -> Result<Vec<(DraftId, Vec<u8>)>, StoreError> {
        let vault = self.vault.get();
        let place = match vault.draft_place(owner.organisation).await {
            Ok(place) => place,
            Err(CallError::Device(error)) => return Err(error),
            // Nobody is logged in any more.
            Err(_) => return Ok(Vec::new()),
        };
        let found = vault.drafts(&place).await?;
        self.places.update_value(|places| {
            places.insert(owner, place);
        });
        platform::hold_store();
        Ok(found)
    }

    fn open(self, owner: Owner, sealed: &[u8]) -> Option<Kept> {
        let text = self.vault.get().open_draft(owner.organisation, sealed)?;
        serde_json::from_str(text.as_str()).ok()
    }

    fn place(self, owner: Owner) -> Option<DraftPlace> {
        self.places.with_value(|places| places.get(&owner).cloned())
    }

    /// Name for a new draft. None where the device gives no randomness; then nothing can be sealed either.
    pub(crate) fn make(self) -> Option<DraftId> {
        self.vault.get().make_draft().ok()
    }

    /// Keeps what was typed. Returns whether it could be sealed.
    pub(crate) fn keep(self, owner: Owner, id: DraftId, kept: &Kept) -> bool {
        let sealed = serde_json::to_string(kept)
            .ok()
            .and_then(|text| self.vault.get().seal_draft(owner.organisation, &text.into()));
        let Some(sealed) = sealed else { return false };
        self.put(Item { id, owner, key: kept.key.clone(), at: kept.at, sealed, stored: false });
        true
    }

    /// Takes a sealed draft into memory and onto the device.
    fn put(self, item: Item) {
        let (id, owner) = (item.id, item.owner);
        let sealed = item.sealed.clone();
        self.items.update(|items| match items.iter_mut().find(|one| one.id == id) {
            Some(one) => *one = item,
            None => items.push(item),
        });
        let Some(place) = self.place(owner) else {
            if untrack(|| self.unkept.get()).is_none() && self.loads.get_untracked() > 0 {
                self.unkept.set(Some(StoreError::Unavailable));
            }
            return;
        };
        platform::spawn(async move {
            match self.vault.get().keep_draft(&place, id, sealed).await {
                Ok(()) => {
                    self.items.update(|items| {
                        if let Some(one) = items.iter_mut().find(|one| one.id == id) {
                            one.stored = true;
                        }
                    });
                    self.unkept.set(None);
                    self.tell(DraftNews::Kept(id));
                }
                Err(error) => self.unkept.set(Some(error)),
            }
        });
    }

    /// Forgets a draft, because it was saved or discarded. Gives it back, for whoever changes their mind.
    pub(crate) fn drop(self, id: DraftId) -> Option<Item> {
        let item = self.items.with_untracked(|items| items.iter().find(|item| item.id == id).cloned())?;
        self.items.update(|items| items.retain(|item| item.id != id));
        if let Some(place) = self.place(item.owner) {
            platform::spawn(async move {
                // What cannot be deleted is offered again, which is better than losing it.
                let _gone = self.vault.get().drop_draft(&place, id).await;
                self.tell(DraftNews::Gone(id));
            });
        }
        Some(item)
    }

    /// Brings back what was discarded.
    pub(crate) fn put_back(self, item: Item) {
        self.put(Item { stored: false, ..item });
    }

    /// Opens a draft.
    pub(crate) fn kept(self, id: DraftId) -> Option<Kept> {
        let item = self.items.with_untracked(|items| items.iter().find(|item| item.id == id).cloned())?;
        self.open(item.owner, &item.sealed)
    }

    /// The drafts of whoever is logged in, in the organisation in use, latest first; without those that a form of this
    /// tab has open. Reactive.
    pub(crate) fn listed(self) -> Vec<Item> {
        let Some(session) = self.state.session_view() else { return Vec::new() };
        let here = self.here.get();
        let mut items = self.items.get();
        items.retain(|item| {
            item.owner.account == session.account
                && Some(item.owner.organisation) == session.current
                && !here.contains(&item.id)
        });
        items.sort_by_key(|item| std::cmp::Reverse(item.at));
        items
    }

    /// The draft to go on with in a form: `wanted` if it belongs there, else the one typed last.
    pub(crate) fn find(self, key: &DraftKey, wanted: Option<DraftId>) -> Option<DraftId> {
        let listed = untrack(|| self.listed());
        let mut fitting = listed.iter().filter(|item| item.key == *key);
        let latest = fitting.clone().next();
        fitting.find(|item| Some(item.id) == wanted).or(latest).map(|item| item.id)
    }

    /// Whether the address asks to go on with a draft of this place.
    pub(crate) fn wants(self, key: &DraftKey) -> bool {
        wanted().is_some_and(|id| {
            self.items.with_untracked(|items| items.iter().any(|item| item.id == id && item.key == *key))
        })
    }

    /// The new case that somebody began to make: `wanted` if it is one, else the one typed last.
    pub(crate) fn new_case(self, wanted: Option<DraftId>) -> Option<CaseId> {
        let listed = untrack(|| self.listed());
        let mut cases = listed.iter().filter(|item| item.key.new_case);
        let latest = cases.clone().next();
        cases.find(|item| Some(item.id) == wanted).or(latest).map(|item| item.key.case)
    }

    /// Whether another tab writes in the same place. Reactive.
    pub(crate) fn written_elsewhere(self, key: &DraftKey, own: DraftId) -> bool {
        self.elsewhere.with(|elsewhere| {
            self.items.with(|items| {
                items.iter().any(|item| item.id != own && item.key == *key && elsewhere.contains(&item.id))
            })
        })
    }

    /// How many drafts of whoever is logged in lie on the device, in all that is known here. Not reactive.
    pub(crate) fn count(self) -> usize {
        self.flush();
        let Some(owner) = self.owner() else { return 0 };
        let open = self
            .items
            .with_untracked(|items| items.iter().filter(|item| item.owner == owner && item.stored).count());
        open + self.closed.get_untracked()
    }

    /// A form begins to write a draft.
    pub(crate) fn enter(self, editor: Editor) {
        self.editors.update_value(|editors| editors.push(editor));
    }

    /// A form is left. What it wrote is offered again.
    pub(crate) fn leave(self, editor: Editor, id: DraftId) {
        self.editors.update_value(|editors| editors.retain(|one| !one.is(editor)));
        self.not_here(id);
        self.tell(DraftNews::Left(id));
    }

    /// An open form writes this draft.
    pub(crate) fn is_here(self, id: DraftId) {
        if !self.here.with_untracked(|here| here.contains(&id)) {
            self.here.update(|here| {
                here.insert(id);
            });
        }
    }

    /// No open form writes this draft any more.
    pub(crate) fn not_here(self, id: DraftId) {
        if self.here.with_untracked(|here| here.contains(&id)) {
            self.here.update(|here| {
                here.remove(&id);
            });
        }
    }

    /// Seals what was typed last in all open forms: before a lock takes the key away.
    pub(crate) fn flush(self) {
        for editor in self.editors.get_value() {
            editor.flush();
        }
    }

    /// The same, onto the device at once: the page may be gone in a moment.
    fn flush_now(self) {
        self.flush();
        let unsure = self
            .items
            .with_untracked(|items| items.iter().filter(|item| !item.stored).cloned().collect::<Vec<_>>());
        for item in unsure {
            if let Some(place) = self.place(item.owner) {
                platform::put_at_once(&place.name(item.id), &item.sealed);
            }
        }
    }

    /// Nobody is logged in any more, or somebody else: what lies on the device is forgotten here. What could not be
    /// kept there stays, sealed, for the one who typed it.
    pub(crate) fn forget(self) {
        self.items.update(|items| items.retain(|item| !item.stored));
        self.closed.set(0);
        self.elsewhere.update(HashSet::clear);
    }
}
