// Loads the folder of functions: every file at its top is one, and is read anew each time the source is opened, together
// with what it imports of the folder.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { registerHooks, stripTypeScriptTypes } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { propertiesOf } from "./data-types.ts";
import { type Definition, faultsOf, isName } from "./definition.ts";
import { reasonOf, wrongFiles } from "./errors.ts";
import { type HeldSchema, holdSchema } from "./schemas.ts";

export interface LoadedFunction {
  readonly name: string;
  readonly file: string;
  readonly definition: Definition;
  /** Absent: it takes nothing. */
  readonly input: HeldSchema | undefined;
  /** Absent: it answers nothing. */
  readonly output: HeldSchema | undefined;
}

const extensions = [".ts", ".mts", ".js", ".mjs"];

/** The files that are functions: not those whose names begin with `_` or `.`, no tests and no declarations. */
function functionFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => extensions.includes(path.extname(name)) && !/^[_.]|\.(test|spec|d)\.[cm]?[jt]s$/.test(name))
    .toSorted();
}

/** @throws Problem (ISTHMUS652) with a line for each fault of each file. */
export async function loadFunctions(folder: string): Promise<ReadonlyMap<string, LoadedFunction>> {
  const place = path.resolve(folder);
  if (!existsSync(place)) throw wrongFiles([`${folder}: there is no such folder`]);
  const faults: string[] = [];
  const loaded = new Map<string, LoadedFunction>();
  const importAnew = freshImports(place);
  try {
    for (const file of functionFiles(place)) {
      const shown = path.posix.join(path.basename(place), file);
      const found = await loadOne(path.join(place, file), importAnew).catch((thrown: unknown) => [
        reasonOf(placed(thrown, path.join(place, file)), place),
      ]);
      if (!("name" in found)) {
        faults.push(...found.map((fault) => `${shown}: ${fault}`));
        continue;
      }
      const other = loaded.get(found.name);
      if (other === undefined) loaded.set(found.name, { ...found, file: shown });
      else faults.push(`${shown}: ${other.file} is named "${found.name}" too`);
    }
  } finally {
    importAnew.end();
  }
  if (faults.length > 0) throw wrongFiles(faults);
  return loaded;
}

/** Of JavaScript, Node does not tell where it cannot be read; whoever reads TypeScript does. */
function placed(thrown: unknown, file: string): unknown {
  if (!(thrown instanceof SyntaxError) || thrown.stack?.includes(path.basename(file)) === true) return thrown;
  try {
    stripTypeScriptTypes(readFileSync(file, "utf8"), { sourceUrl: file });
    return thrown;
  } catch (found) {
    return found;
  }
}

async function loadOne(
  file: string,
  importAnew: (file: string) => Promise<Readonly<Record<string, unknown>>>,
): Promise<LoadedFunction | readonly string[]> {
  return functionOf((await importAnew(file))["default"], path.basename(file, path.extname(file)), file);
}

/** A file's default export, made ready to be called, or what is wrong with it. */
export function functionOf(exported: unknown, called: string, file = called): LoadedFunction | readonly string[] {
  const faults = [...faultsOf(exported)];
  if (faults.length > 0) return faults;
  const definition = exported as Definition;
  const name = definition.name ?? called;
  if (!isName(name)) faults.push(`"${name}" is no name for a function: letters, digits, - and _ alone`);
  const input = held(definition, "input", faults);
  const output = held(definition, "output", faults);
  if (input !== undefined && !isObject(input)) faults.push("`input` is to be an object with named fields");
  for (const [field] of propertiesOf(input?.json ?? {}))
    if (field === "" || field === "__proto__") faults.push(`\`input\` has a field named "${field}"`);
  return faults.length > 0 ? faults : { name, file, definition, input, output };
}

function held(definition: Definition, part: "input" | "output", faults: string[]): HeldSchema | undefined {
  const given = definition[part];
  if (given === undefined) return undefined;
  try {
    return holdSchema(given, part);
  } catch (thrown) {
    faults.push(`\`${part}\` ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    return undefined;
  }
}

function isObject({ json }: HeldSchema): boolean {
  return json["type"] === "object";
}

let generations = 0;

interface FreshImports {
  (file: string): Promise<Readonly<Record<string, unknown>>>;
  end(): void;
}

/** Node keeps a module by its address, so that what is to be read again gets another one, and what it imports of the folder too. */
function freshImports(folder: string): FreshImports {
  const home = `${pathToFileURL(folder).href}/`;
  const mark = `?isthmus=${(generations += 1)}`;
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      const own = context.parentURL?.endsWith(mark) === true && found.url.startsWith(home) && !found.url.includes("?");
      return own && !found.url.includes("/node_modules/") ? { ...found, url: found.url + mark } : found;
    },
  });
  const importAnew = (file: string) =>
    import(pathToFileURL(file).href + mark) as Promise<Readonly<Record<string, unknown>>>;
  // Whatever is imported later, by a function that runs, is imported as Node does.
  return Object.assign(importAnew, { end: () => hooks.deregister() });
}
