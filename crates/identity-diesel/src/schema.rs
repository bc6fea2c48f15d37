//! The tables, once for all databases: numbers are BigInt, moments milliseconds. A test compares this with both
//! migration trees.

diesel::table! {
    accounts (id) {
        id -> BigInt,
        revision -> BigInt,
        kind -> Text,
        status -> Text,
        status_before -> Nullable<Text>,
        name -> Text,
        parent_id -> Nullable<BigInt>,
        slug -> Nullable<Text>,
        external_id -> Nullable<Text>,
        external_name -> Nullable<Text>,
        service_level -> Nullable<Text>,
        eligibility_client -> Nullable<Bool>,
        eligibility_partner -> Nullable<Bool>,
        is_token_retrievable -> Bool,
        created_at -> Nullable<BigInt>,
        created_by -> Nullable<Text>,
        updated_at -> Nullable<BigInt>,
        updated_by -> Nullable<Text>,
        activated_at -> Nullable<BigInt>,
        activated_by -> Nullable<Text>,
        deactivated_at -> Nullable<BigInt>,
        deactivated_by -> Nullable<Text>,
        disabled_at -> Nullable<BigInt>,
        disabled_by -> Nullable<Text>,
        enabled_at -> Nullable<BigInt>,
        enabled_by -> Nullable<Text>,
    }
}

diesel::table! {
    account_profiles (account_id) {
        account_id -> BigInt,
        line1 -> Nullable<Text>,
        line2 -> Nullable<Text>,
        post_code -> Nullable<Text>,
        city -> Nullable<Text>,
        state -> Nullable<Text>,
        country -> Nullable<Text>,
        technical_support_email -> Nullable<Text>,
        website -> Nullable<Text>,
        description -> Nullable<Text>,
        default_language_code -> Nullable<Text>,
        pyra_tenant_id -> Nullable<Text>,
        plan -> Nullable<Text>,
        plan_time -> Nullable<BigInt>,
        plan_volume -> Nullable<BigInt>,
    }
}

diesel::table! {
    users (id) {
        id -> BigInt,
        revision -> BigInt,
        email -> Text,
        is_email_verified -> Bool,
        first_name -> Text,
        last_name -> Text,
        phone_prefix -> Nullable<Text>,
        phone_number -> Nullable<Text>,
        settings -> Nullable<Text>,
        password -> Nullable<Text>,
        life -> Text,
        standing -> Text,
        invited_until -> Nullable<BigInt>,
        activated_at -> Nullable<BigInt>,
        current_account_id -> Nullable<BigInt>,
        last_login_at -> Nullable<BigInt>,
        created_at -> Nullable<BigInt>,
        created_by -> Nullable<Text>,
        updated_at -> Nullable<BigInt>,
        updated_by -> Nullable<Text>,
        login_at -> Nullable<BigInt>,
        login_by -> Nullable<Text>,
        blocked_at -> Nullable<BigInt>,
        blocked_by -> Nullable<Text>,
        unblocked_at -> Nullable<BigInt>,
        unblocked_by -> Nullable<Text>,
    }
}

diesel::table! {
    modules (id) {
        id -> BigInt,
        revision -> BigInt,
        code -> Text,
        name -> Text,
        description -> Nullable<Text>,
        is_for_client -> Bool,
        is_for_vendor -> Bool,
        is_for_operations -> Bool,
        is_shared_account -> Bool,
        is_configurable -> Bool,
        is_default -> Bool,
        is_paid -> Bool,
        is_obsolete -> Bool,
        is_new -> Bool,
        is_legacy -> Bool,
        is_eligible_multi -> Bool,
        is_eligible_single -> Bool,
        has_buyer_filter -> Bool,
        created_at -> Nullable<BigInt>,
        created_by -> Nullable<Text>,
        updated_at -> Nullable<BigInt>,
        updated_by -> Nullable<Text>,
    }
}

diesel::table! {
    groups (id) {
        id -> BigInt,
        revision -> BigInt,
        account_id -> BigInt,
        kind -> Text,
        name -> Text,
        description -> Nullable<Text>,
        logo -> Nullable<Text>,
        is_buyer_limited -> Bool,
        created_at -> Nullable<BigInt>,
        created_by -> Nullable<Text>,
        updated_at -> Nullable<BigInt>,
        updated_by -> Nullable<Text>,
    }
}

diesel::table! {
    removed_groups (id) {
        id -> BigInt,
    }
}

diesel::table! {
    group_modules (group_id, module_id) {
        group_id -> BigInt,
        module_id -> BigInt,
    }
}

diesel::table! {
    group_buyers (group_id, buyer_id) {
        group_id -> BigInt,
        buyer_id -> BigInt,
    }
}

diesel::table! {
    memberships (id) {
        id -> BigInt,
        revision -> BigInt,
        user_id -> BigInt,
        account_id -> BigInt,
        kind -> Text,
        state -> Text,
        invited_until -> Nullable<BigInt>,
        invitation_code -> Nullable<Binary>,
        resend_day_started_at -> Nullable<BigInt>,
        resend_last_at -> Nullable<BigInt>,
        resend_count -> BigInt,
        given_first_name -> Text,
        given_last_name -> Text,
        is_owner -> Bool,
        is_favorite -> Bool,
        created_at -> Nullable<BigInt>,
        created_by -> Nullable<Text>,
        updated_at -> Nullable<BigInt>,
        updated_by -> Nullable<Text>,
        invited_at -> Nullable<BigInt>,
        invited_by -> Nullable<Text>,
        joined_at -> Nullable<BigInt>,
        joined_by -> Nullable<Text>,
        access_at -> Nullable<BigInt>,
        access_by -> Nullable<Text>,
        login_at -> Nullable<BigInt>,
        login_by -> Nullable<Text>,
        is_expiry_noted -> Bool,
        accepted_code -> Nullable<Binary>,
        given_phone_prefix -> Nullable<Text>,
        given_phone_number -> Nullable<Text>,
    }
}

diesel::table! {
    membership_groups (membership_id, group_id) {
        membership_id -> BigInt,
        group_id -> BigInt,
    }
}

diesel::table! {
    api_tokens (id) {
        id -> BigInt,
        revision -> BigInt,
        account_id -> BigInt,
        state -> Text,
        name -> Text,
        description -> Nullable<Text>,
        icon -> Nullable<Text>,
        digest -> Binary,
        previous_digest -> Nullable<Binary>,
        previous_until -> Nullable<BigInt>,
        sealed -> Nullable<Binary>,
        is_retrievable -> Bool,
        holder_id -> Nullable<BigInt>,
        creator -> Nullable<Text>,
        expires_at -> Nullable<BigInt>,
        created_at -> Nullable<BigInt>,
        created_by -> Nullable<Text>,
        updated_at -> Nullable<BigInt>,
        updated_by -> Nullable<Text>,
        enabled_at -> Nullable<BigInt>,
        enabled_by -> Nullable<Text>,
        disabled_at -> Nullable<BigInt>,
        disabled_by -> Nullable<Text>,
        rotated_at -> Nullable<BigInt>,
        rotated_by -> Nullable<Text>,
        kind -> Text,
        membership_id -> Nullable<BigInt>,
        tail -> Nullable<Text>,
        hmac_scope -> Nullable<Text>,
        scopes -> Text,
        audience -> Text,
    }
}

diesel::table! {
    api_token_modules (token_id, module_id) {
        token_id -> BigInt,
        module_id -> BigInt,
    }
}

diesel::table! {
    api_token_uses (token_id) {
        token_id -> BigInt,
        last_access_at -> BigInt,
    }
}

diesel::table! {
    buyers (id) {
        id -> BigInt,
        revision -> BigInt,
        account_id -> Nullable<BigInt>,
        status -> Text,
        name -> Text,
        tax_id -> Nullable<Text>,
        erp_company_contact -> Nullable<Text>,
        erp_customer -> Nullable<Text>,
        account_external_id -> Nullable<Text>,
        line1 -> Text,
        line2 -> Nullable<Text>,
        post_code -> Text,
        city -> Text,
        state -> Text,
        country -> Text,
        created_at -> Nullable<BigInt>,
        created_by -> Nullable<Text>,
        updated_at -> Nullable<BigInt>,
        updated_by -> Nullable<Text>,
        activated_at -> Nullable<BigInt>,
        activated_by -> Nullable<Text>,
        unassigned_at -> Nullable<BigInt>,
        unassigned_by -> Nullable<Text>,
        disabled_at -> Nullable<BigInt>,
        disabled_by -> Nullable<Text>,
    }
}

diesel::table! {
    buyer_contacts (buyer_id) {
        buyer_id -> BigInt,
        name -> Nullable<Text>,
        first_name -> Nullable<Text>,
        last_name -> Nullable<Text>,
        email -> Nullable<Text>,
        phone_prefix -> Nullable<Text>,
        phone_number -> Nullable<Text>,
        user_id -> Nullable<BigInt>,
        kind -> Nullable<Text>,
    }
}

diesel::table! {
    buyer_sellers (buyer_id, place) {
        buyer_id -> BigInt,
        place -> BigInt,
        seller_id -> BigInt,
        name -> Nullable<Text>,
        icon -> Nullable<Text>,
        external_id -> Nullable<Text>,
    }
}

diesel::table! {
    icons (owner_kind, owner_id) {
        owner_kind -> Text,
        owner_id -> BigInt,
        kind -> Text,
        hash -> Binary,
        bytes -> Binary,
    }
}

diesel::table! {
    audit_records (sequence) {
        sequence -> BigInt,
        id -> BigInt,
        event -> Text,
        at -> BigInt,
        object_kind -> Text,
        object_id -> Text,
        object_name -> Text,
        object_revision -> BigInt,
        related -> Nullable<Text>,
        actor_id -> Nullable<Text>,
        actor_name -> Text,
        actor_account_id -> Nullable<BigInt>,
        actor_account_name -> Nullable<Text>,
        actor_account_kind -> Nullable<Text>,
        ip -> Nullable<Text>,
        user_agent -> Nullable<Text>,
        correlation_id -> Nullable<Text>,
        documents -> Nullable<Text>,
    }
}

diesel::table! {
    audit_viewers (account_id, at, record_id) {
        account_id -> BigInt,
        at -> BigInt,
        record_id -> BigInt,
    }
}

diesel::table! {
    outbox (sequence) {
        sequence -> BigInt,
        kind -> Text,
        membership_id -> Nullable<BigInt>,
        user_id -> Nullable<BigInt>,
        sealed_code -> Nullable<Binary>,
        attempts -> BigInt,
        due_at -> BigInt,
    }
}

diesel::table! {
    changes (sequence) {
        sequence -> BigInt,
        transaction_id -> BigInt,
        kind -> Text,
        subject_id -> Nullable<BigInt>,
        at -> BigInt,
    }
}

diesel::table! {
    idempotency_records (key) {
        key -> Binary,
        body_digest -> Binary,
        status -> BigInt,
        place -> Nullable<Text>,
        tag -> Nullable<Text>,
        answer -> Binary,
        expires_at -> BigInt,
    }
}

diesel::table! {
    sessions (id) {
        id -> BigInt,
        user_id -> BigInt,
        parent_id -> Nullable<BigInt>,
        device_id -> Nullable<BigInt>,
        account_id -> Nullable<BigInt>,
        membership_id -> Nullable<BigInt>,
        refresh -> Nullable<Binary>,
        cookie -> Nullable<Binary>,
        created_at -> BigInt,
        last_used_at -> BigInt,
        expires_at -> BigInt,
        ip -> Nullable<Text>,
        user_agent -> Nullable<Text>,
    }
}

diesel::table! {
    session_refreshes (refresh) {
        refresh -> Binary,
        session_id -> BigInt,
    }
}

diesel::table! {
    devices (id) {
        id -> BigInt,
        revision -> BigInt,
        account_id -> BigInt,
        number -> BigInt,
        name -> Text,
        app -> Text,
        status -> Text,
        code -> Nullable<Binary>,
        code_expires_at -> Nullable<BigInt>,
        token -> Nullable<Binary>,
        linked_at -> Nullable<BigInt>,
        store_uid -> Nullable<Text>,
        till_uid -> Nullable<Text>,
        system_information -> Nullable<Text>,
        created_at -> BigInt,
        modified_at -> BigInt,
    }
}

diesel::table! {
    device_uses (device_id) {
        device_id -> BigInt,
        last_seen_at -> BigInt,
    }
}

diesel::table! {
    member_pins (membership_id) {
        membership_id -> BigInt,
        hash -> Text,
        temporary_until -> Nullable<BigInt>,
        is_own_by_web -> Bool,
        is_void -> Bool,
        set_at -> BigInt,
    }
}

diesel::table! {
    membership_profiles (membership_id) {
        membership_id -> BigInt,
        account_id -> BigInt,
        user_code -> Nullable<Text>,
        external_id -> Nullable<Text>,
        display_name -> Nullable<Text>,
        first_name -> Nullable<Text>,
        last_name -> Nullable<Text>,
        email -> Nullable<Text>,
        mobile -> Nullable<Text>,
        language_code -> Nullable<Text>,
        default_store -> Nullable<Text>,
    }
}

diesel::table! {
    membership_stores (id) {
        id -> BigInt,
        membership_id -> BigInt,
        store -> Text,
        role -> Text,
        created_at -> BigInt,
        modified_at -> BigInt,
    }
}

diesel::table! {
    password_resets (user_id) {
        user_id -> BigInt,
        code -> Nullable<Binary>,
        expires_at -> BigInt,
        hour_began_at -> BigInt,
        mails -> BigInt,
    }
}

diesel::table! {
    reset_requests (email) {
        email -> Text,
        asked_at -> BigInt,
    }
}

diesel::table! {
    replays (token_id, sign) {
        token_id -> BigInt,
        sign -> Binary,
        is_write -> Bool,
        kept_until -> BigInt,
    }
}

diesel::table! {
    throttles (key) {
        key -> Binary,
        failures -> BigInt,
        since -> BigInt,
        free_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    second_factors (user_id) {
        user_id -> BigInt,
        sealed -> Binary,
        created_at -> BigInt,
        confirmed_at -> Nullable<BigInt>,
        last_step -> Nullable<BigInt>,
    }
}

diesel::table! {
    recovery_codes (user_id, code) {
        user_id -> BigInt,
        code -> Binary,
    }
}

diesel::table! {
    signing_keys (id) {
        id -> Text,
        public -> Binary,
        sealed -> Nullable<Binary>,
        created_at -> BigInt,
        retires_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    meta (key) {
        key -> Text,
        value -> Text,
    }
}

diesel::joinable!(api_tokens -> accounts (account_id));
diesel::joinable!(buyer_contacts -> buyers (buyer_id));
diesel::joinable!(device_uses -> devices (device_id));
diesel::joinable!(groups -> accounts (account_id));
diesel::joinable!(memberships -> accounts (account_id));
diesel::joinable!(memberships -> users (user_id));
diesel::joinable!(membership_groups -> memberships (membership_id));
diesel::joinable!(group_modules -> groups (group_id));
diesel::joinable!(session_refreshes -> sessions (session_id));

diesel::allow_tables_to_appear_in_same_query!(
    account_profiles,
    accounts,
    api_token_modules,
    api_token_uses,
    api_tokens,
    buyer_contacts,
    buyer_sellers,
    buyers,
    device_uses,
    devices,
    group_buyers,
    group_modules,
    groups,
    membership_groups,
    memberships,
    session_refreshes,
    sessions,
    users,
);
