// A source that is answered locally says so with every answer: nobody shall take the sandbox for the world.

import { Problem, type Result, type Source } from "../../core/index.ts";

/** The source; its results and its problems carry the header `isthmus-sandbox` with its name. */
export function marked(source: Source): Source {
  const header = [["isthmus-sandbox", source.name]] as const;
  const told = async (work: Promise<Result>): Promise<Result> => {
    try {
      const result = await work;
      return { ...result, headers: [...(result.headers ?? []), ...header] };
    } catch (error) {
      throw error instanceof Problem ? withHeaders(error, { "isthmus-sandbox": source.name }) : error;
    }
  };
  return {
    ...source,
    execute: (command, call) => told(source.execute(command, call)),
    transaction: (options, work) =>
      source.transaction(options, (run) => work((command, call) => told(run(command, call)))),
  };
}

function withHeaders(problem: Problem, headers: Readonly<Record<string, string>>): Problem {
  const { code, category, message, details, hint, retryAfter, status, mentions, question, cause } = problem;
  return new Problem({
    ...{ code, category, message, details, hint, mentions, question, cause },
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(status === undefined ? {} : { status }),
    headers: { ...problem.headers, ...headers },
  });
}
