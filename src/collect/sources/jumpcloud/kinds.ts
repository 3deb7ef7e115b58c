/** A person at a browser: the user portal, the admin portal, an application. */
export const SIGN_INS: ReadonlySet<string> = new Set(['user_login_attempt', 'admin_login_attempt', 'sso_auth']);

/** Somebody's record in the directory was changed. */
export const CHANGE = 'user_update';
