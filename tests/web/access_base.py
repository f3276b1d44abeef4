from tests.web.access_table import Address

PUBLIC = "200 200 200 200 200 200"
OWN = "login 200 200 200 200 200"
ENTRANCE = "200 302 302 302 302 302"
AFTER_STEP = "302 302 302 302 302 302"


def passkey(world):
    return {"pk": 1}


def reset_key(world):
    return {"uidb36": "1", "key": "wrong-key"}


ADDRESSES = {
    "home": Address(PUBLIC),
    "search": Address(OWN),
    "help": Address(OWN),
    "help_activity": Address(OWN, lambda _world: {"app": "study"}),
    "health": Address(PUBLIC),
    "accounts:profile": Address(OWN),
    "accounts:language": Address("302 302 302 302 302 302", method="post"),
    "account_login": Address(ENTRANCE),
    "account_logout": Address("302 200 200 200 200 200"),
    "account_inactive": Address(PUBLIC),
    "account_signup": Address(ENTRANCE),
    "account_reauthenticate": Address(OWN),
    "account_email": Address(OWN),
    "account_email_verification_sent": Address(PUBLIC),
    "account_confirm_email": Address(PUBLIC, lambda _world: {"key": "wrong-key"}),
    "account_change_password": Address(OWN),
    "account_set_password": Address("login 302 302 302 302 302"),
    "account_reset_password": Address(PUBLIC),
    "account_reset_password_done": Address(PUBLIC),
    "account_reset_password_from_key": Address(PUBLIC, reset_key),
    "account_reset_password_from_key_done": Address(PUBLIC),
    "account_request_login_code": Address(ENTRANCE),
    "account_confirm_login_code": Address(AFTER_STEP),
    "mfa_index": Address(OWN),
    "mfa_authenticate": Address(AFTER_STEP),
    "mfa_reauthenticate": Address("login 302 302 302 302 302"),
    "mfa_activate_totp": Address("login 302 302 302 302 302"),
    "mfa_deactivate_totp": Address("login 404 404 404 404 404"),
    "mfa_view_recovery_codes": Address("login 404 404 404 404 404"),
    "mfa_generate_recovery_codes": Address("login 302 302 302 302 302"),
    "mfa_download_recovery_codes": Address("login 404 404 404 404 404"),
    "mfa_list_webauthn": Address(OWN),
    "mfa_add_webauthn": Address("login 302 302 302 302 302"),
    "mfa_reauthenticate_webauthn": Address("login 302 302 302 302 302"),
    "mfa_remove_webauthn": Address("login 302 302 302 302 302", passkey),
    "mfa_edit_webauthn": Address("login 302 302 302 302 302", passkey),
    "mfa_login_webauthn": Address("302 302 302 302 302 302"),
}
