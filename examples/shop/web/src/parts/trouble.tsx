// What went wrong, said plainly, with a way on.

import type { ReactNode } from "react";
import type { IsthmusError } from "@isthmus/client";

interface TroubleProps {
  readonly error: Pick<IsthmusError, "message">;
  /** What cannot be shown because of it. */
  readonly what: string;
  readonly again?: () => unknown;
  readonly children?: ReactNode;
}

export function Trouble({ error, what, again, children }: TroubleProps) {
  return (
    <div className="notice bad" role="alert">
      <strong>{what}</strong>
      <p>{error.message}</p>
      {children}
      {again !== undefined && (
        <div>
          <button type="button" className="button plain" onClick={() => void again()}>
            Try again
          </button>
        </div>
      )}
    </div>
  );
}
