// Codes of what is set up or asked wrongly: ISTHMUS1xx.

import type { ProblemCode } from "./problem-code.ts";

export const setupCodes: Readonly<Record<string, ProblemCode>> = {
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
};
