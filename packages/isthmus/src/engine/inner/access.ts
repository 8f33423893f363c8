// Reading, writing and calling as one principal, over whatever carries the questions out.

import type { Access, CallOptions, Catalog, InnerRow, Question, Result } from "../../core/index.ts";
import { Problem } from "../../core/index.ts";
import { valueIn } from "../results.ts";
import { callQuestion, deleteQuestion, insertQuestion, readQuestion, updateQuestion } from "./statements.ts";

export type Ask = (question: Question, options?: CallOptions) => Promise<Result>;

/** @param catalog The principal's view. */
export function accessOver(catalog: Catalog, ask: Ask): Access {
  const rows = async (question: Question): Promise<readonly InnerRow[]> => rowsIn(await ask(question));
  const written = async (question: Question, returning: unknown): Promise<number | readonly InnerRow[]> => {
    const result = await ask(question);
    return returning === undefined ? result.rows : rowsIn(result);
  };
  const access: Access = {
    read: async (resource, options = {}) => rows(readQuestion(catalog, resource, options)),
    async one(resource, options = {}) {
      const found = await rows(readQuestion(catalog, resource, { ...options, limit: 2 }));
      if (found.length > 1) throw notOne(resource);
      return found[0];
    },
    async insert(resource, given, options = {}) {
      const one = !Array.isArray(given);
      const list = one ? [given as InnerRow] : (given as readonly InnerRow[]);
      if (list.length === 0) return options.returning === undefined ? 0 : [];
      const result = await written(insertQuestion(catalog, resource, list, options), options.returning);
      return one && Array.isArray(result) ? (result as readonly InnerRow[])[0] : result;
    },
    update: async (resource, options) => written(updateQuestion(catalog, resource, options), options.returning),
    delete: async (resource, options) => written(deleteQuestion(catalog, resource, options), options.returning),
    async call(operation, args, options) {
      const { body } = await ask(callQuestion(catalog, operation, args), options);
      return body === null ? null : valueIn(body);
    },
  };
  return settled(access);
}

function rowsIn({ body }: Result): readonly InnerRow[] {
  return body === null ? [] : (valueIn(body) as readonly InnerRow[]);
}

/** A question whose answer nobody waits for, and which is refused behind the end, must not end the process. */
function settled(access: Access): Access {
  return Object.fromEntries(
    Object.entries(access).map(([name, verb]) => [
      name,
      (...given: unknown[]) => {
        const asking = (verb as (...given: unknown[]) => Promise<unknown>)(...given);
        asking.catch(() => {});
        return asking;
      },
    ]),
  ) as unknown as Access;
}

function notOne(resource: string): Problem {
  return new Problem({
    code: "PGRST116",
    category: "invalid",
    status: 406,
    message: `One row of ${resource} was asked for, and there are several`,
  });
}
