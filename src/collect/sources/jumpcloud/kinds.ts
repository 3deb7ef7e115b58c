/** A person at a browser: the user portal, the admin portal, an application. */
export const SIGN_INS: ReadonlySet<string> = new Set(['user_login_attempt', 'admin_login_attempt', 'sso_auth']);

/** Somebody set up an app that makes one-time codes, in either portal. */
export const ENROLMENTS: ReadonlySet<string> = new Set(['totp_finish_enrollment', 'admin_totp_finish_enrollment']);

/** Somebody's record in the directory was changed. */
export const CHANGE = 'user_update';

/** A person at the lock screen of a laptop, as JumpCloud's agent tells it. */
export const AT_LAPTOP = 'login_attempt';
