// The linter's rules; the walls between folders are in scripts/walls.ts.

import { defineConfig } from "oxlint";
import { walls } from "./scripts/walls.ts";

export default defineConfig({
  plugins: ["typescript", "import", "unicorn", "oxc", "promise", "node"],
  categories: {
    correctness: "error",
  },
  rules: {
    "typescript/no-explicit-any": "error",
    "typescript/consistent-type-imports": "error",
    "typescript/no-floating-promises": "error",
    "typescript/no-misused-promises": "error",
    "typescript/await-thenable": "error",
    "typescript/switch-exhaustiveness-check": [
      "error",
      {
        considerDefaultExhaustiveForUnions: true,
      },
    ],
    "typescript/no-non-null-assertion": "error",
    "import/no-cycle": "error",
    eqeqeq: "error",
    "no-console": "error",
    "no-var": "error",
    "prefer-const": "error",
    "no-eval": "error",
    "no-warning-comments": [
      "error",
      {
        terms: ["todo", "fixme", "xxx"],
      },
    ],
    "max-lines": [
      "error",
      {
        max: 300,
        skipComments: true,
        skipBlankLines: true,
      },
    ],
    "unicorn/filename-case": [
      "error",
      {
        case: "kebabCase",
      },
    ],
    "unicorn/no-thenable": "off",
    "unicorn/no-useless-spread": "off",
    "unicorn/no-new-array": "off",
    "unicorn/prefer-string-starts-ends-with": "off",
    "typescript/unbound-method": "off",
    "typescript/require-array-sort-compare": "off",
  },
  overrides: [
    ...walls,
    {
      files: ["**/*.test.ts", "**/test/**", "**/testing/**"],
      rules: {
        "no-restricted-imports": "off",
        "typescript/no-non-null-assertion": "off",
        "typescript/restrict-template-expressions": "off",
        "typescript/no-misused-spread": "off",
        "max-lines": "off",
        "no-unsafe-optional-chaining": "off",
        "typescript/no-base-to-string": "off",
      },
    },
    {
      files: [
        "scripts/**",
        "packages/isthmus/bin/**",
        "bench/**",
        "examples/**",
        "packages/isthmus/src/server/command/**",
      ],
      rules: {
        "no-console": "off",
      },
    },
    {
      files: ["**/*-cases.ts", "examples/*/seed/**", "**/isthmus.types.ts"],
      rules: {
        "max-lines": "off",
      },
    },
  ],
  ignorePatterns: ["**/dist/**", "bench/peers/**", "coverage/**", "**/isthmus.types.ts"],
});
