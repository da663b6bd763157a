//! The pieces that pages are made of, as functions that give markup. They take words already translated; what they say themselves
//! (the word for an error, *optional*, *copy*) they take in the language given.

pub mod field;
pub mod finding;
pub mod icon;
pub mod list;
pub mod message;
pub mod outcome;
pub mod sheet;
pub mod table;

pub use field::{
    Choice, FieldErrors, FileField, Options, Select, TextField, checkboxes, combobox, error_summary, file_field, radios, select,
    text_area, text_field, tick,
};
pub use finding::{Finding, evidence, finding_card, finding_details, zone_fields, zone_line};
pub use icon::{Sign, icon, plain_tag, verdict};
pub use list::{AnswerRow, HistoryEntry, Step, StepState, Task, TaskState, facts, history, steps, summary_list, tasks, time};
pub use message::{banner, done_panel, empty};
pub use outcome::{finding_sign, verdict_sign, verdict_word};
pub use sheet::{
    Pager, aside, back, button, columns, kicker, link_button, pager, plain_button, question, quiet_button, sheet, wide,
};
pub use table::{Table, added, compare, queue_keys, sorted_table, table, was};

#[cfg(test)]
mod tests;
