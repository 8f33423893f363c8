// The command line: which commands there are, and what they take.

import { readFileSync } from "node:fs";
import { Command, CommanderError, Option } from "commander";
import type { ExplainOptions } from "./access.ts";
import { printFailure } from "./fail.ts";
import type { Listening } from "./listening.ts";
import type { DevOptions } from "./dev.ts";
import type { ExportOptions, ImportOptions } from "./transfer.ts";
import { addPeopleCommands } from "./people-commands.ts";

type Options = { readonly config?: string } & Listening;

/** @returns The exit code; a server that has been started goes on running behind it. */
export async function main(argv: readonly string[]): Promise<number> {
  let code = 0;
  for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreClosedPipe);
  // Commands are imported when they are called: `isthmus key create` needs no HTTP server.
  const program = new Command("isthmus")
    .description("One bridge between a website, its databases and other people's APIs.")
    .version(version())
    .exitOverride();
  const command = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .option("-c, --config <file>", "the configuration (default: isthmus.config.ts in this folder)");

  command("dev", "serve a database without a configuration, or the configuration, taking changes over")
    .argument("[database]", "an SQLite file, or postgres://…, mysql://…, mongodb://…")
    .option("-p, --port <port>", "where to listen (default: 4000)")
    .option("--host <address>", "where to listen; without a configuration always 127.0.0.1")
    .option("--sandbox", "other people's APIs are answered locally: simulators, recordings, examples; see /sandbox")
    .addOption(environment())
    .action(async (database: string | undefined, options: Options & DevOptions) => {
      await (await import("./dev.ts")).dev(database, options.config, options);
    });
  command(
    "record",
    "as dev, and other people's APIs are really called: their answers become recordings for the sandbox",
  )
    .argument("[sources...]", "which sources (default: all that call APIs)")
    .option("-p, --port <port>", "where to listen (default: 4000)")
    .option("--host <address>", "where to listen (default: 127.0.0.1)")
    .addOption(environment())
    .action(async (sources: readonly string[], options: Options & DevOptions) => {
      await (await import("./dev.ts")).dev(undefined, options.config, { ...options, record: sources });
    });
  command("start", "serve what the configuration says")
    .option("-p, --port <port>", "where to listen (default: 4000)")
    .option("--host <address>", "where to listen (default: 127.0.0.1)")
    .addOption(environment())
    .action(async (options: Options) => {
      await (await import("./start.ts")).start(options.config, options);
    });
  command("check", "is the configuration right, what is open to strangers, where is an index missing")
    .option("--indexes", "only: which indexes are missing for what was really asked, and what that has cost")
    .action(async (options: Options & { readonly indexes?: boolean }) => {
      code =
        options.indexes === true
          ? await (await import("./check-indexes.ts")).checkIndexes(options.config)
          : await (await import("./check.ts")).check(options.config);
    });
  command("sync", "write what the sources hold into isthmus.lock.json, and say what has changed")
    .option("--dry-run", "only say; exit code 1 when something has changed")
    .action(async (options: Options & { readonly dryRun?: boolean }) => {
      code = await (await import("./sync.ts")).sync(options.config, options.dryRun === true);
    });
  command("types", "write the catalog's TypeScript types, for defineConfig<Catalog>")
    .option("-o, --output <file>", "beside the configuration", "isthmus.types.ts")
    .action(async (options: Options & { readonly output: string }) => {
      code = await (await import("./types.ts")).types(options.config, options.output);
    });
  const claims = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
  command("import", "write the rows of a file (NDJSON or CSV) into a resource, and name those that are refused")
    .argument("<file>", "- for the standard input")
    .argument("<resource>")
    .requiredOption("--as-role <role>", "the role whose policies hold")
    .option("--claim <name=value>", "a claim of the caller; may be given several times", claims)
    .option("--format <format>", "csv or ndjson (default: by the name of the file)")
    .addOption(
      new Option("--duplicates <what>", "what becomes of rows that are there already").choices(["ignore", "merge"]),
    )
    .option("--on-conflict <fields>", "the unique fields by which rows are there already (default: the key)")
    .option("--refused <count>", "refused rows to put up with (default: 1000)")
    .option("--dry-run", "write nothing: each chunk of rows is undone")
    .action(async (file: string, resource: string, options: ImportOptions) => {
      code = await (await import("./transfer.ts")).importFile(file, resource, options);
    });
  command("export", "write the rows of a resource into a file (NDJSON or CSV)")
    .argument("<resource>")
    .argument("[file]", "- for the standard output", "-")
    .requiredOption("--as-role <role>", "the role whose policies hold; it needs `read: { export: true }`")
    .option("--claim <name=value>", "a claim of the caller; may be given several times", claims)
    .option("--format <format>", "csv or ndjson (default: by the name of the file)")
    .option("--query <query>", "what to select, filter and order by, as in an address: select=id,name&price=gt.5")
    .action(async (resource: string, file: string, options: ExportOptions) => {
      code = await (await import("./transfer.ts")).exportFile(resource, file, options);
    });
  program
    .command("key")
    .description("API keys")
    .command("create")
    .description("make an API key, and the hash of it that goes into the configuration")
    .argument("<id>", "letters, digits and hyphens")
    .action(async (id: string) => {
      code = (await import("./key.ts")).createKey(id);
    });

  addPeopleCommands(program, (ended) => (code = ended));
  const roles = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
  program
    .command("access")
    .description("who may do what")
    .command("explain")
    .description("why a caller gets what he gets: which policies, which rows, which fields")
    .argument("<method>", "GET, POST, PATCH, DELETE …")
    .argument("<path>", "below the API: /orders?status=eq.open")
    .requiredOption("--as <role>", "a role of the caller; may be given several times", roles)
    .option("--claims <json>", "the caller's claims")
    .option("--data <json>", "what is to be written")
    .option("--json", "as data")
    .option("-c, --config <file>", "the configuration (default: isthmus.config.ts in this folder)")
    .action(async (method: string, place: string, options: ExplainOptions) => {
      code = await (await import("./access.ts")).explainAccess(method, place, options);
    });

  program
    .command("graphql")
    .description("what GraphQL offers")
    .command("schema")
    .description("print the schema as text (SDL), for editors and code generators")
    .option("-r, --role <name>", "what callers of this role see (default: all there is)")
    .option("-c, --config <file>", "the configuration (default: isthmus.config.ts in this folder)")
    .action(async (options: Options & { readonly role?: string }) => {
      code = await (await import("./graphql-schema.ts")).graphqlSchema(options.config, options.role);
    });

  program
    .command("sql")
    .description("SQL for your databases, to be looked at and run by you")
    .command("triggers")
    .description("triggers by which PostgreSQL tells of changes that others make, for live questions")
    .argument("[source]", "which, where there are several")
    .option("-c, --config <file>", "the configuration (default: isthmus.config.ts in this folder)")
    .action(async (source: string | undefined, options: Options) => {
      code = await (await import("./triggers.ts")).triggers(options.config, source);
    });

  try {
    await program.parseAsync([...argv]);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    printFailure(error);
    return 1;
  }
}

function environment(): Option {
  const text = "which of a source's `environments`: live or test (default: test for dev and record, live for start)";
  return new Option("-e, --environment <name>", text).choices(["live", "test"]);
}

function version(): string {
  const manifest = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")) as {
    readonly version: string;
  };
  return manifest.version;
}

/** Whoever reads has seen enough (`isthmus check | head`); the command still ends with its own exit code. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
