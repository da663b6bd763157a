//! Running numbers of a year.

use diesel::prelude::*;

use super::schema::counters;
use super::{Db, StoreError};

/// The next number of `series` in `year`, from 1. Writers take turns, so that none is given twice.
///
/// # Errors
/// [`StoreError::Database`].
pub fn next(connection: &mut Db, series: &str, year: i32) -> Result<i32, StoreError> {
    let row = counters::table.filter(counters::series.eq(series)).filter(counters::year.eq(year));
    let last: Option<i32> = row.select(counters::last).first(connection).optional()?;
    match last {
        Some(last) => {
            diesel::update(counters::table.filter(counters::series.eq(series)).filter(counters::year.eq(year)))
                .set(counters::last.eq(last + 1))
                .execute(connection)?;
            Ok(last + 1)
        }
        None => {
            diesel::insert_into(counters::table)
                .values((counters::series.eq(series), counters::year.eq(year), counters::last.eq(1)))
                .execute(connection)?;
            Ok(1)
        }
    }
}
