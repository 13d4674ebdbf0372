//! A7, A9 to A11, A18, A31: what was sealed for one place opens in no other, for every kind and every field.

use crate::places::{ALL, FIELDS, Field, Keys, What, World};
use crypto::{
    Header, Kind, OpenError,
    hazmat::{COMMITMENT_SIZE, SALT_SIZE, SuiteKey},
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Seals every kind in every neighbour of the base world that differs in one of `fields`, and opens each as every kind in
/// each of these worlds: it opens exactly as the same kind, and where no field differs that the kind binds.
fn cross(fields: &[Field]) {
    let keys = Keys::new();
    let worlds = World::neighbours(fields);
    let sealed: Vec<_> = ALL
        .iter()
        .flat_map(|what| worlds.iter().map(|(field, world)| (*what, *field, keys.seal(*what, world))))
        .collect();
    for (sealed_as, sealed_with, envelope) in &sealed {
        for asked_as in ALL {
            for (asked_with, world) in &worlds {
                let bound =
                    |field: &Option<Field>| field.is_some_and(|field| asked_as.binds().contains(&field));
                let same_place = sealed_with == asked_with || (!bound(sealed_with) && !bound(asked_with));
                let result = keys.open(asked_as, world, envelope);
                let expected = if *sealed_as == asked_as && same_place { Ok(()) } else { Err(OpenError) };
                assert_eq!(
                    result, expected,
                    "{sealed_as:?} changed in {sealed_with:?} asked as {asked_as:?} in {asked_with:?}"
                );
            }
        }
    }
}

#[test]
fn mal_a09_nothing_opens_for_another_object_form_revision_or_author() {
    cross(&[
        Field::Object,
        Field::Form,
        Field::FormVersion,
        Field::Revision,
        Field::Author,
        Field::Certificate,
        Field::Previous,
        Field::Facts,
    ]);
}

#[test]
fn mal_a10_nothing_opens_in_another_part_case_organisation_tenant_account_or_device() {
    cross(&[
        Field::Tenant,
        Field::Organisation,
        Field::Case,
        Field::Part,
        Field::Account,
        Field::Params,
        Field::Salt,
        Field::Device,
    ]);
}

#[test]
fn mal_a11_nothing_opens_as_another_kind_or_in_another_epoch() {
    cross(&[Field::Epoch]);
}

/// Ids that change places with each other are noticed too.
#[test]
fn mal_a10_ids_do_not_change_places() {
    let keys = Keys::new();
    let base = World::base();
    let exchanged = World { case: base.part, part: base.case, ..base.clone() };
    let shifted = World { tenant: base.organisation, organisation: base.tenant, ..base.clone() };
    for what in [What::Record, What::AttachedFile, What::PartKeySlot] {
        for world in [&exchanged, &shifted] {
            assert_eq!(keys.open(what, world, &keys.seal(what, &base)), Err(OpenError));
        }
    }
}

/// The context of `docs/CRYPTO.md`, written anew here: a header and 17 fields.
#[derive(Clone)]
struct Published {
    header: Vec<u8>,
    fields: [Vec<u8>; 17],
}

impl Published {
    fn new(what: What, world: &World, envelope: &[u8]) -> Self {
        let mut fields: [Vec<u8>; 17] = Default::default();
        for field in what.binds() {
            let (number, bytes) = match field {
                Field::Tenant => (1, world.tenant.to_vec()),
                Field::Organisation => (2, world.organisation.to_vec()),
                Field::Case => (3, world.case.to_vec()),
                Field::Part => (4, world.part.to_vec()),
                Field::Object if what == What::PreviousKey => (5, Keys::before(world).id().0.to_vec()),
                Field::Object => (5, world.object.to_vec()),
                Field::Form => (6, world.form.as_bytes().to_vec()),
                Field::FormVersion => (7, world.form_version.to_be_bytes().to_vec()),
                Field::Epoch => (8, world.epoch.to_be_bytes().to_vec()),
                Field::Revision => (9, world.revision.to_be_bytes().to_vec()),
                Field::Author => (10, world.author.to_vec()),
                Field::Certificate => (11, world.certificate.to_vec()),
                Field::Previous => (12, world.previous.to_vec()),
                Field::Facts => (13, world.facts.to_vec()),
                Field::Account => (14, world.account.to_vec()),
                Field::Params | Field::Salt => (15, [&world.params.to_bytes()[..], &world.salt.0].concat()),
                Field::Device => (17, world.device.to_vec()),
            };
            fields[number - 1] = bytes;
        }
        let content = match what {
            What::CaseKeySlot => 1,
            What::PartKeySlot => 2,
            What::PreviousKey | What::DeviceOrganisationKey => 3,
            What::Bundle | What::DeviceAccountKeys => 4,
            What::EnrolmentSeed => 5,
            What::DeviceBundleKey => 6,
            What::DeviceData => 7,
            What::Record | What::AttachedFile | What::OrganisationData => 0,
        };
        if content > 0 {
            fields[15] = vec![content];
        }
        Self { header: envelope[..Header::SIZE].to_vec(), fields }
    }

    fn bytes(&self) -> Vec<u8> {
        let mut out = self.header.clone();
        for field in &self.fields {
            out.extend(u32::try_from(field.len()).unwrap().to_be_bytes());
            out.extend(field);
        }
        out
    }

    /// Seals properly for this context, as somebody would who holds the key and lies about the place.
    fn seal(&self, key: &[u8; 32], plaintext: &[u8]) -> Vec<u8> {
        let mut out = self.header.clone();
        SuiteKey::new(key).seal_into(&self.bytes(), plaintext, &mut out).unwrap();
        out
    }

    /// Every context that differs from this one in one field or in one part of the header.
    fn neighbours(&self) -> Vec<(String, Self)> {
        let mut out = Vec::new();
        let mut add = |name: String, change: &dyn Fn(&mut Self)| {
            let mut changed = self.clone();
            change(&mut changed);
            out.push((name, changed));
        };
        for number in 0..17 {
            let field = &self.fields[number];
            if field.is_empty() {
                for length in [1, 4, 16, 32] {
                    add(format!("field {} added", number + 1), &|c| c.fields[number] = vec![0; length]);
                }
                continue;
            }
            add(format!("field {} left out", number + 1), &|c| c.fields[number].clear());
            add(format!("field {} longer", number + 1), &|c| c.fields[number].push(0));
            add(format!("field {} shorter", number + 1), &|c| {
                c.fields[number].pop();
            });
            for bit in 0..field.len() * 8 {
                add(format!("field {}, bit {bit}", number + 1), &|c| {
                    c.fields[number][bit / 8] ^= 1 << (bit % 8)
                });
            }
        }
        for number in 0..16 {
            // The border between two fields.
            if let Some((last, _)) = self.fields[number].split_last() {
                add(format!("border after field {}", number + 1), &|c| {
                    c.fields[number].pop();
                    c.fields[number + 1].insert(0, *last);
                });
            }
        }
        for bit in 0..Header::SIZE * 8 {
            add(format!("header, bit {bit}"), &|c| c.header[bit / 8] ^= 1 << (bit % 8));
        }
        for kind in 0..=u8::MAX {
            if kind != self.header[5] {
                add(format!("kind {kind}"), &|c| c.header[5] = kind);
            }
        }
        for schema in [0u16, 2, 3, 256, u16::MAX] {
            add(format!("schema {schema}"), &|c| c.header[6..8].copy_from_slice(&schema.to_be_bytes()));
        }
        out
    }
}

/// A liar who holds the key seals properly for any other header or field: it opens in the asked place all the same not.
#[test]
fn mal_a11_what_was_properly_sealed_for_any_other_context_is_refused() {
    let keys = Keys::new();
    let world = World::base();
    for what in ALL {
        let envelope = keys.seal(what, &world);
        let published = Published::new(what, &world, &envelope);
        let key = keys.suite_key(what);
        let body = &envelope[Header::SIZE..];
        let plaintext = SuiteKey::new(&key).open(&published.bytes(), body).unwrap();
        assert_eq!(keys.open(what, &world, &published.seal(&key, &plaintext)), Ok(()), "{what:?}");
        for (name, other) in published.neighbours() {
            let sealed = other.seal(&key, &plaintext);
            assert_eq!(keys.open(what, &world, &sealed), Err(OpenError), "{what:?}, {name}");
        }
    }
}

/// Old suites, unknown kinds, unknown schemas: refused for every kind, even when they were properly sealed.
#[test]
fn mal_a18_no_other_magic_suite_kind_or_schema_is_read() {
    let keys = Keys::new();
    let world = World::base();
    for what in ALL {
        let envelope = keys.seal(what, &world);
        let published = Published::new(what, &world, &envelope);
        let key = keys.suite_key(what);
        let plaintext = SuiteKey::new(&key).open(&published.bytes(), &envelope[Header::SIZE..]).unwrap();
        for at in 0..8 {
            for value in 0..=u8::MAX {
                let mut other = published.clone();
                other.header[at] = value;
                if other.header == published.header {
                    continue;
                }
                let known = at > 5 || (at == 5 && (1..=8).contains(&value));
                let sealed = other.seal(&key, &plaintext);
                assert_eq!(Header::parse(&sealed).is_ok(), known, "{what:?}, byte {at} = {value}");
                assert_eq!(keys.open(what, &world, &sealed), Err(OpenError), "{what:?}, byte {at} = {value}");
            }
        }
    }
}

/// Any bit of anything that is sealed, always the one error. Short truncations and extensions with it.
#[test]
fn mal_a07_every_flipped_bit_of_every_kind_is_rejected() {
    let keys = Keys::new();
    let world = World::base();
    for what in ALL {
        let envelope = keys.seal(what, &world);
        assert_eq!(keys.open(what, &world, &envelope), Ok(()));
        let mut changed = envelope.clone();
        for bit in 0..envelope.len() * 8 {
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(keys.open(what, &world, &changed), Err(OpenError), "{what:?}, bit {bit}");
            changed[bit / 8] ^= 1 << (bit % 8);
        }
        for length in 0..envelope.len() {
            assert_eq!(keys.open(what, &world, &envelope[..length]), Err(OpenError), "{what:?}");
        }
        for more in 1..40 {
            let longer = [&envelope[..], &vec![0; more]].concat();
            assert_eq!(keys.open(what, &world, &longer), Err(OpenError), "{what:?}");
        }
    }
}

/// Two failures of opening cannot be told apart by their value: the type has only one.
#[test]
fn mal_a31_all_failures_of_opening_are_one_value() {
    assert_eq!(size_of::<OpenError>(), 0);
    assert_eq!(OpenError.to_string(), "the envelope does not open");
    // A wrong commitment, a wrong tag and a wrong plaintext behind both, for a kind with a padded plaintext.
    let keys = Keys::new();
    let world = World::base();
    let envelope = keys.seal(What::Record, &world);
    let published = Published::new(What::Record, &world, &envelope);
    let mut commitment = envelope.clone();
    commitment[Header::SIZE + SALT_SIZE] ^= 1;
    let mut tag = envelope.clone();
    tag[Header::SIZE + SALT_SIZE + COMMITMENT_SIZE] ^= 1;
    let plaintext = published.seal(&keys.wrap, &[0xff; 256]);
    let results = [commitment, tag, plaintext, Vec::new()].map(|e| keys.open(What::Record, &world, &e));
    assert!(results.iter().all(|result| format!("{result:?}") == "Err(OpenError)"), "{results:?}");
}

/// The table above knows every kind and every field.
#[test]
fn the_generated_tests_cover_every_kind_and_field() {
    let keys = Keys::new();
    let mut kinds: Vec<Kind> = Vec::new();
    for what in ALL {
        let kind = Header::parse(&keys.seal(what, &World::base())).unwrap().kind;
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    // All but exports, which nothing seals yet.
    assert_eq!(kinds.len(), 7);
    assert!(!kinds.contains(&Kind::Export));
    assert!(FIELDS.iter().all(|field| ALL.iter().any(|what| what.binds().contains(field))));
}
