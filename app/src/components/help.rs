use leptos::prelude::*;

use super::{Icon, unique_id};
use crate::i18n::{t_string, use_i18n};

/// A word of the field or of this portal that needs a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HelpTopic {
    /// Key of a case file.
    CaseKey,
    /// Epoch of the organisation key.
    Epoch,
    /// When ratings are made.
    TimePoints,
    /// What the help works on.
    Relevant,
    /// How a help ended.
    Dropout,
}

/// A sentence of explanation on demand: the browser's own popover, so that Escape and a click elsewhere close it.
#[component]
pub fn Help(
    /// About what.
    topic: HelpTopic,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = unique_id("help");
    let what = move || match topic {
        HelpTopic::CaseKey => t_string!(i18n, common.help.case_key),
        HelpTopic::Epoch => t_string!(i18n, common.help.epoch),
        HelpTopic::TimePoints => t_string!(i18n, common.help.time_points),
        HelpTopic::Relevant => t_string!(i18n, common.help.relevant),
        HelpTopic::Dropout => t_string!(i18n, common.help.dropout),
    };
    let text = move || match topic {
        HelpTopic::CaseKey => t_string!(i18n, common.help.case_key_text),
        HelpTopic::Epoch => t_string!(i18n, common.help.epoch_text),
        HelpTopic::TimePoints => t_string!(i18n, common.help.time_points_text),
        HelpTopic::Relevant => t_string!(i18n, common.help.relevant_text),
        HelpTopic::Dropout => t_string!(i18n, common.help.dropout_text),
    };
    let label = move || t_string!(i18n, common.help.about, what = what()).to_string();
    view! {
        <span class="help">
            <button type="button" class="help-button" popovertarget=id.clone() aria-label=label>
                <Icon name="circle-help"/>
            </button>
            <span id=id class="help-text" popover="auto">
                <strong>{what}</strong>
                <span>{text}</span>
            </span>
        </span>
    }
}
