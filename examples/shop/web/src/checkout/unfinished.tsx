// A try to buy whose outcome is not known: the connection broke, or the page was closed. It is asked for again under the
// same key, by itself once, and until the answer is known nothing else can be bought.

import type { IsthmusError } from "@isthmus/client";
import { useCallback, useEffect, useRef, useState } from "react";
import { Heading } from "../parts/title.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { type openAttempt, type Outcome, tryAgain } from "./attempt.ts";

interface UnfinishedProps {
  readonly attempt: NonNullable<ReturnType<typeof openAttempt>>;
  readonly settle: (outcome: Outcome) => void;
}

export function Unfinished({ attempt, settle }: UnfinishedProps) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<IsthmusError>();
  const asked = useRef(false);
  const ask = useCallback(async () => {
    setBusy(true);
    const outcome = await tryAgain(attempt);
    setBusy(false);
    if (outcome.kind === "unknown") setError(outcome.error);
    settle(outcome);
  }, [attempt, settle]);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    void ask();
  }, [ask]);
  return (
    <main className="page narrow" id="content">
      <Heading>One moment, please</Heading>
      {busy || error === undefined ? (
        <p role="status">We are finding out whether your order went through…</p>
      ) : (
        <Trouble error={error} what="We do not know yet whether your order went through." again={ask}>
          <p>
            Try again as often as you like: it is the same order, and you pay for it once. You can also come back later.
          </p>
        </Trouble>
      )}
    </main>
  );
}
