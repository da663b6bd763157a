//! One handle over both engines: SQLite with one writer and a pool of readers, or PostgreSQL with a pool.

use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Pool};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use tokio::sync::Semaphore;

use super::StoreError;
use super::schema::write_lock;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// The most writers that may wait for their turn; one more is told that the service is busy.
const MOST_WAITING: usize = 256;
/// Readers of SQLite, and connections to PostgreSQL.
const READERS: u32 = 8;

/// A connection to either engine.
#[derive(diesel::MultiConnection)]
pub enum Db {
    /// SQLite.
    Sqlite(SqliteConnection),
    /// PostgreSQL.
    Postgres(PgConnection),
}

/// Which engine holds the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// SQLite in the data directory.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// The database. The only way to it is [`Store::read`] and [`Store::write`], which run on blocking threads.
#[derive(Clone)]
pub struct Store {
    engine: Engine,
    readers: Pool<ConnectionManager<Db>>,
    writers: Pool<ConnectionManager<Db>>,
    turns: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("engine", &self.engine).finish_non_exhaustive()
    }
}

#[derive(Debug)]
struct Pragmas;

impl CustomizeConnection<Db, diesel::r2d2::Error> for Pragmas {
    fn on_acquire(&self, connection: &mut Db) -> Result<(), diesel::r2d2::Error> {
        // FULL: an acknowledged write survives a loss of power. WAL: readers do not wait for the writer.
        connection
            .batch_execute(
                "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
            )
            .map_err(diesel::r2d2::Error::QueryError)
    }
}

impl Store {
    /// Opens the database at `url` (`postgres://…`, or the path of an SQLite file) and brings it to the newest migration.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where it cannot be reached or migrated.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        let unavailable = |error: &dyn std::fmt::Display| StoreError::Unavailable(error.to_string());
        let engine =
            if url.starts_with("postgres://") || url.starts_with("postgresql://") { Engine::Postgres } else { Engine::Sqlite };
        match engine {
            Engine::Sqlite => {
                if let Some(folder) = Path::new(url).parent() {
                    let created = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
                    created.map_err(|error| unavailable(&error))?;
                }
                // The file is about people: for its owner alone. SQLite gives -wal and -shm the mode of the file that it finds.
                match std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(url) {
                    Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(unavailable(&error)),
                    _ => {}
                }
                let mut connection = SqliteConnection::establish(url).map_err(|error| unavailable(&error))?;
                connection
                    .batch_execute("PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL;")
                    .map_err(|error| unavailable(&error))?;
                connection.run_pending_migrations(SQLITE).map_err(|error| unavailable(&error))?;
            }
            Engine::Postgres => {
                let mut connection = PgConnection::establish(url).map_err(|error| unavailable(&error))?;
                connection.run_pending_migrations(POSTGRES).map_err(|error| unavailable(&error))?;
            }
        }
        let pool = |size: u32| {
            let builder = Pool::builder().max_size(size).min_idle(Some(1)).connection_timeout(Duration::from_secs(5));
            let builder = match engine {
                Engine::Sqlite => builder.connection_customizer(Box::new(Pragmas)),
                Engine::Postgres => builder,
            };
            builder.build(ConnectionManager::<Db>::new(url)).map_err(|error| unavailable(&error))
        };
        Ok(Self {
            engine,
            readers: pool(READERS)?,
            writers: pool(1)?,
            turns: Arc::new(Semaphore::new(1)),
            waiting: Arc::new(Semaphore::new(MOST_WAITING)),
        })
    }

    /// One connection to an SQLite file as it is, without migrating it: to look what it is for.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub fn open_once(file: &str) -> Result<Db, StoreError> {
        let connection = SqliteConnection::establish(file).map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Db::Sqlite(connection))
    }

    /// Which engine it is.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// Runs `work` on a reader.
    ///
    /// # Errors
    /// Those of `work`, and [`StoreError`] where no connection is to be had.
    pub async fn read<T, E>(&self, work: impl FnOnce(&mut Db) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let pool = self.readers.clone();
        run(move || {
            let mut connection = pool.get().map_err(|error| StoreError::Unavailable(error.to_string()))?;
            work(&mut connection)
        })
        .await
    }

    /// Runs `work` on a reader that sees the database as it was at one moment, whatever is written meanwhile.
    ///
    /// # Errors
    /// Those of `work`, and [`StoreError`] where no connection is to be had.
    pub async fn snapshot<T, E>(&self, work: impl FnOnce(&mut Db) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + From<diesel::result::Error> + Send + 'static,
    {
        self.read(move |connection| {
            connection.transaction(|connection| {
                // SQLite's reading transactions are so by themselves.
                if matches!(connection, Db::Postgres(_)) {
                    connection.batch_execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")?;
                }
                work(connection)
            })
        })
        .await
    }

    /// Runs `work` in one transaction, alone: writers take turns on both engines, so that what a use case reads stays true until
    /// it has written. Nothing slow belongs into it.
    ///
    /// # Errors
    /// Those of `work`, after which nothing was written; [`StoreError::Busy`] where too many wait.
    pub async fn write<T, E>(&self, work: impl FnOnce(&mut Db) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + From<diesel::result::Error> + Send + 'static,
    {
        let place = Arc::clone(&self.waiting).try_acquire_owned().map_err(|_| StoreError::Busy)?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| StoreError::Busy)?;
        let pool = self.writers.clone();
        run(move || {
            // Held by the thread, not by the caller: a caller that goes away must not let a second writer in.
            let _held = (place, turn);
            let mut connection = pool.get().map_err(|error| StoreError::Unavailable(error.to_string()))?;
            connection.transaction(|connection| {
                diesel::update(write_lock::table).set(write_lock::turn.eq(write_lock::turn + 1)).execute(connection)?;
                work(connection)
            })
        })
        .await
    }
}

async fn run<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, E>
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(StoreError::Unavailable(error.to_string()).into()),
    }
}
