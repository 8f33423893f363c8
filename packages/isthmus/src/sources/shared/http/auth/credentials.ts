// Who the server is to an API. Credentials belong to one origin and are added to what is sent there, and nowhere else.

import { abandonable } from "../abandon.ts";
import type { HttpCall, Send } from "../exchange.ts";

export interface Credentials {
  /** The call with the credentials in it. */
  readonly apply: (call: HttpCall) => HttpCall | Promise<HttpCall>;
  /**
   * The API answered 401 to this call. True: there are others by now, so that asking once more may help; absent: there are none.
   */
  readonly renew?: (refused: HttpCall) => boolean | Promise<boolean>;
}

/**
 * A call that was answered 401 has not been carried out, so it may be sent again, whatever its method.
 *
 * @param origin Where the credentials belong.
 */
export function authenticate(credentials: Credentials, origin: string): (next: Send) => Send {
  return (next) => async (call) => {
    if (call.origin !== origin) return next(call);
    const first = await applied(credentials, call);
    const answer = await next(first);
    if (answer.status !== 401 || credentials.renew === undefined) return answer;
    if (!(await abandonable(Promise.resolve(credentials.renew(first)), call.signal))) return answer;
    return next(await applied(credentials, call));
  };
}

/** What a token is waited for is not part of the call, which has its own deadline. */
function applied(credentials: Credentials, call: HttpCall): HttpCall | Promise<HttpCall> {
  const made = credentials.apply(call);
  return made instanceof Promise ? abandonable(made, call.signal) : made;
}

/** Several that go together, such as a key in a header and one in the query. */
export function allOf(credentials: readonly Credentials[]): Credentials {
  return {
    apply: async (call) => {
      let applied = call;
      for (const one of credentials) applied = await one.apply(applied);
      return applied;
    },
    renew: async (refused) => {
      for (const one of credentials) if (one.renew !== undefined && (await one.renew(refused))) return true;
      return false;
    },
  };
}

export function withHeader(call: HttpCall, name: string, value: string): HttpCall {
  return { ...call, headers: { ...call.headers, [name]: value } };
}
