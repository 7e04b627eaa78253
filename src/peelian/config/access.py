"""Who may see third-party views, by the name of their address. Every view of ours says so itself (core.access)."""

from __future__ import annotations

from peelian.core.access import FIRST_FACTOR, PUBLIC

THIRD_PARTY: dict[str, str] = {
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "account_reauthenticate": FIRST_FACTOR,
    "account_change_password": FIRST_FACTOR,
    "mfa_authenticate": PUBLIC,
    "mfa_login_webauthn": PUBLIC,
    "mfa_reauthenticate": FIRST_FACTOR,
    "mfa_index": FIRST_FACTOR,
    "mfa_activate_totp": FIRST_FACTOR,
    "mfa_deactivate_totp": FIRST_FACTOR,
    "mfa_view_recovery_codes": FIRST_FACTOR,
    "mfa_generate_recovery_codes": FIRST_FACTOR,
    "mfa_download_recovery_codes": FIRST_FACTOR,
    "mfa_list_webauthn": FIRST_FACTOR,
    "mfa_add_webauthn": FIRST_FACTOR,
    "mfa_reauthenticate_webauthn": FIRST_FACTOR,
    "mfa_remove_webauthn": FIRST_FACTOR,
    "mfa_edit_webauthn": FIRST_FACTOR,
    "usersessions_list": FIRST_FACTOR,
    "openid_connect_login": PUBLIC,
    "openid_connect_callback": PUBLIC,
    "socialaccount_login_cancelled": PUBLIC,
    "socialaccount_login_error": PUBLIC,
    "socialaccount_signup": PUBLIC,
}
"""What is not here is closed: sign-up, changing one's e-mail address, connecting other accounts."""
