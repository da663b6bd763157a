//! The tables, alike on both engines. Times are UTC without a zone.
#![allow(missing_docs, reason = "written after the migrations, which hold the comments")]

diesel::table! {
    write_lock (id) {
        id -> Integer,
        turn -> BigInt,
    }
}

diesel::table! {
    installation (id) {
        id -> Integer,
        purpose -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    counters (series, year) {
        series -> Text,
        year -> Integer,
        last -> Integer,
    }
}

diesel::table! {
    users (id) {
        id -> Text,
        email -> Text,
        name -> Text,
        role -> Text,
        position -> Text,
        authority -> Text,
        language -> Text,
        password_hash -> Nullable<Text>,
        disabled_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        revision -> Integer,
    }
}

diesel::table! {
    sessions (token_hash) {
        token_hash -> Text,
        id -> Text,
        user_id -> Nullable<Text>,
        filer_email -> Nullable<Text>,
        created_at -> Timestamp,
        seen_at -> Timestamp,
        expires_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    links (token_hash) {
        token_hash -> Text,
        purpose -> Text,
        email -> Text,
        request_id -> Nullable<Text>,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
        next_path -> Nullable<Text>,
    }
}

diesel::table! {
    attempts (id) {
        id -> BigInt,
        kind -> Text,
        key_hash -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    contact_notices (key_hash) {
        key_hash -> Text,
        told_at -> Timestamp,
    }
}

diesel::table! {
    requests (id) {
        id -> Text,
        reference -> Nullable<Text>,
        state -> Text,
        holder_email -> Text,
        page_language -> Text,
        draft -> Text,
        reports -> Text,
        party_name -> Text,
        business_id -> Nullable<Text>,
        search_text -> Text,
        verdict -> Text,
        errors -> Integer,
        departures -> Integer,
        reviewer_id -> Nullable<Text>,
        message -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        filed_at -> Nullable<Timestamp>,
        revision -> Integer,
        kind -> Text,
        agreement_id -> Nullable<Text>,
        wished_from -> Nullable<Date>,
    }
}

diesel::table! {
    submissions (request_id, number) {
        request_id -> Text,
        number -> Integer,
        filed_at -> Timestamp,
        filed_by -> Text,
        filing -> Text,
        reports -> Text,
    }
}

diesel::table! {
    kela_halves (number) {
        number -> BigInt,
        draft -> Text,
        sheet -> Text,
        reports -> Text,
        created_at -> Timestamp,
        created_by -> Text,
    }
}

diesel::table! {
    terms (language, version) {
        language -> Text,
        version -> Integer,
        text -> Text,
        sample -> Bool,
        published_at -> Timestamp,
        published_by -> Text,
    }
}

diesel::table! {
    agreements (id) {
        id -> Text,
        number -> Text,
        request_id -> Text,
        business_id -> Text,
        party_name -> Text,
        search_text -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    agreement_versions (agreement_id, version) {
        agreement_id -> Text,
        version -> Integer,
        kind -> Text,
        request_id -> Text,
        state -> Text,
        language -> Text,
        content -> Text,
        signing_order -> Text,
        needs_signature -> Bool,
        remind_at -> Nullable<Timestamp>,
        lapses_at -> Nullable<Timestamp>,
        completed_at -> Nullable<Timestamp>,
        valid_from -> Nullable<Date>,
        valid_until -> Nullable<Date>,
        created_at -> Timestamp,
        revision -> Integer,
    }
}

diesel::table! {
    agreement_domains (agreement_id, domain) {
        agreement_id -> Text,
        domain -> Text,
    }
}

diesel::table! {
    documents (agreement_id, version, kind) {
        agreement_id -> Text,
        version -> Integer,
        kind -> Text,
        bytes -> Binary,
        sha256 -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    signatures (agreement_id, version) {
        agreement_id -> Text,
        version -> Integer,
        way -> Text,
        signed_at -> Timestamp,
        sha256 -> Text,
        act -> Text,
    }
}

diesel::table! {
    signatories (agreement_id, version, number) {
        agreement_id -> Text,
        version -> Integer,
        number -> Integer,
        signatory -> Text,
        named_at -> Timestamp,
    }
}

diesel::table! {
    later_mandates (agreement_id, version, number) {
        agreement_id -> Text,
        version -> Integer,
        number -> Integer,
        bytes -> Binary,
        sha256 -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    signing_codes (agreement_id, version) {
        agreement_id -> Text,
        version -> Integer,
        code_hash -> Text,
        sent_at -> Timestamp,
        expires_at -> Timestamp,
        tries -> Integer,
    }
}

diesel::table! {
    events (id) {
        id -> BigInt,
        at -> Timestamp,
        kind -> Text,
        actor -> Text,
        actor_user_id -> Nullable<Text>,
        request_id -> Nullable<Text>,
        agreement_id -> Nullable<Text>,
        version -> Nullable<Integer>,
        subject -> Nullable<Text>,
        from_state -> Nullable<Text>,
        to_state -> Nullable<Text>,
        content_digest -> Nullable<Text>,
    }
}

diesel::table! {
    event_contents (event_id) {
        event_id -> BigInt,
        salt -> Text,
        content -> Text,
    }
}

diesel::table! {
    outbox (id) {
        id -> Text,
        created_at -> Timestamp,
        kind -> Text,
        language -> Text,
        message_id -> Text,
        request_id -> Nullable<Text>,
        agreement_id -> Nullable<Text>,
        state -> Text,
        attempts -> Integer,
        next_attempt_at -> Timestamp,
        last_error -> Nullable<Text>,
        finished_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    outbox_contents (outbox_id) {
        outbox_id -> Text,
        recipient -> Text,
        subject -> Text,
        bytes -> Binary,
    }
}

diesel::table! {
    jobs (id) {
        id -> BigInt,
        kind -> Text,
        subject -> Text,
        created_at -> Timestamp,
        run_at -> Timestamp,
        attempts -> Integer,
        last_error -> Nullable<Text>,
        done_at -> Nullable<Timestamp>,
        failed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    domain_claims (request_id, business_id, domain) {
        request_id -> Text,
        business_id -> Text,
        domain -> Text,
        token -> Text,
        state -> Text,
        since -> Timestamp,
    }
}

diesel::table! {
    seal_alerts (subject) {
        subject -> Text,
        sent_at -> Timestamp,
    }
}

diesel::table! {
    log_leaves (leaf_index) {
        leaf_index -> BigInt,
        event_id -> BigInt,
        salt -> Binary,
        entry -> Binary,
    }
}

diesel::table! {
    log_tiles (level, tile_index) {
        level -> Integer,
        tile_index -> BigInt,
        hashes -> Binary,
    }
}

diesel::table! {
    log_checkpoints (number) {
        number -> BigInt,
        size -> BigInt,
        note -> Text,
    }
}

diesel::table! {
    watched_domains (id) {
        id -> BigInt,
        agreement_id -> Nullable<Text>,
        version -> Nullable<Integer>,
        domain -> Text,
        created_at -> Timestamp,
        next_look_at -> Timestamp,
        last_look_at -> Nullable<Timestamp>,
        verified_at -> Nullable<Timestamp>,
        failures -> Integer,
        turn -> Integer,
        stable -> Nullable<Text>,
        noted -> Nullable<Text>,
        ended_at -> Nullable<Timestamp>,
        revision -> Integer,
    }
}

diesel::table! {
    domain_changes (id) {
        id -> BigInt,
        watched_id -> BigInt,
        at -> Timestamp,
        item -> Text,
        old_value -> Text,
        new_value -> Text,
        resolver -> Text,
    }
}

diesel::table! {
    incidents (id) {
        id -> BigInt,
        watched_id -> BigInt,
        kind -> Text,
        state -> Text,
        suspected_at -> Timestamp,
        suspected_by -> Text,
        opened_at -> Nullable<Timestamp>,
        confirmed_by -> Nullable<Text>,
        good_at -> Nullable<Timestamp>,
        good_by -> Nullable<Text>,
        ended_at -> Nullable<Timestamp>,
        step -> Nullable<Integer>,
        evidence -> Text,
        held -> Bool,
        acknowledged_at -> Nullable<Timestamp>,
        acknowledged_by -> Nullable<Text>,
        silenced_until -> Nullable<Date>,
        silenced_by -> Nullable<Text>,
        silence_reason -> Nullable<Text>,
        amendment -> Nullable<Text>,
        revision -> Integer,
    }
}

diesel::table! {
    watch_notes (subject) {
        subject -> Text,
        at -> Timestamp,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    write_lock,
    installation,
    counters,
    users,
    sessions,
    links,
    attempts,
    contact_notices,
    requests,
    submissions,
    kela_halves,
    terms,
    agreements,
    agreement_versions,
    agreement_domains,
    documents,
    domain_claims,
    signatures,
    signatories,
    later_mandates,
    signing_codes,
    events,
    event_contents,
    outbox,
    outbox_contents,
    jobs,
    log_leaves,
    log_tiles,
    log_checkpoints,
    watched_domains,
    domain_changes,
    incidents
);
