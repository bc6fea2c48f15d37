//! Refusals that clients of the Provisioning API tell apart by a number (provisioning.md §1.4).

/// Why a request of the Provisioning API was refused, in the order of the contract's numbers: where several apply, the
/// least is told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum DomainRefusal {
    /// A member is of the wrong type (100).
    #[error("{0} is of the wrong type")]
    WrongType(&'static str),
    /// A required member is missing or empty (102).
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A value is malformed or out of range (104).
    #[error("{0} is malformed")]
    Malformed(&'static str),
    /// The user's name is malformed (105).
    #[error("the user name is malformed")]
    UserNameMalformed,
    /// A role's name is malformed (106).
    #[error("the role name is malformed")]
    RoleNameMalformed,
    /// The phone is malformed (107).
    #[error("the phone is malformed")]
    PhoneMalformed,
    /// The e-mail is malformed (108).
    #[error("the e-mail is malformed")]
    EmailMalformed,
    /// The short name does not tell which domain (109).
    #[error("the full domain name is needed")]
    FullNameNeeded,
    /// The person is a user of the domain already (110).
    #[error("the user already exists in the domain")]
    UserExists,
    /// The domain has no such role (111).
    #[error("the role is unknown")]
    UnknownRole,
    /// The owner stays (112).
    #[error("the owner cannot be deleted")]
    OwnerNotDeleted,
    /// ADMIN stands alone (113).
    #[error("ADMIN cannot be combined")]
    AdminAlone,
    /// A user keeps at least one role (114).
    #[error("a role has to stay")]
    RoleNeeded,
    /// The owner keeps ADMIN (115).
    #[error("the owner keeps ADMIN")]
    OwnerKeepsAdmin,
    /// Only an active user is disabled (116).
    #[error("the user is not active")]
    NotActive,
    /// Only a disabled user is enabled (117).
    #[error("the user is not disabled")]
    NotDisabled,
    /// The first user has the role OWNER (118).
    #[error("the first user has to be the owner")]
    FirstIsOwner,
    /// A domain has one owner (119).
    #[error("the domain has an owner")]
    OwnerExists,
    /// OWNER is given when a user is made; later there is the transfer (120).
    #[error("OWNER is not given here")]
    OwnerNotHere,
    /// An external user is no owner (121).
    #[error("an external user cannot be owner")]
    ExternalOwner,
    /// The owner is not disabled (122).
    #[error("the owner cannot be disabled")]
    OwnerNotDisabled,
    /// Only multitenant credentials skip the mail (123).
    #[error("only multitenant credentials skip the mail")]
    SkipNotAllowed,
    /// The mail is skipped for who has a password and a verified e-mail (124).
    #[error("the mail cannot be skipped for this user")]
    SkipNotPossible,
    /// The first user is made by multitenant credentials (125).
    #[error("only multitenant credentials make the first user")]
    FirstNeedsMultitenant,
    /// The first user is internal (126).
    #[error("the first user is internal")]
    FirstIsInternal,
    /// The e-mail of an activated user stays (127).
    #[error("the e-mail cannot be changed")]
    EmailStays,
    /// The person is a member of accounts out of reach (128).
    #[error("the user belongs to accounts out of reach")]
    OutOfReach,
    /// Another user of the domain has the external id (129).
    #[error("the external id is taken")]
    ExternalIdTaken,
    /// The user has more than one role (130).
    #[error("the user has several roles")]
    SeveralRoles,
    /// Another domain has the name (131).
    #[error("the domain name is taken")]
    NameTaken,
    /// Only a disabled domain is deleted (132).
    #[error("the domain is not disabled")]
    StillEnabled,
    /// The role name is reserved or taken (133).
    #[error("the role name is taken")]
    RoleNameTaken,
    /// The scope or the audience is malformed (134).
    #[error("the scope or audience is malformed")]
    ScopeMalformed,
    /// The expiration is over already (135).
    #[error("the expiration is not in the future")]
    ExpirationPast,
    /// The account has no such module (136).
    #[error("the module is outside the default group")]
    ModuleOutside,
    /// The token's user is no active user of the account (137).
    #[error("the token's user is not active")]
    HolderNotActive,
    /// As many as may be are there, or the list is too long for one answer (138).
    #[error("the limit is reached")]
    LimitReached,
    /// The last active ADMIN stays (139).
    #[error("the last ADMIN has to stay")]
    LastAdmin,
    /// Only Operations makes reseller keys (140).
    #[error("only Operations makes reseller keys")]
    ResellerKeyReserved,
    /// Ownership goes to another active internal ADMIN (141).
    #[error("the user cannot become owner")]
    TransferTarget,
    /// Not on one's own membership (142).
    #[error("not on the own membership")]
    OwnMembership,
    /// Another person signs in by the e-mail (143).
    #[error("the e-mail is taken")]
    EmailTaken,
}
