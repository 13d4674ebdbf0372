//! A form while it is being filled in.
use std::collections::BTreeMap;

use api::{
    configuration::{Form, known},
    ids::RecordId,
};
use leptos::prelude::*;
use vault::view::Draft;

use super::{
    Values,
    values::{Complaint, length_complaint},
};
use crate::{
    pages::cases::{
        area::Area,
        memory::{DraftKey, Kept},
    },
    platform,
};

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
    /// Whether something that was typed earlier was brought back.
    pub(crate) restored: RwSignal<bool>,
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
        let kept = area.memory.kept(&key).filter(|kept| kept.values != values);
        let restored = kept.is_some();
        let stored = (values.clone(), target);
        let Kept { values: content, base, target } =
            kept.unwrap_or_else(|| Kept { values: values.clone(), base: values, target });
        let fields: BTreeMap<String, FieldState> = configuration
            .fields(&form)
            .into_iter()
            .map(|field| {
                let text = RwSignal::new(content.get(&field.key).to_owned());
                (field.key, FieldState { text, complaint: RwSignal::new(None) })
            })
            .collect();
        let editor = Self {
            area,
            form: StoredValue::new(form),
            fields: StoredValue::new(fields),
            base: RwSignal::new(base),
            target: StoredValue::new(target),
            stored: StoredValue::new(stored),
            key: StoredValue::new(key),
            restored: RwSignal::new(restored),
        };
        editor.follow_birth_date();
        editor.keep_while_typing();
        Some(editor)
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
        self.fields.with_value(|fields| {
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

    /// Whether something is typed that is not stored. Reactive.
    pub(crate) fn is_changed(self) -> bool {
        self.base.with(|base| {
            self.fields.with_value(|fields| {
                // Every field is read, so that every field is watched.
                fields.iter().fold(false, |changed, (key, field)| {
                    field.text.with(|text| text.as_str() != base.get(key)) || changed
                })
            })
        })
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
        self.forget();
    }

    /// Forgets what was typed and not saved.
    pub(crate) fn discard(self) {
        let (values, target) = self.stored.get_value();
        self.fill(&values);
        self.rebase(values, target);
        self.forget();
    }

    fn forget(self) {
        self.restored.set(false);
        self.key.with_value(|key| self.area.memory.keep(key, None));
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

    /// Keeps what is typed in memory, so that going back and forth in the portal loses nothing.
    fn keep_while_typing(self) {
        Effect::new(move |_| {
            let kept = self.is_changed().then(|| Kept {
                values: self.values(),
                base: self.base.get(),
                target: self.target.get_value(),
            });
            self.key.with_value(|key| self.area.memory.keep(key, kept));
        });
    }
}
