// Users of this server: opens where they are kept, the way out for mails, and the routes at `/auth`, by the configuration.

import path from "node:path";
import type { Configuration, Principal, Record } from "../../core/index.ts";
import { Problem } from "../../core/index.ts";
import { revealed } from "../../core/secret.ts";
import {
  fileMailer,
  type Mail,
  type Mailer,
  openUsers,
  type RecordOf,
  type SignedIn,
  smtpMailer,
  type Users,
} from "../../identity/index.ts";
import { hearNodes, isShared, openUsersDatabase } from "../../store/index.ts";
import type { Beside } from "../http/options.ts";
import { isLoopback, isLoopbackOrigin } from "../http/loopback.ts";
import { keptSecret } from "./development-secret.ts";
import { createRoutes } from "./routes.ts";
import { usersStoreOf } from "./store-address.ts";

export interface PeopleOptions {
  /** With its secrets resolved, and with `auth.users`. */
  readonly configuration: Configuration;
  readonly record: Record;
  /** Claims by a user's record among the site's own data. */
  readonly recordOf?: RecordOf | undefined;
  /** In development: where a developer looks for mails that are sent to nobody, beside the file that keeps them. */
  readonly letterbox?: ((mail: Mail) => void) | undefined;
  /** Somebody's rights may have changed, or anybody's. */
  readonly forgotten?: (id: string | undefined) => void;
  /** Who asks, by whatever he shows; for routes that only some may use. */
  readonly authenticate: (message: { readonly method: string; readonly headers: SentHeaders }) => Promise<Principal>;
}

type SentHeaders = { readonly [name: string]: string | readonly string[] | undefined };

export interface People {
  /** Undefined until the origin is known. */
  readonly signedIn: () => SignedIn | undefined;
  readonly users: () => Users;
  readonly routes: Beside;
  /** The public origin has become known. @throws Problem when the configuration of users cannot be. */
  open(origin: string): Promise<void>;
  close(): Promise<void>;
}

const inbox = "inbox.ndjson";

/** @throws Problem when the store cannot be opened. */
export async function openPeople(options: PeopleOptions): Promise<People> {
  const { configuration, record, recordOf, letterbox, authenticate, forgotten } = options;
  const { auth, server = {}, roles = {} } = configuration;
  const settings = auth?.users ?? {};
  const store = usersStoreOf(server);
  const warn = (message: string): void => record({ kind: "warning", message });
  const secret = secretOf(configuration, store, warn);
  const database = await openUsersDatabase(store);
  const mailer = await mailerOf(configuration, store, letterbox, warn).catch(async (error: unknown) => {
    await database.close();
    throw wrong(error);
  });
  let users: Users | undefined;
  let signedIn: SignedIn | undefined;
  const nodes = await hearNodes(database, (owner) => users?.heard(owner));
  const routes = createRoutes({
    users: () => users,
    trusted: (origin) => signedIn?.trusted(origin) ?? false,
    authenticate,
    settings,
    record,
  });

  return {
    signedIn: () => signedIn,
    users: () => {
      if (users === undefined) throw new Error("users are asked for before the origin is known");
      return users;
    },
    routes,
    async open(origin) {
      // Pages of this machine are a developer's own, as long as nobody else can come to this server.
      const local = server.origin === undefined && isLoopback(server.host ?? "127.0.0.1");
      const listed = new Set([origin, ...(settings.origins ?? [])]);
      const opened = await openUsers({
        users: settings,
        secret,
        database: database.native,
        alone: database.alone,
        origin,
        trusted: [...listed, ...(local ? ["http://localhost:*", "http://127.0.0.1:*"] : [])],
        roles: Object.keys(roles),
        extended: (role) => (Object.hasOwn(roles, role) ? (roles[role]?.extends ?? []) : []),
        mail: (mail) => void sendInBackground(mailer, mail, warn),
        tell: nodes.tell,
        recordOf,
        forgotten,
      }).catch((error: unknown) => {
        throw wrong(error);
      });
      users = opened;
      signedIn = {
        find: opened.find,
        cookie: opened.cookie,
        trusted: (one) => listed.has(one) || (local && isLoopbackOrigin(one)),
      };
      routes.open(origin);
    },
    async close() {
      signedIn = undefined;
      mailer.close();
      await nodes.close();
      await database.close();
    },
  };
}

function secretOf({ auth }: Configuration, store: string, warn: (message: string) => void): string {
  const given = auth?.users?.secret;
  if (given !== undefined) return revealed(given);
  if (isShared(store)) {
    throw new Problem({
      code: "ISTHMUS100",
      category: "invalid",
      message: "auth.users.secret: needed where nodes share a store; expected at least 32 characters",
      hint: 'Write secret: secret("AUTH_SECRET"), and set the same for every node',
    });
  }
  if (store !== ":memory:")
    warn(
      "auth.users.secret is not configured: one was made, and is kept in users.secret beside the store, for development",
    );
  return keptSecret(store);
}

async function mailerOf(
  { auth, server }: Configuration,
  store: string,
  letterbox: PeopleOptions["letterbox"],
  warn: (message: string) => void,
): Promise<Mailer> {
  const { smtp, from } = auth?.users?.mail ?? {};
  if (smtp !== undefined) {
    const host = server?.origin === undefined ? "localhost" : new URL(server.origin).hostname;
    return smtpMailer(revealed(smtp), from ?? `no-reply@${host}`);
  }
  const folder = isShared(store) || store === ":memory:" ? ".isthmus" : path.dirname(store);
  const file = path.join(folder, inbox);
  const shown = letterbox === undefined ? "" : ", and shown at /sandbox";
  warn(`auth.users.mail.smtp is not configured: mails are kept in ${file}${shown}, and sent to nobody`);
  const mailer = fileMailer(file);
  if (letterbox === undefined) return mailer;
  return {
    ...mailer,
    async send(mail) {
      letterbox(mail);
      await mailer.send(mail);
    },
  };
}

async function sendInBackground(mailer: Mailer, mail: Mail, warn: (message: string) => void): Promise<void> {
  try {
    await mailer.send(mail);
  } catch (error) {
    // The text has a link in it that lets its reader in; who it was for is his own affair.
    const { code } = error as { readonly code?: unknown };
    warn(`a mail ("${mail.subject}") could not be sent: ${typeof code === "string" ? code : "failure"}`);
  }
}

function wrong(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new Problem({ code: "ISTHMUS100", category: "invalid", message, cause: error });
}
