// `npm test`: types, lint, and every test, against real servers (packages/isthmus/test/kit brings them up). The last line
// is `N passed, N failed`; before it stands, by name, whatever could not be had and was therefore not tested.
// Arguments go to vitest: `npm test -- packages/isthmus/src/core`.

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { run, runSteps } from "./run.mjs";

const scratch = mkdtempSync(path.join(tmpdir(), "isthmus-test-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
const report = path.join(scratch, "report.json");
const missing = path.join(scratch, "missing.txt");

const failedSteps = await runSteps({
  types: () => run("tsc", ["-p", "packages/isthmus"]),
  lint: () => run("oxlint", ["--type-aware", "--quiet"]),
  tests: () =>
    run(
      "vitest",
      ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...process.argv.slice(2)],
      {
        env: { ISTHMUS_TEST_MISSING_FILE: missing },
      },
    ),
});

const counts = { passed: 0, failed: failedSteps.filter((name) => name !== "tests").length };
const notRun = existsSync(missing) ? readFileSync(missing, "utf8").trim().split("\n") : [];
if (existsSync(report)) count(JSON.parse(readFileSync(report, "utf8")));
if (failedSteps.includes("tests") && counts.failed === 0) counts.failed = 1;

process.stdout.write("\n");
for (const name of notRun) process.stdout.write(`NOT TESTED: ${name}\n`);
for (const name of failedSteps) process.stdout.write(`FAILED: ${name}\n`);
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
process.exitCode = counts.failed === 0 && failedSteps.length === 0 ? 0 : 1;

function count(results) {
  for (const file of results.testResults) {
    // A file that could not even be loaded has no tests to count.
    if (file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed")) counts.failed++;
    for (const test of file.assertionResults) {
      if (test.status === "passed") counts.passed++;
      else if (test.status === "failed") counts.failed++;
      else notRun.push(`${path.relative(process.cwd(), file.name)}: ${test.fullName}`);
    }
  }
}
