// Codes of ours: 1xx what is set up or asked wrongly, 2xx limits and idempotency, 4xx and 5xx as their status, 6xx calls
// of other people's APIs.

import { functionCodes } from "./function-codes.ts";
import type { ProblemCode } from "./problem-code.ts";
import { gatewayCodes } from "./gateway-codes.ts";
import { routesCodes } from "./routes-codes.ts";
import { upstreamCodes } from "./upstream-codes.ts";
import { usersCodes } from "./users-codes.ts";

export const ownCodes: Readonly<Record<string, ProblemCode>> = {
  ISTHMUS100: {
    category: "invalid",
    meaning: "A key of the configuration is wrong.",
    remedy: "The message names it, what was found and what was expected.",
  },
  ISTHMUS101: {
    category: "invalid",
    meaning: "A relation in the configuration leads nowhere.",
    remedy: "Correct the names in `relations`.",
  },
  ISTHMUS102: {
    category: "invalid",
    meaning: "A secret is not set in the environment.",
    remedy: "Set the variable that the message names.",
  },
  ISTHMUS103: {
    category: "invalid",
    meaning: "The configuration cannot be loaded.",
    remedy: "Correct the file at the place the message names.",
  },
  ISTHMUS104: {
    category: "invalid",
    meaning: "The lock file cannot be understood.",
    remedy: "Write it anew with `isthmus sync`.",
  },
  ISTHMUS105: {
    category: "invalid",
    meaning: "A source cannot be opened with these options.",
    remedy: "Correct what the message names.",
  },
  ISTHMUS106: {
    category: "unavailable",
    meaning: "A source does not say what it holds, and there is no lock file.",
    remedy: "Start it, or run `isthmus sync` while it answers.",
  },
  ISTHMUS107: {
    category: "missing",
    meaning: "There is no configuration.",
    remedy: "Write one, or serve a database by `isthmus dev`.",
  },
  ISTHMUS108: { category: "missing", meaning: "There is no database file of this name.", remedy: "Correct the name." },
  ISTHMUS109: {
    category: "internal",
    meaning: "The server's own store cannot be opened.",
    remedy: "Correct `server.store`, or the rights on that file.",
  },
  ISTHMUS110: {
    category: "invalid",
    meaning: "More is asked for than one request may.",
    remedy: "Ask for less, or raise the limit the message names.",
  },
  ISTHMUS111: {
    category: "invalid",
    meaning: "The cursor belongs to another request.",
    remedy: "Take the address in the `Link` header as it is.",
  },
  ISTHMUS112: {
    category: "invalid",
    meaning: "The resource cannot be paged by a cursor.",
    remedy: "Use `limit` and `offset`.",
  },
  ISTHMUS113: {
    category: "invalid",
    meaning: "Rows cannot be told apart for a bulk update.",
    remedy: "Name the fields to match by in `on_conflict`.",
  },
  ISTHMUS114: {
    category: "unavailable",
    meaning: "The server cannot listen on this address.",
    remedy: "Choose another port or host, as the message says.",
  },
  ISTHMUS115: {
    category: "invalid",
    meaning: "An option of the HTTP server is wrong.",
    remedy: "Correct what the message names.",
  },
  ISTHMUS116: {
    category: "invalid",
    meaning: "The website's folder has no `index.html`.",
    remedy: "Build the website first, or name the folder that its bundler writes in `server.site`.",
  },
  ISTHMUS120: {
    category: "conflict",
    status: 412,
    meaning: "The rows are not as they were when they were read; nothing was changed.",
    remedy: "Read them again, and send the new `ETag`.",
  },
  ISTHMUS130: {
    category: "invalid",
    meaning: "The request is none of GraphQL over HTTP.",
    remedy: "The message says what is wrong with its method, its headers or its body.",
  },
  ISTHMUS131: {
    category: "invalid",
    meaning: "A GraphQL document cannot be read.",
    remedy: "Correct it at the place that `locations` names.",
  },
  ISTHMUS132: {
    category: "invalid",
    meaning: "A GraphQL document does not fit the schema, or asks for what you may not see.",
    remedy: "Compare it with the schema.",
  },
  ISTHMUS133: {
    category: "invalid",
    meaning: "A variable of a GraphQL operation, or an argument, has a value that it cannot have.",
    remedy: "The message names it.",
  },
  ISTHMUS134: {
    category: "invalid",
    meaning: "No document is known by this hash.",
    remedy: "Send the document along with the hash.",
  },
  ISTHMUS135: {
    category: "invalid",
    meaning: "The server carries out only the documents it was given.",
    remedy: "Have the document added to those.",
  },
  ISTHMUS136: {
    category: "invalid",
    meaning: "A GraphQL operation exceeds a limit.",
    remedy: "Ask for less, or raise the limit in `graphql.limits`.",
  },
  ISTHMUS137: {
    category: "invalid",
    meaning: "A subscription was asked for where only one answer can be given.",
    remedy: "Use a WebSocket or server-sent events.",
  },
  ISTHMUS140: {
    category: "invalid",
    meaning: "The request is no import or export, or asks for what those have not.",
    remedy: "The message says what is wrong with its method, its headers or its parameters.",
  },
  ISTHMUS141: {
    category: "invalid",
    meaning: "More rows of an import were refused than it was to put up with.",
    remedy:
      "Correct the rows that the answer lists, or raise `refused`; the rows up to the last line named are written.",
  },
  ISTHMUS201: {
    category: "limited",
    status: 400,
    meaning: "Resources are embedded deeper than the policy allows.",
    remedy: "Embed less, or ask in two requests.",
  },
  ISTHMUS202: {
    category: "invalid",
    meaning: "An operation of a batch refers to an earlier one that returned no row.",
    remedy: "Make sure the earlier one finds its row; nothing was changed.",
  },
  ISTHMUS203: {
    category: "forbidden",
    meaning: "The rows of the resource may be read, but not exported.",
    remedy: "Read them page by page, or allow it by `read: { export: true }`.",
  },
  ISTHMUS210: {
    category: "invalid",
    meaning: "The idempotency key is empty or too long.",
    remedy: "The message says how many characters it may have.",
  },
  ISTHMUS211: {
    category: "invalid",
    status: 422,
    meaning: "The idempotency key was used for another request.",
    remedy: "Use a new key for a new request.",
  },
  ISTHMUS212: {
    category: "conflict",
    meaning: "A request with the same idempotency key is still under way.",
    remedy: "Wait as long as `Retry-After` says.",
  },
  ISTHMUS220: {
    category: "unavailable",
    meaning: "As many requests are in flight as the server takes.",
    remedy: "Try again in a moment.",
  },
  ISTHMUS221: {
    category: "unavailable",
    meaning: "As many imports and exports are under way as the server takes.",
    remedy: "Try again later, or raise `limits.transfers`.",
  },
  ISTHMUS230: {
    category: "limited",
    meaning: "There are as many live questions as the server, the caller or the socket may have.",
    remedy: "End some, or raise `limits.subscriptions` or `limits.subscriptionsPerCaller`.",
  },
  ISTHMUS231: {
    category: "invalid",
    meaning: "What changes something cannot be subscribed to.",
    remedy: "Send it as an ordinary request.",
  },
  ISTHMUS300: {
    category: "limited",
    status: 400,
    meaning: "A condition over records of another source is met by more of them than may be held.",
    remedy: "Make the condition narrower, or raise `limits.joined`.",
  },
  ISTHMUS301: {
    category: "limited",
    status: 400,
    meaning: "The records that another source has for those of the answer are more than may be held.",
    remedy: "Ask for fewer records, or raise `limits.joined`.",
  },
  ISTHMUS302: {
    category: "timeout",
    meaning: "Another source did not answer in the part of the request's time that it has.",
    remedy: "Try again; the rest of the answer is there, unless the other source decides which records it has.",
  },
  ISTHMUS310: {
    category: "limited",
    status: 400,
    meaning: "What was asked of an API needs more of its records than may be read for one answer.",
    remedy: "Filter by what the API itself can filter by, ask for fewer records, or raise the source's `scan`.",
  },
  ISTHMUS311: {
    category: "limited",
    status: 400,
    meaning: "An API has to be called too often for one answer: once for every record.",
    remedy: "Ask for fewer records, declare a batch call of the API, or raise the source's `calls`.",
  },
  ISTHMUS400: {
    category: "invalid",
    meaning: "The request is not HTTP, or its body not UTF-8.",
    remedy: "Correct the client.",
  },
  ISTHMUS401: {
    category: "unauthenticated",
    meaning: "The key is not known, or not any more.",
    remedy: "Ask the server's owner for a new one.",
  },
  ISTHMUS404: {
    category: "missing",
    meaning: "There is nothing at this path.",
    remedy: "The message says where the API is.",
  },
  ISTHMUS408: {
    category: "timeout",
    status: 408,
    meaning: "The request did not arrive in time.",
    remedy: "Send it again, faster.",
  },
  ISTHMUS413: {
    category: "limited",
    status: 413,
    meaning: "The body is larger than the server takes.",
    remedy: "Send it in several requests, or raise `limits.body`.",
  },
  ISTHMUS415: {
    category: "unsupported",
    status: 415,
    meaning: "Compressed bodies are not taken.",
    remedy: "Send it without `Content-Encoding`.",
  },
  ISTHMUS421: {
    category: "invalid",
    status: 421,
    meaning: "The server is for its own machine alone.",
    remedy: "Call it as localhost, or set `server.origin`.",
  },
  ISTHMUS431: {
    category: "limited",
    status: 431,
    meaning: "Address and headers are too long.",
    remedy: "Send long lists of values in a body, or in several requests.",
  },
  ISTHMUS499: {
    category: "timeout",
    status: 499,
    meaning: "The caller left before the answer; it stands in logs alone.",
    remedy: "None is needed.",
  },
  ISTHMUS500: {
    category: "internal",
    meaning: "Something happened that should not.",
    remedy: "Look in the log under the request's id, and report it.",
  },
  ISTHMUS502: {
    category: "unavailable",
    meaning: "The server was stopped before the answer was ready.",
    remedy: "Try again; a write may have been carried out, or not.",
  },
  ISTHMUS503: {
    category: "unavailable",
    meaning: "The keys of the token's issuer cannot be fetched.",
    remedy: "Try again; if it lasts, see whether the server can reach the issuer.",
  },
  ISTHMUS503R: {
    category: "unavailable",
    meaning: "A replica is out of the rotation: it does not answer, or lies too far behind. In the log alone.",
    remedy: "The log line has the reason; it comes back by itself.",
  },
  ISTHMUS503U: {
    category: "unavailable",
    meaning:
      "The connection was lost before the database confirmed a change: it may have been made, or not; or one of several sources has committed, and another has not.",
    remedy: "Read what was to be changed, or send an `Idempotency-Key` from the start.",
  },
  ISTHMUS504: {
    category: "timeout",
    meaning: "The request took longer than it may.",
    remedy: "Ask for less, or raise `limits.requestTimeout`.",
  },
  ISTHMUS_CONFIG: {
    category: "invalid",
    meaning: "An option of an SQLite source is wrong.",
    remedy: "The message names it.",
  },
  ISTHMUS_MIGRATION: {
    category: "internal",
    meaning: "A migration fails, was edited after it was applied, or comes too late in the order.",
    remedy: "The message names the file; write a new migration instead of changing an old one.",
  },
  ...functionCodes,
  ...gatewayCodes,
  ...routesCodes,
  ...upstreamCodes,
  ...usersCodes,
};
