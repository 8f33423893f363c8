// Users, their sessions and their rights.

export type { Administration, NewKey } from "./administration.ts";
export { type SentRequest, type SignedIn, cookieIn } from "./by-session.ts";
export { addressHeader, authPath } from "./library.ts";
export { addressKey, createLimiter, type Limiter } from "./limiter.ts";
export { openUsers, type Users, type UsersOptions } from "./open-users.ts";
export type { RecordOf } from "./principals.ts";
export { where } from "./rows.ts";
export { sameSiteRequest } from "./same-site.ts";
export { fileMailer, type Mail, type Mailer, smtpMailer } from "./send-mail.ts";
