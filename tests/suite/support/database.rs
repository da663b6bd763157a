//! A fresh, empty database for each test, on SQLite and on PostgreSQL.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use tempfile::TempDir;

/// Where the tests' PostgreSQL is: the URL of a database that may create others. `tests/run` sets it.
const POSTGRES: &str = "FEDEROINTI_TEST_POSTGRES_URL";

/// A database that one test has to itself, without tables; gone when dropped.
pub struct TestDatabase {
    url: String,
    engine: Engine,
}

enum Engine {
    Sqlite { _folder: Option<TempDir> },
    Postgres { server: String, name: String },
}

impl TestDatabase {
    /// A file in a folder of its own.
    pub fn sqlite() -> Self {
        let folder = TempDir::new().unwrap();
        let url = folder.path().join("test.db").to_str().unwrap().to_owned();
        Self { url, engine: Engine::Sqlite { _folder: Some(folder) } }
    }

    /// The SQLite file at `file`, which the caller keeps.
    pub fn sqlite_at(file: &Path) -> Self {
        Self { url: file.to_str().unwrap().to_owned(), engine: Engine::Sqlite { _folder: None } }
    }

    /// A database on the server that `FEDEROINTI_TEST_POSTGRES_URL` names. Without that variable the test fails: it is never skipped.
    pub fn postgres() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let server = std::env::var(POSTGRES).unwrap_or_else(|_| {
            panic!("{POSTGRES} is not set: start the tests by tests/run, or name a PostgreSQL, postgres://user@127.0.0.1:5432/postgres")
        });
        let name = format!("federointi_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        administer(&server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        administer(&server, &format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"));
        let (address, query) = server.split_once('?').map_or((server.as_str(), None), |(address, query)| (address, Some(query)));
        let (host, _) = address.rsplit_once('/').unwrap_or_else(|| panic!("{POSTGRES} names no database: {server}"));
        let url = format!("{host}/{name}{}", query.map(|query| format!("?{query}")).unwrap_or_default());
        Self { url, engine: Engine::Postgres { server, name } }
    }

    /// What `--database-url` takes: a path for SQLite, a `postgres://` URL for PostgreSQL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Whether this is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        matches!(self.engine, Engine::Postgres { .. })
    }

    /// The file, on SQLite.
    pub fn file(&self) -> Option<&Path> {
        (!self.is_postgres()).then(|| Path::new(&self.url))
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Engine::Postgres { server, name } = &self.engine {
            administer(server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

fn administer(server: &str, sql: &str) {
    let mut connection = PgConnection::establish(server).unwrap_or_else(|error| panic!("no PostgreSQL at {server}: {error}"));
    connection.batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// Writes each test twice, as `sqlite::name` and `postgres::name` of the module it stands in:
///
/// ```ignore
/// on_both_engines! {
///     async fn a_filed_request_is_read_back(database: TestDatabase) { … }
/// }
/// ```
///
/// An `async fn` runs in a tokio runtime of its own, current-thread. Use it once in a module.
macro_rules! on_both_engines {
    (@cases $engine:ident;) => {};
    (@cases $engine:ident; async $name:ident $($rest:tt)*) => {
        #[tokio::test]
        async fn $name() {
            super::$name($crate::support::database::TestDatabase::$engine()).await;
        }
        on_both_engines!(@cases $engine; $($rest)*);
    };
    (@cases $engine:ident; plain $name:ident $($rest:tt)*) => {
        #[test]
        fn $name() {
            super::$name($crate::support::database::TestDatabase::$engine());
        }
        on_both_engines!(@cases $engine; $($rest)*);
    };
    (@take [$($found:tt)*]) => {
        mod sqlite {
            on_both_engines!(@cases sqlite; $($found)*);
        }
        mod postgres {
            on_both_engines!(@cases postgres; $($found)*);
        }
    };
    (@take [$($found:tt)*] $(#[$about:meta])* async fn $name:ident($database:ident: $type:ty) $body:block $($rest:tt)*) => {
        $(#[$about])*
        async fn $name($database: $type) $body
        on_both_engines!(@take [$($found)* async $name] $($rest)*);
    };
    (@take [$($found:tt)*] $(#[$about:meta])* fn $name:ident($database:ident: $type:ty) $body:block $($rest:tt)*) => {
        $(#[$about])*
        fn $name($database: $type) $body
        on_both_engines!(@take [$($found)* plain $name] $($rest)*);
    };
    ($($tests:tt)*) => {
        on_both_engines!(@take [] $($tests)*);
    };
}
