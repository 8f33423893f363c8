// What stands outside: where a source's calls end when they do not end at a socket, and who looks on when they do. Handed
// to a source by whoever opens it; every source over HTTP hands it on to `createClient`.

import type { HttpAnswer, HttpCall } from "./exchange.ts";

export interface Outside {
  /** Answers in place of the API. No socket is opened then. It fails as a socket does: by errors with the system's codes. */
  readonly answer?: (call: HttpCall) => Promise<HttpAnswer>;
  /** Is told of each answer a real API gave, credentials and all. */
  readonly heard?: (call: HttpCall, answer: HttpAnswer) => void | Promise<void>;
  /** Where the source says what its API would answer, for when nothing else knows. Called once, when it is opened. */
  readonly learn?: (described: DescribedAnswers) => void;
}

/** What a description says an API answers to a call; undefined: nothing. */
export type DescribedAnswers = (call: HttpCall) => Promise<DescribedAnswer | undefined>;

export interface DescribedAnswer extends Pick<HttpAnswer, "status" | "headers" | "body"> {
  /** Written down as such, or made by the description's types. */
  readonly by: "example" | "schema";
}
