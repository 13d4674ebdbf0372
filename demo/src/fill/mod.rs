//! Fills a running portal the way people do: through `vault` and the HTTP interface.

mod cases;
mod check;
mod http;
mod known;
mod large;
mod logins;
mod many;
mod operator;
mod organisations;
mod passphrase;
mod people;

pub use large::{LargeCase, large_case};
pub use many::{ManyCases, many_cases};
pub use operator::{InvitationSource, operator_invitation};

use crate::{story, world};
use api::configuration::Configuration;
use logins::Notes;
use people::Device;
use std::{error::Error, path::PathBuf, time::Instant};
use time::Date;
use vault::view::NewTenant;

/// What to fill, and with what.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Origin of the portal, e.g. `http://localhost:8080`.
    pub url: String,
    /// Folder for `demo.json` and the key files.
    pub data: PathBuf,
    /// How many cases.
    pub cases: usize,
    /// The day that the stories lead up to.
    pub today: Date,
}

/// Why the portal was not filled. The first word is the step.
#[derive(Debug, thiserror::Error)]
pub enum FillError {
    /// A step failed.
    #[error("{step}: {cause}")]
    Step {
        /// What was being done.
        step: &'static str,
        /// Why it failed; without texts and keys.
        cause: Box<dyn Error>,
    },
    /// Something is missing that an earlier step should have made.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// What was written is not what others read.
    #[error("what was written is not what others read: {0}")]
    Unexpected(&'static str),
}

/// Names the step that failed.
trait At<T> {
    fn at(self, step: &'static str) -> Result<T, FillError>;
}

impl<T, E: Error + 'static> At<T> for Result<T, E> {
    fn at(self, step: &'static str) -> Result<T, FillError> {
        self.map_err(|cause| FillError::Step { step, cause: Box::new(cause) })
    }
}

/// Fills an empty portal and writes `demo.json` as the very last thing.
///
/// `link` is the invitation of an operator; `say` hears how far it got. Must run inside a
/// [`tokio::task::LocalSet`], because several people work at the same time and a vault belongs to one thread.
///
/// # Errors
/// [`FillError`]; without `demo.json` then.
pub async fn fill(settings: &Settings, link: &str, say: impl Fn(&str)) -> Result<(), FillError> {
    let begun = Instant::now();
    let configuration = Configuration::builtin().at("read the configuration")?;
    let world = world();
    let mut notes = Notes::new(settings, &world);

    say("the institute creates the tenant");
    let operator = Device::open(&settings.url)?.join(link, "betrieb", "Betrieb des Instituts").await?;
    notes.operator(&operator);
    let first = world.staff.first().ok_or(FillError::Missing("the first administrator"))?;
    let tenant = NewTenant {
        slug: world.slug.to_owned(),
        name: world.name.to_owned(),
        organisation_name: world.organisations.first().map(|own| own.name).unwrap_or_default().to_owned(),
        administrator_name: first.name.to_owned(),
    };
    let setup = operator.vault.create_tenant(tenant).await.at("create the tenant")?;

    say("the administrator makes the organisation keys");
    let link = setup.letter.link.as_str();
    let administrator = Device::open(&settings.url)?.join(link, first.login, first.name).await?;
    let organisations =
        organisations::set_up(&world, &administrator, setup.organisation, &settings.data).await?;

    say("the colleagues make their personal accesses");
    let (people, open) = people::gather(&settings.url, &world, &organisations, administrator).await?;
    notes.people(&world, &people, &organisations, &settings.data);
    notes.invitations(&world, open);

    say(&format!("the caseworkers document {} cases", settings.cases));
    let stories = story::cases(&configuration, story::SEED, settings.today, settings.cases);
    let written = cases::write_all(stories, &people, &organisations, &say).await?;

    say("others look at what was written");
    check::look(&world, &people, &organisations, &operator, setup.tenant, written.cases).await?;

    notes.write(&settings.data.join("demo.json"))?;
    let seconds = begun.elapsed().as_secs_f64();
    say(&format!("done: {} cases, {} entries in {seconds:.1} seconds", written.cases, written.entries));
    Ok(())
}
