//! Local accounts of Kela's people.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::schema::users;
use super::{Db, StoreError, code, impossible, naive, utc};
use crate::agreement::rights::Role;
use crate::agreement::{EmailAddress, Language, UserId};

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Id.
    pub id: UserId,
    /// Address, by which one signs in.
    pub email: EmailAddress,
    /// Name, as it stands in agreements.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Position, as it stands in agreements.
    pub position: String,
    /// On what the authority to approve rests.
    pub authority: String,
    /// The language of mails to the user.
    pub language: Language,
    /// The password's argon2id hash, in PHC form; none until a password is set.
    pub password_hash: Option<String>,
    /// Since when the account is disabled.
    pub disabled_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Raised at every change.
    pub revision: i32,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = users)]
struct UserRow {
    id: String,
    email: String,
    name: String,
    role: String,
    position: String,
    authority: String,
    language: String,
    password_hash: Option<String>,
    disabled_at: Option<chrono::NaiveDateTime>,
    created_at: chrono::NaiveDateTime,
    revision: i32,
}

impl TryFrom<UserRow> for User {
    type Error = StoreError;

    fn try_from(row: UserRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: code("users", &row.id, UserId::parse)?,
            email: EmailAddress::parse(&row.email).map_err(|error| impossible("users", error))?,
            name: row.name,
            role: code("users", &row.role, Role::from_code)?,
            position: row.position,
            authority: row.authority,
            language: code("users", &row.language, Language::from_code)?,
            password_hash: row.password_hash,
            disabled_at: row.disabled_at.map(utc),
            created_at: utc(row.created_at),
            revision: row.revision,
        })
    }
}

/// Stores a new account.
///
/// # Errors
/// [`StoreError`]; an address that has an account already is a unique violation.
pub fn insert(connection: &mut Db, user: &User) -> Result<(), StoreError> {
    let row = UserRow {
        id: user.id.to_string(),
        email: user.email.folded(),
        name: user.name.clone(),
        role: user.role.code().to_owned(),
        position: user.position.clone(),
        authority: user.authority.clone(),
        language: user.language.code().to_owned(),
        password_hash: user.password_hash.clone(),
        disabled_at: user.disabled_at.map(naive),
        created_at: naive(user.created_at),
        revision: user.revision,
    };
    diesel::insert_into(users::table).values(row).execute(connection)?;
    Ok(())
}

/// The account of an id.
///
/// # Errors
/// [`StoreError`].
pub fn find(connection: &mut Db, id: &UserId) -> Result<Option<User>, StoreError> {
    users::table
        .filter(users::id.eq(id.as_str()))
        .select(UserRow::as_select())
        .first(connection)
        .optional()?
        .map(User::try_from)
        .transpose()
}

/// The account of an address.
///
/// # Errors
/// [`StoreError`].
pub fn find_by_email(connection: &mut Db, email: &EmailAddress) -> Result<Option<User>, StoreError> {
    users::table
        .filter(users::email.eq(email.folded()))
        .select(UserRow::as_select())
        .first(connection)
        .optional()?
        .map(User::try_from)
        .transpose()
}

/// Every account, by name.
///
/// # Errors
/// [`StoreError`].
pub fn all(connection: &mut Db) -> Result<Vec<User>, StoreError> {
    users::table
        .order((users::name.asc(), users::email.asc()))
        .select(UserRow::as_select())
        .load(connection)?
        .into_iter()
        .map(User::try_from)
        .collect()
}

/// Writes a changed account over the revision that it was read at; tells whether it was still that one.
///
/// # Errors
/// [`StoreError`].
pub fn update(connection: &mut Db, user: &User) -> Result<bool, StoreError> {
    Ok(diesel::update(users::table.filter(users::id.eq(user.id.as_str())).filter(users::revision.eq(user.revision)))
        .set((
            users::name.eq(&user.name),
            users::role.eq(user.role.code()),
            users::position.eq(&user.position),
            users::authority.eq(&user.authority),
            users::language.eq(user.language.code()),
            users::password_hash.eq(&user.password_hash),
            users::disabled_at.eq(user.disabled_at.map(naive)),
            users::revision.eq(user.revision + 1),
        ))
        .execute(connection)?
        == 1)
}
