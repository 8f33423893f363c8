// Answers that many paths share: what can go wrong, and the headers of what goes well.

import { reference, type Part } from "./document.ts";

const text = { type: "string" } as const;

export const sharedHeaders: Readonly<Record<string, Part>> = {
  contentRange: {
    description: "Which rows these are, and of how many: `0-19/*`, or `0-19/240` with a count.",
    schema: text,
  },
  etag: { description: "Tag of this answer, for `If-None-Match` and `If-Match`.", schema: text },
  link: { description: 'Address of the next page, as `<…>; rel="next"`.', schema: text },
  nextCursor: { description: "What `after` has to be for the next page; absent on the last.", schema: text },
  preferenceApplied: { description: "Which preferences were followed.", schema: text },
  location: { description: "Address of the new record, with `Prefer: return=headers-only`.", schema: text },
  proxyStatus: { description: "The error's code, also for answers without a body.", schema: text },
  retryAfter: { description: "Seconds after which another try may succeed.", schema: { type: "integer" } },
  wwwAuthenticate: { description: "How to say who you are.", schema: text },
};

export const readHeaders: Part = {
  "Content-Range": reference("headers", "contentRange"),
  ETag: reference("headers", "etag"),
  Link: reference("headers", "link"),
  "Next-Cursor": reference("headers", "nextCursor"),
  "Preference-Applied": reference("headers", "preferenceApplied"),
};

export const writeHeaders: Part = {
  "Content-Range": reference("headers", "contentRange"),
  "Preference-Applied": reference("headers", "preferenceApplied"),
};

export const errorSchema: Part = {
  type: "object",
  description: "What went wrong.",
  required: ["code", "details", "hint", "message"],
  properties: {
    code: { type: "string", description: "Stable; what a program should look at." },
    message: { type: "string", description: "For a person." },
    details: { description: "More about it; null if there is nothing to add." },
    hint: { type: ["string", "null"], description: "What to do about it." },
  },
};

function problem(description: string, code: string, message: string, headers: Part = {}): Part {
  return {
    description,
    headers: { "Proxy-Status": reference("headers", "proxyStatus"), ...headers },
    content: {
      "application/json": {
        schema: reference("schemas", "Error"),
        example: { code, details: null, hint: null, message },
      },
    },
  };
}

const retry = { "Retry-After": reference("headers", "retryAfter") };

/** By the name of the component. */
export const sharedResponses: Readonly<Record<string, Part>> = {
  notModified: { description: "Nothing has changed since the tag you sent." },
  invalid: problem(
    "The request cannot be understood, or names what is not there.",
    "PGRST100",
    "The filter cannot be read",
  ),
  unauthenticated: problem(
    "It is not known who you are, and anonymous callers may not do this.",
    "42501",
    "Not allowed",
    {
      "WWW-Authenticate": reference("headers", "wwwAuthenticate"),
    },
  ),
  forbidden: problem("You may not do this.", "42501", "Not allowed"),
  missing: problem("There is no such thing, or none that you may see.", "PGRST205", "There is no such table"),
  notAcceptable: problem(
    "The answer has no form you accept: one object was asked for and there is not exactly one row.",
    "PGRST116",
    "Cannot coerce the result to a single JSON object",
  ),
  conflict: problem("The write contradicts what is there already.", "23505", "There is a row with this key already"),
  changed: problem(
    "The rows have changed since the tag you sent; nothing was written.",
    "ISTHMUS120",
    "What was to be changed is not as it was when it was read",
  ),
  outOfRange: problem("There are fewer rows than the range leaves out.", "PGRST103", "Requested range not satisfiable"),
  unavailable: problem(
    "The database does not answer at the moment.",
    "PGRST000",
    "The database cannot be reached",
    retry,
  ),
  timeout: problem("The answer took longer than it may.", "57014", "The statement took too long"),
};

function failures(names: Readonly<Record<string, string>>): Part {
  return Object.fromEntries(Object.entries(names).map(([status, name]) => [status, reference("responses", name)]));
}

const everywhere = {
  400: "invalid",
  401: "unauthenticated",
  403: "forbidden",
  404: "missing",
  503: "unavailable",
  504: "timeout",
};

export const readFailures = failures({ ...everywhere, 406: "notAcceptable", 416: "outOfRange" });
export const writeFailures = failures({ ...everywhere, 406: "notAcceptable", 409: "conflict" });
export const changeFailures = failures({ ...everywhere, 406: "notAcceptable", 409: "conflict", 412: "changed" });
