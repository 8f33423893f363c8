// Says that a session has ended, on whatever page that is noticed.

import { useClient } from "@isthmus/client/react";
import { useEffect, useState } from "react";
import { Link, useLocation } from "react-router";
import { signInPath } from "./return-to.ts";

export function SessionEnded() {
  const client = useClient();
  const [ended, setEnded] = useState(false);
  const { pathname, search } = useLocation();
  useEffect(() => client.auth.onChange((_, event) => setEnded(event === "expired")), [client]);
  if (!ended) return null;
  // The page that asks to sign in leads back by itself.
  const to = pathname === "/sign-in" ? undefined : signInPath(pathname + search);
  return (
    <div className="ended" role="status">
      <p>
        <strong>You have been signed out</strong> because your session ended. What is in your basket is still there.
      </p>
      {to !== undefined && (
        <Link to={to} className="button plain">
          Sign in again
        </Link>
      )}
      <button type="button" className="link" onClick={() => setEnded(false)}>
        Close<span className="unseen"> this notice</span>
      </button>
    </div>
  );
}
