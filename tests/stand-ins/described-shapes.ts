// What the services' descriptions say of their answers: the fields by their types. `?`: may be absent.
// From the packages supabase-management-js 2.0.2 and @netlify/open-api 2.60.0, which hold the descriptions.

/** Fields by type, with blanks between the names. */
export type Shape = Readonly<Record<string, string>>

export const supabaseShapes = {
  project: {
    string: 'id ref organization_id organization_slug name region created_at status',
    object: 'database',
  },
  database: {
    string: 'host version postgres_engine release_channel',
  },
  organization: {
    string: 'id slug name',
  },
  plan: {
    string: 'id name',
    'string?': 'plan',
    array: 'opt_in_tags allowed_release_channels',
  },
  apiKey: {
    'string?|null': 'api_key id type prefix description hash inserted_at updated_at',
    string: 'name',
    'object?|null': 'secret_jwt_template',
  },
  signingKey: {
    string: 'id algorithm status created_at updated_at',
    'any?|null': 'public_jwk',
  },
  postgrest: {
    string: 'db_schema db_extra_search_path',
    number: 'max_rows',
    'number|null': 'db_pool',
    'string?': 'jwt_secret',
  },
  health: {
    string: 'name status',
    boolean: 'healthy',
    'object?': 'info',
    'string?': 'error',
  },
  migration: {
    string: 'version',
    'string?': 'name created_by idempotency_key',
    'array?': 'statements rollback',
  },
  auth: {
    'number|null':
      'api_max_request_duration db_max_pool_size jwt_exp mailer_otp_length mfa_max_enrolled_factors mfa_phone_max_frequency password_min_length rate_limit_anonymous_users rate_limit_email_sent rate_limit_sms_sent rate_limit_token_refresh rate_limit_verify rate_limit_otp rate_limit_web3 security_refresh_token_reuse_interval sessions_inactivity_timeout sessions_timebox sms_max_frequency sms_otp_exp smtp_max_frequency',
    'string|null':
      'db_max_pool_size_unit external_apple_additional_client_ids external_apple_client_id external_apple_secret external_azure_client_id external_azure_secret external_azure_url external_bitbucket_client_id external_bitbucket_secret external_discord_client_id external_discord_secret external_facebook_client_id external_facebook_secret external_figma_client_id external_figma_secret external_github_client_id external_github_secret external_gitlab_client_id external_gitlab_secret external_gitlab_url external_google_additional_client_ids external_google_client_id external_google_secret external_kakao_client_id external_kakao_secret external_keycloak_client_id external_keycloak_secret external_keycloak_url external_linkedin_oidc_client_id external_linkedin_oidc_secret external_slack_oidc_client_id external_slack_oidc_secret external_notion_client_id external_notion_secret external_slack_client_id external_slack_secret external_spotify_client_id external_spotify_secret external_twitch_client_id external_twitch_secret external_twitter_client_id external_twitter_secret external_x_client_id external_x_secret external_workos_client_id external_workos_secret external_workos_url external_zoom_client_id external_zoom_secret hook_custom_access_token_uri hook_custom_access_token_secrets hook_mfa_verification_attempt_uri hook_mfa_verification_attempt_secrets hook_password_verification_attempt_uri hook_password_verification_attempt_secrets hook_send_sms_uri hook_send_sms_secrets hook_send_email_uri hook_send_email_secrets hook_before_user_created_uri hook_before_user_created_secrets hook_after_user_created_uri hook_after_user_created_secrets mailer_subjects_confirmation mailer_subjects_email_change mailer_subjects_invite mailer_subjects_magic_link mailer_subjects_reauthentication mailer_subjects_recovery mailer_subjects_password_changed_notification mailer_subjects_email_changed_notification mailer_subjects_phone_changed_notification mailer_subjects_mfa_factor_enrolled_notification mailer_subjects_mfa_factor_unenrolled_notification mailer_subjects_identity_linked_notification mailer_subjects_identity_unlinked_notification mailer_templates_confirmation_content mailer_templates_email_change_content mailer_templates_invite_content mailer_templates_magic_link_content mailer_templates_reauthentication_content mailer_templates_recovery_content mailer_templates_password_changed_notification_content mailer_templates_email_changed_notification_content mailer_templates_phone_changed_notification_content mailer_templates_mfa_factor_enrolled_notification_content mailer_templates_mfa_factor_unenrolled_notification_content mailer_templates_identity_linked_notification_content mailer_templates_identity_unlinked_notification_content mfa_phone_template nimbus_oauth_client_id nimbus_oauth_client_secret password_required_characters saml_external_url security_captcha_provider security_captcha_secret sessions_tags site_url sms_messagebird_access_key sms_messagebird_originator sms_provider sms_template sms_test_otp sms_test_otp_valid_until sms_textlocal_api_key sms_textlocal_sender sms_twilio_account_sid sms_twilio_auth_token sms_twilio_content_sid sms_twilio_message_service_sid sms_twilio_verify_account_sid sms_twilio_verify_auth_token sms_twilio_verify_message_service_sid sms_vonage_api_key sms_vonage_api_secret sms_vonage_from smtp_admin_email smtp_host smtp_pass smtp_port smtp_sender_name smtp_user uri_allow_list oauth_server_authorization_path',
    'boolean|null':
      'disable_signup external_anonymous_users_enabled external_apple_email_optional external_apple_enabled external_azure_email_optional external_azure_enabled external_bitbucket_email_optional external_bitbucket_enabled external_discord_email_optional external_discord_enabled external_email_enabled external_facebook_email_optional external_facebook_enabled external_figma_email_optional external_figma_enabled external_github_email_optional external_github_enabled external_gitlab_email_optional external_gitlab_enabled external_google_email_optional external_google_enabled external_google_skip_nonce_check external_kakao_email_optional external_kakao_enabled external_keycloak_email_optional external_keycloak_enabled external_linkedin_oidc_email_optional external_linkedin_oidc_enabled external_slack_oidc_email_optional external_slack_oidc_enabled external_notion_email_optional external_notion_enabled external_phone_enabled external_slack_email_optional external_slack_enabled external_spotify_email_optional external_spotify_enabled external_twitch_email_optional external_twitch_enabled external_twitter_email_optional external_twitter_enabled external_x_email_optional external_x_enabled external_workos_enabled external_web3_solana_enabled external_web3_ethereum_enabled external_zoom_email_optional external_zoom_enabled hook_custom_access_token_enabled hook_mfa_verification_attempt_enabled hook_password_verification_attempt_enabled hook_send_sms_enabled hook_send_email_enabled hook_before_user_created_enabled hook_after_user_created_enabled mailer_allow_unverified_email_sign_ins mailer_autoconfirm mailer_secure_email_change_enabled mailer_notifications_password_changed_enabled mailer_notifications_email_changed_enabled mailer_notifications_phone_changed_enabled mailer_notifications_mfa_factor_enrolled_enabled mailer_notifications_mfa_factor_unenrolled_enabled mailer_notifications_identity_linked_enabled mailer_notifications_identity_unlinked_enabled mfa_totp_enroll_enabled mfa_totp_verify_enabled mfa_phone_enroll_enabled mfa_phone_verify_enabled mfa_web_authn_enroll_enabled mfa_web_authn_verify_enabled nimbus_oauth_email_optional password_hibp_enabled refresh_token_rotation_enabled saml_enabled saml_allow_encrypted_assertions security_sb_forwarded_for_enabled security_captcha_enabled security_manual_linking_enabled security_update_password_require_reauthentication sessions_single_per_user sms_autoconfirm',
    number: 'mailer_otp_exp mfa_phone_otp_length sms_otp_length',
    boolean: 'oauth_server_enabled oauth_server_allow_dynamic_registration',
  },
}

export const netlifyShapes = {
  user: {
    string: 'id uid full_name avatar_url email affiliate_id created_at last_login',
    integer: 'site_count',
    array: 'login_providers',
    object: 'onboarding_progress',
  },
  account: {
    string:
      'id name slug type billing_name billing_email billing_details billing_period payment_method_id type_name type_id created_at updated_at',
    object: 'capabilities',
    array: 'owner_ids roles_allowed',
  },
  site: {
    string:
      'id state plan name custom_domain branch_deploy_custom_domain deploy_preview_custom_domain password notification_email url ssl_url admin_url screenshot_url created_at updated_at user_id session_id deploy_url account_id account_name account_slug git_provider deploy_hook id_domain build_image prerender functions_region',
    array: 'domain_aliases',
    boolean: 'ssl force_ssl managed_dns prevent_non_git_prod_deploys',
    object: 'published_deploy capabilities processing_settings build_settings default_hooks_data',
  },
  deploy: {
    string:
      'id site_id user_id build_id state name url ssl_url admin_url deploy_url deploy_ssl_url screenshot_url error_message branch commit_ref commit_url created_at updated_at published_at title context review_url framework skew_protection_token functions_region',
    number: 'review_id',
    boolean: 'draft skipped locked',
    array:
      'required required_functions required_edge_functions required_server function_schedules functions_region_overrides',
  },
  build: {
    string: 'id deploy_id sha error created_at',
    boolean: 'done',
  },
  variable: {
    string: 'key updated_at',
    array: 'scopes values',
    boolean: 'is_secret',
    object: 'updated_by',
  },
  value: {
    string: 'id value context context_parameter',
  },
}
