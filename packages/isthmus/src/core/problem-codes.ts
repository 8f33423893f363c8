// Every code of ours and of the dialect: what it means and what to do about it. Codes are never reused; the reference
// page is generated from this table. SQLSTATEs are the database's own and stand in it by their classes alone.

import type { ProblemCategory } from "./problem.ts";

export interface ProblemCode {
  readonly category: ProblemCategory;
  /** Where it is not the category's own. */
  readonly status?: number;
  readonly meaning: string;
  readonly remedy: string;
}

/** Codes of the dialect, as PostgREST numbers them. */
export const dialectCodes: Readonly<Record<string, ProblemCode>> = {
  PGRST000: { category: "unavailable", meaning: "The database cannot be reached.", remedy: "Wait as long as `Retry-After` says." },
  PGRST001: { category: "unavailable", meaning: "The connection was lost before the answer came; nothing was changed.", remedy: "Try again." },
  PGRST003: { category: "timeout", meaning: "No connection to the database came free in time.", remedy: "Try again; if it happens often, give the source more connections." },
  PGRST100: { category: "invalid", meaning: "A parameter of the query cannot be read.", remedy: "`details` says where reading stopped and what was expected there." },
  PGRST101: { category: "invalid", status: 405, meaning: "A function cannot be called by this method.", remedy: "Call it by POST, or by GET if it only reads." },
  PGRST102: { category: "invalid", meaning: "The request's body is empty, broken, or not of the shape that is expected.", remedy: "Compare the body with the document at the API's root." },
  PGRST103: { category: "invalid", status: 416, meaning: "The range cannot be, or lies behind the last row.", remedy: "Ask for an earlier range." },
  PGRST105: { category: "invalid", status: 405, meaning: "A PUT does not name exactly one record by its key.", remedy: "Filter by all fields of the primary key, each with `eq`, and by nothing else." },
  PGRST106: { category: "invalid", status: 406, meaning: "The schema in the profile header is not served.", remedy: "Name one of those in `hint`." },
  PGRST107: { category: "invalid", status: 406, meaning: "No medium in `Accept` can be given.", remedy: "Accept `application/json`." },
  PGRST108: { category: "invalid", meaning: "A filter, order or limit is for a related resource that is not selected.", remedy: "Add it to `select`, or use the name it has there." },
  PGRST111: { category: "internal", meaning: "A database function has set response headers that cannot be sent.", remedy: "Set `response.headers` to an array of objects with one name and one text each." },
  PGRST112: { category: "internal", meaning: "A database function has set a status that does not exist.", remedy: "Set `response.status` to a number from 200 to 599." },
  PGRST114: { category: "invalid", meaning: "A PUT has a limit or an offset.", remedy: "Leave them out." },
  PGRST115: { category: "invalid", meaning: "The key in a PUT's body is not the one in its address.", remedy: "Make them the same." },
  PGRST116: { category: "invalid", status: 406, meaning: "One object was asked for, and there is not exactly one row.", remedy: "Filter by a key, or accept a list." },
  PGRST117: { category: "invalid", status: 405, meaning: "The method is not supported.", remedy: "Ask by OPTIONS which methods are." },
  PGRST118: { category: "invalid", meaning: "Rows cannot be ordered by a relation that leads to many.", remedy: "Order inside the related resource instead." },
  PGRST120: { category: "invalid", meaning: "A related resource can be filtered by `is.null` and `not.is.null` alone.", remedy: "Filter by its fields." },
  PGRST121: { category: "internal", meaning: "A database function has raised SQLSTATE PGRST with texts that are not the JSON expected.", remedy: "Mend the function's RAISE; `hint` says what belongs there." },
  PGRST122: { category: "invalid", meaning: "There are preferences that are not known, and `handling=strict` was asked for.", remedy: "Leave out those in `details`." },
  PGRST123: { category: "invalid", meaning: "Aggregates may not be used here.", remedy: "Allow them in the role's read policy, by `aggregate`." },
  PGRST124: { category: "invalid", meaning: "More rows would be touched than `max-affected` allows; nothing was.", remedy: "Narrow the filter." },
  PGRST125: { category: "missing", meaning: "There is nothing at this path.", remedy: "Look at the document at the API's root." },
  PGRST127: { category: "unsupported", meaning: "The source cannot do what is asked.", remedy: "`details` says what; the sources' documentation lists what each can do." },
  PGRST128: { category: "invalid", meaning: "`max-affected` was asked of a function that does not return rows.", remedy: "Leave the preference out." },
  PGRST200: { category: "invalid", meaning: "There is no relation between the two resources, or none you may see.", remedy: "`hint` names the nearest." },
  PGRST201: { category: "invalid", status: 300, meaning: "There is more than one relation between the two resources.", remedy: "Write one of those in `details` behind the name, after `!`." },
  PGRST202: { category: "missing", meaning: "There is no function of this name with these parameters, or none you may call.", remedy: "`hint` names the nearest." },
  PGRST203: { category: "invalid", status: 300, meaning: "More than one overload of the function fits.", remedy: "Rename the parameters in the database, so that the names decide." },
  PGRST204: { category: "invalid", meaning: "The resource has no such field to write, or none you may write.", remedy: "Compare the names with the document at the API's root." },
  PGRST205: { category: "missing", meaning: "There is no such resource, or none you may see.", remedy: "`hint` names the nearest." },
  PGRST300: { category: "internal", meaning: "A token came, and the configuration has nothing to verify one by.", remedy: "Set `auth.jwt`." },
  PGRST301: { category: "unauthenticated", meaning: "The token cannot be decoded, or no known key has signed it.", remedy: "Get a new token." },
  PGRST302: { category: "unauthenticated", meaning: "Nobody may ask without saying who he is.", remedy: "Send a token or a key." },
  PGRST303: { category: "unauthenticated", meaning: "The token is signed, and does not hold: expired, not yet valid, or for somebody else.", remedy: "Get a new token." },
};

/** Codes of ours: 1xx what is set up or asked wrongly, 2xx limits and idempotency, 4xx and 5xx as their status. */
export const ownCodes: Readonly<Record<string, ProblemCode>> = {
  ISTHMUS100: { category: "invalid", meaning: "A key of the configuration is wrong.", remedy: "The message names it, what was found and what was expected." },
  ISTHMUS101: { category: "invalid", meaning: "A relation in the configuration leads nowhere.", remedy: "Correct the names in `relations`." },
  ISTHMUS102: { category: "invalid", meaning: "A secret is not set in the environment.", remedy: "Set the variable that the message names." },
  ISTHMUS103: { category: "invalid", meaning: "The configuration cannot be loaded.", remedy: "Correct the file at the place the message names." },
  ISTHMUS104: { category: "invalid", meaning: "The lock file cannot be understood.", remedy: "Write it anew with `isthmus sync`." },
  ISTHMUS105: { category: "invalid", meaning: "A source cannot be opened with these options.", remedy: "Correct what the message names." },
  ISTHMUS106: { category: "unavailable", meaning: "A source does not say what it holds, and there is no lock file.", remedy: "Start it, or run `isthmus sync` while it answers." },
  ISTHMUS107: { category: "missing", meaning: "There is no configuration.", remedy: "Write one, or serve a database by `isthmus dev`." },
  ISTHMUS108: { category: "missing", meaning: "There is no database file of this name.", remedy: "Correct the name." },
  ISTHMUS110: { category: "invalid", meaning: "More is asked for than one request may.", remedy: "Ask for less, or raise the limit the message names." },
  ISTHMUS111: { category: "invalid", meaning: "The cursor belongs to another request.", remedy: "Take the address in the `Link` header as it is." },
  ISTHMUS112: { category: "invalid", meaning: "The resource cannot be paged by a cursor.", remedy: "Use `limit` and `offset`." },
  ISTHMUS113: { category: "invalid", meaning: "Rows cannot be told apart for a bulk update.", remedy: "Name the fields to match by in `on_conflict`." },
  ISTHMUS120: { category: "conflict", status: 412, meaning: "The rows are not as they were when they were read; nothing was changed.", remedy: "Read them again, and send the new `ETag`." },
  ISTHMUS201: { category: "limited", status: 400, meaning: "Resources are embedded deeper than the policy allows.", remedy: "Embed less, or ask in two requests." },
  ISTHMUS202: { category: "invalid", meaning: "An operation of a batch refers to an earlier one that returned no row.", remedy: "Make sure the earlier one finds its row; nothing was changed." },
  ISTHMUS210: { category: "invalid", meaning: "The idempotency key is empty or too long.", remedy: "The message says how many characters it may have." },
  ISTHMUS211: { category: "invalid", status: 422, meaning: "The idempotency key was used for another request.", remedy: "Use a new key for a new request." },
  ISTHMUS212: { category: "conflict", meaning: "A request with the same idempotency key is still under way.", remedy: "Wait as long as `Retry-After` says." },
  ISTHMUS220: { category: "unavailable", meaning: "As many requests are in flight as the server takes.", remedy: "Try again in a moment." },
  ISTHMUS400: { category: "invalid", meaning: "The request is not HTTP, or its body not UTF-8.", remedy: "Correct the client." },
  ISTHMUS401: { category: "unauthenticated", meaning: "The key is not known, or not any more.", remedy: "Ask the server's owner for a new one." },
  ISTHMUS404: { category: "missing", meaning: "There is nothing at this path.", remedy: "The message says where the API is." },
  ISTHMUS408: { category: "timeout", status: 408, meaning: "The request did not arrive in time.", remedy: "Send it again, faster." },
  ISTHMUS413: { category: "limited", status: 413, meaning: "The body is larger than the server takes.", remedy: "Send it in several requests, or raise `limits.body`." },
  ISTHMUS415: { category: "unsupported", status: 415, meaning: "Compressed bodies are not taken.", remedy: "Send it without `Content-Encoding`." },
  ISTHMUS421: { category: "invalid", status: 421, meaning: "The server is for its own machine alone.", remedy: "Call it as localhost, or set `server.origin`." },
  ISTHMUS431: { category: "limited", status: 431, meaning: "Address and headers are too long.", remedy: "Send long lists of values in a body, or in several requests." },
  ISTHMUS499: { category: "timeout", status: 499, meaning: "The caller left before the answer; it stands in logs alone.", remedy: "None is needed." },
  ISTHMUS500: { category: "internal", meaning: "Something happened that should not.", remedy: "Look in the log under the request's id, and report it." },
  ISTHMUS502: { category: "unavailable", meaning: "The server was stopped before the answer was ready.", remedy: "Try again; a write may have been carried out, or not." },
  ISTHMUS503: { category: "unavailable", meaning: "The keys of the token's issuer cannot be fetched.", remedy: "Try again; if it lasts, see whether the server can reach the issuer." },
  ISTHMUS503U: { category: "unavailable", meaning: "The connection was lost before the database confirmed a change: it may have been made, or not.", remedy: "Read what was to be changed, or send an `Idempotency-Key` from the start." },
  ISTHMUS504: { category: "timeout", meaning: "The request took longer than it may.", remedy: "Ask for less, or raise `limits.requestTimeout`." },
  ISTHMUS_CONFIG: { category: "invalid", meaning: "An option of an SQLite source is wrong.", remedy: "The message names it." },
  ISTHMUS_MIGRATION: { category: "internal", meaning: "A migration fails, was edited after it was applied, or comes too late in the order.", remedy: "The message names the file; write a new migration instead of changing an old one." },
};
