//! Typed identifiers. All are UUIDv4 made by the client, because they are part of the sealed context:
//! a server that answers with ids of its own gets nothing.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The sixteen bytes that stand in contexts, statements and hashes.
            #[must_use]
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }

            /// The identifier of these sixteen bytes.
            #[must_use]
            pub fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(value: Uuid) -> Self {
                Self(value)
            }
        }

        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                e: &mut minicbor::Encoder<W>,
                _: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                e.bytes(self.0.as_bytes())?.ok()
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $name {
            fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
                Uuid::from_slice(d.bytes()?)
                    .map(Self)
                    .map_err(|_| minicbor::decode::Error::message("expected 16 bytes"))
            }
        }
    )*};
}

id! {
    /// A customer: one contract, one administration, one or more organisations.
    TenantId;
    /// An organisation of a tenant: it has one organisation key. Also the id of its log.
    OrganisationId;
    /// A node of an organisation's org chart.
    UnitId;
    /// A personal access.
    AccountId;
    /// An invitation to make a personal access.
    InvitationId;
    /// A case; the id is global, because cases span organisations.
    CaseId;
    /// A part of a case. Also the id of its log.
    PartId;
    /// An entry of a case, over all its revisions.
    RecordId;
    /// A wrapping or wrapped key.
    KeyId;
    /// A login challenge.
    ChallengeId;
    /// A device that remembers the organisation key.
    DeviceId;
}
