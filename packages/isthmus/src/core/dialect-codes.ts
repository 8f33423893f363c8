// The codes of REST's dialect, as PostgREST numbers them.

import type { ProblemCode } from "./problem-code.ts";

export const dialectCodes: Readonly<Record<string, ProblemCode>> = {
  PGRST000: {
    category: "unavailable",
    meaning: "The database cannot be reached.",
    remedy: "Wait as long as `Retry-After` says.",
  },
  PGRST001: {
    category: "unavailable",
    meaning: "The connection was lost before the answer came; nothing was changed.",
    remedy: "Try again.",
  },
  PGRST003: {
    category: "timeout",
    meaning: "No connection to the database came free in time.",
    remedy: "Try again; if it happens often, give the source more connections.",
  },
  PGRST100: {
    category: "invalid",
    meaning: "A parameter of the query cannot be read.",
    remedy: "`details` says where reading stopped and what was expected there.",
  },
  PGRST101: {
    category: "invalid",
    status: 405,
    meaning: "A function cannot be called by this method.",
    remedy: "Call it by POST, or by GET if it only reads.",
  },
  PGRST102: {
    category: "invalid",
    meaning: "The request's body is empty, broken, or not of the shape that is expected.",
    remedy: "Compare the body with the document at the API's root.",
  },
  PGRST103: {
    category: "invalid",
    status: 416,
    meaning: "The range cannot be, or lies behind the last row.",
    remedy: "Ask for an earlier range.",
  },
  PGRST105: {
    category: "invalid",
    status: 405,
    meaning: "A PUT does not name exactly one record by its key.",
    remedy: "Filter by all fields of the primary key, each with `eq`, and by nothing else.",
  },
  PGRST106: {
    category: "invalid",
    status: 406,
    meaning: "The schema in the profile header is not served.",
    remedy: "Name one of those in `hint`.",
  },
  PGRST107: {
    category: "invalid",
    status: 406,
    meaning: "No medium in `Accept` can be given.",
    remedy: "Accept `application/json`.",
  },
  PGRST108: {
    category: "invalid",
    meaning: "A filter, order or limit is for a related resource that is not selected.",
    remedy: "Add it to `select`, or use the name it has there.",
  },
  PGRST111: {
    category: "internal",
    meaning: "A database function has set response headers that cannot be sent.",
    remedy: "Set `response.headers` to an array of objects with one name and one text each.",
  },
  PGRST112: {
    category: "internal",
    meaning: "A database function has set a status that does not exist.",
    remedy: "Set `response.status` to a number from 200 to 599.",
  },
  PGRST114: { category: "invalid", meaning: "A PUT has a limit or an offset.", remedy: "Leave them out." },
  PGRST115: {
    category: "invalid",
    meaning: "The key in a PUT's body is not the one in its address.",
    remedy: "Make them the same.",
  },
  PGRST116: {
    category: "invalid",
    status: 406,
    meaning: "One object was asked for, and there is not exactly one row.",
    remedy: "Filter by a key, or accept a list.",
  },
  PGRST117: {
    category: "invalid",
    status: 405,
    meaning: "The method is not supported.",
    remedy: "Ask by OPTIONS which methods are.",
  },
  PGRST118: {
    category: "invalid",
    meaning: "Rows cannot be ordered by a relation that leads to many.",
    remedy: "Order inside the related resource instead.",
  },
  PGRST120: {
    category: "invalid",
    meaning: "A related resource can be filtered by `is.null` and `not.is.null` alone.",
    remedy: "Filter by its fields.",
  },
  PGRST121: {
    category: "internal",
    meaning: "A database function has raised SQLSTATE PGRST with texts that are not the JSON expected.",
    remedy: "Mend the function's RAISE; `hint` says what belongs there.",
  },
  PGRST122: {
    category: "invalid",
    meaning: "There are preferences that are not known, and `handling=strict` was asked for.",
    remedy: "Leave out those in `details`.",
  },
  PGRST123: {
    category: "invalid",
    meaning: "Aggregates may not be used here.",
    remedy: "Allow them in the role's read policy, by `aggregate`.",
  },
  PGRST124: {
    category: "invalid",
    meaning: "More rows would be touched than `max-affected` allows; nothing was.",
    remedy: "Narrow the filter.",
  },
  PGRST125: {
    category: "missing",
    meaning: "There is nothing at this path.",
    remedy: "Look at the document at the API's root.",
  },
  PGRST127: {
    category: "unsupported",
    meaning: "The source cannot do what is asked.",
    remedy: "`details` says what; the sources' documentation lists what each can do.",
  },
  PGRST128: {
    category: "invalid",
    meaning: "`max-affected` was asked of a function that does not return rows.",
    remedy: "Leave the preference out.",
  },
  PGRST200: {
    category: "invalid",
    meaning: "There is no relation between the two resources, or none you may see.",
    remedy: "`hint` names the nearest.",
  },
  PGRST201: {
    category: "invalid",
    status: 300,
    meaning: "There is more than one relation between the two resources.",
    remedy: "Write one of those in `details` behind the name, after `!`.",
  },
  PGRST202: {
    category: "missing",
    meaning: "There is no function of this name with these parameters, or none you may call.",
    remedy: "`hint` names the nearest.",
  },
  PGRST203: {
    category: "invalid",
    status: 300,
    meaning: "More than one overload of the function fits.",
    remedy: "Rename the parameters in the database, so that the names decide.",
  },
  PGRST204: {
    category: "invalid",
    meaning: "The resource has no such field to write, or none you may write.",
    remedy: "Compare the names with the document at the API's root.",
  },
  PGRST205: {
    category: "missing",
    meaning: "There is no such resource, or none you may see.",
    remedy: "`hint` names the nearest.",
  },
  PGRST300: {
    category: "internal",
    meaning: "A token came, and the configuration has nothing to verify one by.",
    remedy: "Set `auth.jwt`.",
  },
  PGRST301: {
    category: "unauthenticated",
    meaning: "The token cannot be decoded, or no known key has signed it.",
    remedy: "Get a new token.",
  },
  PGRST302: {
    category: "unauthenticated",
    meaning: "Nobody may ask without saying who he is.",
    remedy: "Send a token or a key.",
  },
  PGRST303: {
    category: "unauthenticated",
    meaning: "The token is signed, and does not hold: expired, not yet valid, or for somebody else.",
    remedy: "Get a new token.",
  },
};
