//! The pieces that pages are made of, as functions that give markup. They take words already translated; what they say themselves
//! (the word for an error, *optional*, *copy*) they take in the language given.

pub mod icon;
