//! Writing one entry: the form, the save, the guard before leaving and the conflict, held together.
use api::ids::{CaseId, RecordId};
use leptos::prelude::*;
use vault::{
    WriteError,
    view::{Entry, WriteEntry},
};

use super::{
    Editor, Presence, Saver, UnsavedGuard, Values,
    conflict::{ConflictDialog, values_of},
};
use crate::{
    i18n::td_string,
    pages::cases::{
        area::Area,
        drafts::DraftKey,
        file::{CaseFile, TakenUp},
    },
    platform,
};

/// An entry that is being written; copy it freely.
#[derive(Clone, Copy)]
pub(crate) struct Writer {
    area: Area,
    case: CaseId,
    /// The fields.
    pub(crate) editor: Editor,
    /// How the save is going.
    pub(crate) saver: Saver,
    /// Who else writes here.
    pub(crate) presence: Presence,
    /// The earlier state that the form was filled with.
    pub(crate) taken_up: RwSignal<Option<TakenUp>>,
    on_saved: Callback<Entry>,
}

impl Writer {
    /// Begins with a stored entry, or with `initial` for a new one. The id of a new entry is made once, so that saving
    /// again after a lost answer writes nothing twice. None when the configuration has no such form or the device gives
    /// no randomness.
    pub(crate) fn begin(
        area: Area,
        case: CaseId,
        form: &str,
        entry: Option<&Entry>,
        initial: Values,
        on_saved: Callback<Entry>,
    ) -> Option<Self> {
        let key = DraftKey {
            case,
            new_case: false,
            form: form.to_owned(),
            record: entry.map(|entry| entry.record),
        };
        let values = entry.map_or(initial, values_of);
        let target = match entry {
            Some(entry) => (entry.record, entry.revision),
            None => (area.vault.get().make_record().ok()?, 0),
        };
        let writer = Self {
            area,
            case,
            editor: Editor::begin(area, key, values, Some(target))?,
            saver: Saver::new(area),
            presence: Presence::begin(area, case, entry.map(|entry| entry.record)),
            taken_up: RwSignal::new(None),
            on_saved,
        };
        writer.take_up(target.0);
        writer.saver.again_with(Callback::new(move |()| writer.save()));
        Some(writer)
    }

    /// Waits for an earlier state of the entry to be taken up, before the form is open or while it is.
    fn take_up(self, record: RecordId) {
        let Some(file) = use_context::<CaseFile>() else { return };
        Effect::new(move |_| {
            let taken = file.taken_up.get().filter(|taken| taken.record == record);
            if let Some(taken) = taken {
                file.taken_up.set(None);
                self.editor.take_up(&taken.values);
                self.taken_up.set(Some(taken));
                platform::scroll_to_top();
                platform::focus_first_field();
            }
        });
        Effect::new(move |_| {
            if !self.editor.is_changed() {
                self.taken_up.set(None);
            }
        });
    }

    /// Saves what stands in the fields, if nothing is wrong with them.
    pub(crate) fn save(self) {
        let (Some(draft), Some((record, based_on))) = (self.editor.check(), self.editor.target()) else {
            return;
        };
        let write = WriteEntry { case: self.case, record, form: self.editor.form().code, based_on, draft };
        let vault = self.area.vault.get();
        let typed = Values::of(&write.draft.facts, Some(&write.draft.texts));
        let save = async move {
            match vault.write_entry(write).await {
                // The same stands there already: a save before a crash had arrived, or one of another tab.
                Err(WriteError::Conflict(other) | WriteError::SingletonExists(other))
                    if other.texts.is_open() && !other.withdrawn && values_of(&other) == typed =>
                {
                    Ok(*other)
                }
                result => result,
            }
        };
        self.saver.run(save, move |entry: Entry| {
            self.editor.saved(Some((entry.record, entry.revision)));
            let words = untrack(|| td_string!(self.area.locale(), cases.save.saved).to_owned());
            self.area.state.toasts.good(words);
            self.on_saved.run(entry);
        });
    }

    /// Saves the united content on top of what somebody else saved.
    fn unite(self, theirs: &Entry) {
        self.editor.rebase(values_of(theirs), Some((theirs.record, theirs.revision)));
        self.save();
    }
}

/// The dialogs that belong to writing: before leaving, and on a conflict.
#[component]
pub(crate) fn WriterDialogs(
    /// What is being written.
    writer: Writer,
) -> impl IntoView {
    let editor = writer.editor;
    view! {
        <UnsavedGuard changed=Signal::derive(move || editor.is_changed()) discard=move |()| editor.discard()/>
        <ConflictDialog
            editor=editor
            conflict=writer.saver.conflict
            on_united=move |theirs: Entry| writer.unite(&theirs)
        />
    }
}
