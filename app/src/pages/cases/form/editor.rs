//! A form while it is being filled in.
use std::collections::BTreeMap;

use api::{
    configuration::{Form, known},
    ids::RecordId,
};
use leptos::prelude::*;
use vault::{DraftId, view::Draft};

use super::{
    Values,
    values::{Complaint, length_complaint},
};
use crate::{
    pages::cases::{
        area::Area,
        drafts::{DraftKey, Item, Kept, Owner, wanted},
    },
    platform::{self, DraftNews},
};

/// Longest time between a letter and its being sealed and kept.
const KEEP_MILLIS: u64 = 400;
/// A long text is sealed anew as a whole each time, so that it is kept less often: a millisecond later for so many bytes.
const BYTES_PER_MILLI: usize = 500;

/// One field while it is being filled in.
#[derive(Clone, Copy)]
pub(crate) struct FieldState {
    /// What stands in it.
    pub(crate) text: RwSignal<String>,
    /// What is wrong with it, since the last try to save.
    pub(super) complaint: RwSignal<Option<Complaint>>,
}

impl FieldState {
    /// What was wrong at the last try to save. That a text is too long is seen while it is typed, and so is that it is
    /// not any more. Reactive.
    fn told(self) -> Option<Complaint> {
        let outdated = |complaint: &Complaint| {
            matches!(complaint, Complaint::TooLong { .. })
                && self.text.with(|text| length_complaint(text).is_none())
        };
        self.complaint.get().filter(|complaint| !outdated(complaint))
    }
}

/// A form while it is being filled in; copy it freely.
#[derive(Clone, Copy)]
pub(crate) struct Editor {
    area: Area,
    form: StoredValue<Form>,
    fields: StoredValue<BTreeMap<String, FieldState>>,
    /// What was there when the writing began.
    base: RwSignal<Values>,
    /// Entry and revision that the writing is based on.
    target: StoredValue<Option<(RecordId, u32)>>,
    /// What is stored now, as far as this page knows: what discarding leads back to.
    stored: StoredValue<(Values, Option<(RecordId, u32)>)>,
    key: StoredValue<DraftKey>,
    /// Name of the draft that this form writes; none where nothing can be sealed.
    draft: RwSignal<Option<DraftId>>,
    /// Who writes.
    owner: StoredValue<Option<Owner>>,
    /// What was kept last, and whether something was typed since.
    kept: StoredValue<Option<Values>>,
    dirty: StoredValue<bool>,
    /// Something of this form was kept under the name of its draft.
    wrote: StoredValue<bool>,
    waiting: StoredValue<bool>,
    /// When the draft was typed that was brought back, in seconds since 1970; none when none was or it was noticed.
    pub(crate) restored: RwSignal<Option<i64>>,
}

impl Editor {
    /// Begins with `values` (what is stored), or with what was typed earlier and not saved. None when the
    /// configuration has no such form. `target` is the entry with the revision that was seen, 0 for a new one.
    pub(crate) fn begin(
        area: Area,
        key: DraftKey,
        values: Values,
        target: Option<(RecordId, u32)>,
    ) -> Option<Self> {
        let configuration = area.configuration();
        let form = configuration.form(&key.form)?.clone();
        let fields: BTreeMap<String, FieldState> = configuration
            .fields(&form)
            .into_iter()
            .map(|field| {
                let text = RwSignal::new(values.get(&field.key).to_owned());
                (field.key, FieldState { text, complaint: RwSignal::new(None) })
            })
            .collect();
        let drafts = area.memory.drafts;
        let editor = Self {
            area,
            form: StoredValue::new(form),
            fields: StoredValue::new(fields),
            base: RwSignal::new(values.clone()),
            target: StoredValue::new(target),
            stored: StoredValue::new((values, target)),
            key: StoredValue::new(key),
            draft: RwSignal::new(drafts.make()),
            owner: StoredValue::new(drafts.owner()),
            kept: StoredValue::new(None),
            dirty: StoredValue::new(false),
            wrote: StoredValue::new(false),
            waiting: StoredValue::new(false),
            restored: RwSignal::new(None),
        };
        drafts.enter(editor);
        editor.restore(wanted());
        // Drafts may be found on the device only after the form is there.
        Effect::new(move |last: Option<u32>| {
            let loads = drafts.loads.get();
            if last.is_some_and(|last| last != loads) && !untrack(|| editor.is_changed()) {
                editor.restore(None);
            }
            loads
        });
        on_cleanup(move || {
            editor.flush();
            if let Some(id) = editor.draft.get_untracked() {
                drafts.leave(editor, id);
            }
        });
        editor.follow_birth_date();
        editor.keep_while_typing();
        Some(editor)
    }

    /// Brings back what was typed earlier and not saved, if there is any.
    fn restore(self, wanted: Option<DraftId>) {
        let drafts = self.area.memory.drafts;
        let Some(id) = self.key.with_value(|key| drafts.find(key, wanted)) else { return };
        let Some(kept) = drafts.kept(id) else { return };
        if self.stored.with_value(|(values, _)| kept.values == *values) {
            // It was saved after all, only nobody here heard of it.
            drafts.drop(id);
            return;
        }
        self.take(id, &kept);
        drafts.tell(DraftNews::Opened(id));
    }

    /// Goes on with a draft.
    fn take(self, id: DraftId, kept: &Kept) {
        let drafts = self.area.memory.drafts;
        if let Some(own) = self.draft.get_untracked() {
            drafts.not_here(own);
        }
        self.draft.set(Some(id));
        drafts.is_here(id);
        self.kept.set_value(Some(kept.values.clone()));
        self.wrote.set_value(false);
        self.target.set_value(kept.target);
        self.base.set(kept.base.clone());
        self.fill(&kept.values);
        self.restored.set(Some(kept.at));
    }

    /// Whether it is the same form.
    pub(crate) fn is(self, other: Self) -> bool {
        self.fields == other.fields
    }

    /// Whether this form writes this draft.
    pub(crate) fn writes(self, id: DraftId) -> bool {
        self.draft.try_get_untracked().flatten() == Some(id)
    }

    /// Another tab writes the same draft: from now on this form writes one of its own.
    pub(crate) fn part_from(self) {
        let drafts = self.area.memory.drafts;
        if let Some(own) = self.draft.get_untracked() {
            drafts.not_here(own);
        }
        self.draft.set(drafts.make());
        self.kept.set_value(None);
        if self.wrote.get_value() {
            self.keep_again();
        }
    }

    /// Keeps what stands here once more: another tab may have kept something else under the same name.
    pub(crate) fn keep_again(self) {
        if untrack(|| self.is_changed()) {
            self.kept.set_value(None);
            self.dirty.set_value(true);
            self.flush();
        }
    }

    /// Whether another tab writes in the same place. Reactive.
    pub(crate) fn written_elsewhere(self) -> bool {
        let Some(own) = self.draft.try_get().flatten() else { return false };
        let written = self.key.try_with_value(|key| self.area.memory.drafts.written_elsewhere(key, own));
        written.unwrap_or(false)
    }

    /// The form.
    pub(crate) fn form(self) -> Form {
        self.form.get_value()
    }

    /// What the draft belongs to.
    pub(crate) fn key(self) -> DraftKey {
        self.key.get_value()
    }

    /// A field; none when the form has none of this key.
    pub(crate) fn field(self, key: &str) -> Option<FieldState> {
        self.fields.with_value(|fields| fields.get(key).copied())
    }

    /// What stands in a field. Reactive.
    pub(crate) fn text(self, key: &str) -> String {
        self.field(key).map(|field| field.text.get()).unwrap_or_default()
    }

    /// Everything that stands in the form. Reactive.
    pub(crate) fn values(self) -> Values {
        let mut values = Values::default();
        // Whoever watches may be told once more while the form goes away.
        let _gone = self.fields.try_with_value(|fields| {
            for (key, field) in fields {
                field.text.with(|text| values.set(key, text.clone()));
            }
        });
        values
    }

    /// What was there when the writing began.
    pub(crate) fn base(self) -> Values {
        self.base.get_untracked()
    }

    /// The same. Reactive.
    pub(crate) fn base_now(self) -> Values {
        self.base.get()
    }

    /// Puts an earlier state into the fields, to be saved on top of what is stored now. What was typed before and not
    /// saved stays as a draft of its own.
    pub(crate) fn take_up(self, values: &Values) {
        self.flush();
        if untrack(|| self.is_changed()) {
            let drafts = self.area.memory.drafts;
            if let Some(own) = self.draft.get_untracked() {
                drafts.not_here(own);
            }
            self.draft.set(drafts.make());
            self.kept.set_value(None);
        }
        let (stored, target) = self.stored.get_value();
        self.rebase(stored, target);
        self.restored.set(None);
        self.fill(values);
    }

    /// Whether something is typed that is not stored. Reactive.
    pub(crate) fn is_changed(self) -> bool {
        let changed = self.base.try_with(|base| {
            self.fields.try_with_value(|fields| {
                // Every field is read, so that every field is watched.
                fields.iter().fold(false, |changed, (key, field)| {
                    field.text.try_with(|text| text.as_str() != base.get(key)).unwrap_or(false) || changed
                })
            })
        });
        // A form that is going away has nothing more to say.
        changed.flatten().unwrap_or(false)
    }

    /// Puts values into the fields; they stay unsaved.
    pub(crate) fn fill(self, values: &Values) {
        self.fields.with_value(|fields| {
            for (key, field) in fields {
                if field.text.with_untracked(|text| text != values.get(key)) {
                    field.text.set(values.get(key).to_owned());
                }
                field.complaint.set(None);
            }
        });
    }

    /// Entry and revision that the writing is based on.
    pub(crate) fn target(self) -> Option<(RecordId, u32)> {
        self.target.get_value()
    }

    /// Takes `values` as what is stored now, without touching what stands in the fields.
    pub(crate) fn rebase(self, values: Values, target: Option<(RecordId, u32)>) {
        self.stored.set_value((values.clone(), target));
        self.target.set_value(target);
        self.base.set(values);
    }

    /// What stands in the form is stored now.
    pub(crate) fn saved(self, target: Option<(RecordId, u32)>) {
        self.rebase(untrack(|| self.values()), target);
        self.dirty.set_value(false);
        self.forget();
    }

    /// Discards what was typed and not saved. It can be brought back for a while.
    pub(crate) fn discard(self) {
        if let Some(item) = self.give_up() {
            self.area.memory.drafts.offer_undo(vec![item], move |item| self.take_back(item));
        }
    }

    /// The same, and whoever calls offers to bring it back.
    pub(crate) fn give_up(self) -> Option<Item> {
        self.flush();
        let (values, target) = self.stored.get_value();
        self.fill(&values);
        self.rebase(values, target);
        self.dirty.set_value(false);
        self.forget()
    }

    /// A discarded draft is wanted after all: it stands in the form again, where that is still open and empty.
    pub(crate) fn take_back(self, item: &Item) {
        let key = self.key.try_with_value(|key| *key == item.key);
        let empty = key == Some(true) && !untrack(|| self.is_changed());
        if empty && let Some(kept) = self.area.memory.drafts.kept(item.id) {
            self.take(item.id, &kept);
        }
    }

    /// Forgets the draft; from now on another one is written.
    fn forget(self) -> Option<Item> {
        let drafts = self.area.memory.drafts;
        self.restored.set(None);
        self.kept.set_value(None);
        let own = self.draft.get_untracked()?;
        drafts.not_here(own);
        self.draft.set(drafts.make());
        drafts.drop(own)
    }

    /// How many fields are marked. Reactive.
    pub(crate) fn complaints(self) -> usize {
        self.fields.with_value(|fields| fields.values().filter(|field| field.told().is_some()).count())
    }

    /// What would be stored. None when something is wrong: then the fields are marked and the first one has the focus.
    pub(crate) fn check(self) -> Option<Draft> {
        let form = self.form();
        let mut values = untrack(|| self.values());
        values.derive_birth_month(&form);
        let result = values.split(&self.area.configuration(), &form);
        let wrong: BTreeMap<String, Complaint> = match &result {
            Ok(_) => BTreeMap::new(),
            Err(complaints) => complaints.iter().cloned().collect(),
        };
        self.fields.with_value(|fields| {
            for (key, field) in fields {
                field.complaint.set(wrong.get(key).cloned());
            }
        });
        match result {
            Ok((facts, texts)) => Some(Draft { facts, texts }),
            Err(_) => {
                platform::focus_first_invalid();
                None
            }
        }
    }

    /// What is wrong with a field: since the last try to save, or at once when a text is too long. Reactive.
    pub(super) fn complaint(self, key: &str) -> Option<Complaint> {
        let field = self.field(key)?;
        field.text.with(|text| length_complaint(text)).or_else(|| field.told())
    }

    /// The month of birth follows the date of birth while it is typed.
    fn follow_birth_date(self) {
        if self.form.with_value(|form| form.code != known::PERSON) {
            return;
        }
        if let (Some(date), Some(month)) = (self.field(known::BIRTH_DATE), self.field(known::BIRTH_MONTH)) {
            Effect::new(move |_| {
                if let Some(text) = date.text.get().get(..7)
                    && api::configuration::parse_month(text).is_some()
                {
                    month.text.set(text.to_owned());
                }
            });
        }
    }

    /// Keeps what is typed, soon after it is typed.
    fn keep_while_typing(self) {
        Effect::new(move |first: Option<()>| {
            let there = self.fields.try_with_value(|fields| {
                for field in fields.values() {
                    field.text.track();
                }
            });
            if first.is_none() || there.is_none() {
                return;
            }
            self.dirty.set_value(true);
            if !self.waiting.get_value() {
                self.waiting.set_value(true);
                let bytes: usize = self.fields.with_value(|fields| {
                    fields.values().map(|field| field.text.with_untracked(String::len)).sum()
                });
                let longer = u64::try_from(bytes / BYTES_PER_MILLI).unwrap_or(KEEP_MILLIS);
                platform::later(KEEP_MILLIS + longer, move || {
                    // The form may be gone meanwhile; then it was kept when it went.
                    if self.waiting.try_set_value(false).is_none() {
                        self.flush();
                    }
                });
            }
        });
    }

    /// Seals and keeps what was typed since the last time.
    pub(crate) fn flush(self) {
        if self.dirty.try_get_value() != Some(true) {
            return;
        }
        self.dirty.set_value(false);
        let drafts = self.area.memory.drafts;
        let (Some(id), Some(owner)) = (self.draft.get_untracked(), self.owner.get_value()) else { return };
        let values = untrack(|| self.values());
        if !untrack(|| self.is_changed()) {
            self.kept.set_value(None);
            drafts.not_here(id);
            drafts.drop(id);
            return;
        }
        if self.kept.with_value(|kept| kept.as_ref() == Some(&values)) {
            return;
        }
        let kept = Kept {
            key: self.key(),
            at: platform::now_seconds(),
            values,
            base: self.base.get_untracked(),
            target: self.target.get_value(),
        };
        drafts.is_here(id);
        if drafts.keep(owner, id, &kept) {
            self.kept.set_value(Some(kept.values));
            self.wrote.set_value(true);
        } else {
            // The key is not there; it is tried again with the next letter.
            self.dirty.set_value(true);
        }
    }
}
