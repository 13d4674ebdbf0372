//! Something read from the server for a page: waiting, there, or failed with another try.
use std::future::Future;

use leptos::prelude::*;
use vault::CallError;

use crate::{
    components::{Button, Notice, Spinner, Tone},
    errors::{Words, notice_session_end},
    i18n::{t_string, use_i18n},
    platform,
    state::AppState,
};

/// What a page reads; copy it freely.
pub struct Loader<T: Send + Sync + 'static> {
    /// What was read last; stays while it is read anew.
    pub value: RwSignal<Option<T>>,
    failure: RwSignal<Option<CallError>>,
    again: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Loader<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Loader<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> Loader<T> {
    /// Reads at once, and anew whenever a signal that `fetch` reads changes. None = nothing to read yet.
    pub fn new<F, Fut>(fetch: F) -> Self
    where
        F: Fn() -> Option<Fut> + 'static,
        Fut: Future<Output = Result<T, CallError>> + 'static,
    {
        let state = AppState::expect();
        let loader =
            Self { value: RwSignal::new(None), failure: RwSignal::new(None), again: RwSignal::new(0) };
        // An answer that was overtaken by a later question is dropped.
        let latest = StoredValue::new(0_u32);
        Effect::new(move |_| {
            loader.again.track();
            // After unlocking everything is read anew.
            state.epoch.track();
            let Some(answer) = fetch() else { return };
            latest.update_value(|number| *number += 1);
            let number = latest.get_value();
            loader.failure.set(None);
            platform::spawn(async move {
                let answer = answer.await;
                if latest.try_get_value() != Some(number) {
                    return;
                }
                match answer {
                    Ok(value) => {
                        // What has not changed is not drawn anew: somebody may be writing there.
                        let known = loader.value.try_with_untracked(|known| known.as_ref() == Some(&value));
                        if known == Some(false) {
                            loader.value.try_set(Some(value));
                        }
                    }
                    Err(error) => {
                        notice_session_end(state, &error);
                        loader.failure.try_set(Some(error));
                    }
                }
            });
        });
        loader
    }

    /// Reads anew.
    pub fn again(self) {
        self.again.update(|again| *again += 1);
    }
}

/// Shows what a [`Loader`] read; a spinner before, words and another try when it failed.
#[component]
pub fn Loaded<T, F, V>(
    /// The loader.
    loader: Loader<T>,
    /// Shows the value; called anew when it changes.
    children: F,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    F: Fn(T) -> V + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let i18n = use_i18n();
    view! {
        {move || {
            loader.failure.get().map(|error| {
                view! {
                    <Notice tone=Tone::Bad>
                        <p>{error.words(i18n.get_locale())}</p>
                        <Button class="btn-small" icon="refresh-cw" on_click=move |_| loader.again()>
                            {move || t_string!(i18n, common.retry)}
                        </Button>
                    </Notice>
                }
            })
        }}
        {move || match loader.value.get() {
            Some(value) => children(value).into_any(),
            None if loader.failure.with(Option::is_none) => view! { <Spinner/> }.into_any(),
            None => ().into_any(),
        }}
    }
}
