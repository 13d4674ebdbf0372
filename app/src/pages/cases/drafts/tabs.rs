//! The same draft in two tabs: both see it, each keeps what is typed in it, and both are told.
use vault::DraftId;

use super::{Drafts, Item};
use crate::platform::{self, DraftNews};
use leptos::prelude::*;

impl Drafts {
    /// Tells the other tabs.
    pub(crate) fn tell(self, news: DraftNews) {
        self.line.with_value(|line| {
            if let Some(line) = line {
                line.tell(news);
            }
        });
    }

    /// Another tab says something.
    pub(super) fn hear(self, news: DraftNews) {
        match news {
            DraftNews::Kept(id) => {
                self.note_elsewhere(id);
                self.fetch(id);
            }
            DraftNews::Gone(id) => {
                self.items.update(|items| items.retain(|item| item.id != id));
                self.leave_elsewhere(id);
            }
            DraftNews::Left(id) => self.leave_elsewhere(id),
            DraftNews::Opened(id) => {
                let mine = self.editors.get_value().into_iter().find(|editor| editor.writes(id));
                if let Some(editor) = mine {
                    self.tell(DraftNews::Held(id));
                    editor.keep_again();
                }
            }
            DraftNews::Held(id) => {
                for editor in self.editors.get_value() {
                    if editor.writes(id) {
                        self.note_elsewhere(id);
                        editor.part_from();
                    }
                }
            }
        }
    }

    fn note_elsewhere(self, id: DraftId) {
        if !self.elsewhere.with_untracked(|elsewhere| elsewhere.contains(&id)) {
            self.elsewhere.update(|elsewhere| {
                elsewhere.insert(id);
            });
        }
    }

    fn leave_elsewhere(self, id: DraftId) {
        if self.elsewhere.with_untracked(|elsewhere| elsewhere.contains(&id)) {
            self.elsewhere.update(|elsewhere| {
                elsewhere.remove(&id);
            });
        }
    }

    /// Reads what another tab has just kept.
    fn fetch(self, id: DraftId) {
        let Some(owner) = self.owner() else { return };
        let Some(place) = self.place(owner) else { return };
        platform::spawn(async move {
            let Ok(Some(sealed)) = self.vault.get().draft(&place, id).await else { return };
            let Some(kept) = self.open(owner, &sealed) else { return };
            let item = Item { id, owner, key: kept.key, at: kept.at, sealed, stored: true };
            if self.editors.get_value().iter().any(|editor| editor.writes(id)) {
                return;
            }
            self.items.update(|items| match items.iter_mut().find(|one| one.id == id) {
                Some(one) => *one = item,
                None => items.push(item),
            });
        });
    }
}
