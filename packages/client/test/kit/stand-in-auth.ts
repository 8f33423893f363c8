// Answers as better-auth does, for what the client does with its answers: sessions by cookies that can be made to
// end. The server's own signing in is asked in sign-in.test.ts.

import type { IncomingMessage, ServerResponse } from "node:http";

export interface StandInAuth {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** Ends all sessions, as time or an administrator does. */
  end(): void;
  /** Seconds a new session lasts. */
  lasts: number;
  /** Paths that were asked, in order. */
  readonly asked: string[];
}

interface Account {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

export function createStandInAuth(): StandInAuth {
  const accounts = new Map<string, Account>();
  const sessions = new Map<string, { readonly account: Account; readonly expires: Date }>();
  const asked: string[] = [];
  let made = 0;

  function answer(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  }

  function enter(response: ServerResponse, account: Account): void {
    const token = `token-${++made}`;
    sessions.set(token, { account, expires: new Date(Date.now() + state.lasts * 1000) });
    const cookie = `session=${token}; HttpOnly; SameSite=Lax; Path=/`;
    answer(response, 200, { token, user: userOf(account) }, { "set-cookie": cookie });
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "").replace(/\?.*$/, "");
    asked.push(path);
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const body = (text === "" ? {} : JSON.parse(text)) as { email?: string; password?: string; name?: string };
    const { email = "", password = "", name = "" } = body;
    const token = /session=([^;]+)/.exec(request.headers.cookie ?? "")?.[1] ?? "";
    const session = sessions.get(token);
    switch (path) {
      case "/auth/sign-up/email":
        if (accounts.has(email))
          return answer(response, 422, { code: "USER_ALREADY_EXISTS", message: "User already exists" });
        accounts.set(email, { id: String(accounts.size + 1), email, name, password });
        return enter(response, accounts.get(email)!);
      case "/auth/sign-in/email":
        if (accounts.get(email)?.password !== password)
          return answer(response, 401, { code: "INVALID_EMAIL_OR_PASSWORD", message: "Invalid email or password" });
        return enter(response, accounts.get(email)!);
      case "/auth/sign-out":
        sessions.delete(token);
        return answer(response, 200, { success: true }, { "set-cookie": "session=; Max-Age=0; Path=/" });
      case "/auth/get-session":
        if (session === undefined || session.expires < new Date()) return answer(response, 200, null);
        return answer(response, 200, {
          session: { expiresAt: session.expires.toISOString() },
          user: userOf(session.account),
        });
      default:
        return answer(response, 404, null);
    }
  }

  const state = {
    lasts: 3600,
    asked,
    end: () => sessions.clear(),
    handle: (a: IncomingMessage, b: ServerResponse) => void handle(a, b),
  };
  return state;
}

function userOf({ id, email, name }: Account): object {
  return { id, email, name, emailVerified: false };
}
