// `isthmus sql triggers`: prints the SQL that makes a database's tables tell of changes that others make to them.

import { Problem } from "../../core/index.ts";
import { readLock } from "../configuration/lock.ts";
import { schemasOf } from "../terrain.ts";
import { withSources } from "./prepare.ts";

/** @param name Of the source; where only one takes such triggers it need not be named. */
export async function triggers(given: string | undefined, name: string | undefined): Promise<number> {
  return withSources(given, async (_, sources) => {
    const able = [...sources.values()].filter(({ changeTriggers }) => changeTriggers !== undefined);
    const [source, ...others] = name === undefined ? able : able.filter((one) => one.name === name);
    if (source === undefined) throw none(name);
    if (others.length > 0) throw several(able.map((one) => one.name));
    const schema = (await schemasOf(new Map([[source.name, source]]), readLock(process.cwd()))).get(source.name);
    const tables = (schema?.resources ?? [])
      .filter(({ kind }) => kind === "table")
      .map(({ namespace, name: table }) => ({ schema: namespace, name: table }));
    process.stdout.write(source.changeTriggers?.(tables) ?? "");
    return 0;
  });
}

function none(name: string | undefined): Problem {
  return new Problem({
    code: "ISTHMUS107",
    category: "missing",
    message:
      name === undefined
        ? "No source tells of changes by triggers: of the databases, PostgreSQL does; changes of an SQLite file are noticed without"
        : `There is no source "${name}" that tells of changes by triggers`,
  });
}

function several(names: readonly string[]): Problem {
  return new Problem({
    code: "ISTHMUS107",
    category: "missing",
    message: `There are several sources that tell of changes by triggers: name one of ${names.join(", ")}`,
  });
}
