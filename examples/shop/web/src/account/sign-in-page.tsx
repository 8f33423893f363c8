// Signing in, with the address and the password.

import type { IsthmusError } from "@isthmus/client";
import { useSession } from "@isthmus/client/react";
import { type SubmitEvent, useState } from "react";
import { Link, Navigate, useNavigate, useSearchParams } from "react-router";
import { Field, textsOf } from "../parts/field.tsx";
import { Heading, useTitle } from "../parts/title.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { returnTo } from "./return-to.ts";
import { signInTrouble } from "./sign-in-trouble.ts";
import "./account.css";

export function SignInPage() {
  useTitle("Sign in");
  const { status, signIn } = useSession();
  const [parameters] = useSearchParams();
  const navigate = useNavigate();
  const [error, setError] = useState<IsthmusError>();
  const [busy, setBusy] = useState(false);
  const to = returnTo(parameters);
  if (status === "signed-in" && !busy) return <Navigate to={to} replace />;
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const { email = "", password = "" } = textsOf(event.currentTarget);
    setBusy(true);
    setError(undefined);
    try {
      await signIn({ email, password });
      await navigate(to, { replace: true });
    } catch (thrown) {
      setError(thrown as IsthmusError);
    }
    setBusy(false);
  };
  return (
    <main className="page narrow" id="content">
      <Heading>Sign in</Heading>
      {parameters.has("confirmed") && (
        <p className="notice" role="status">
          Your address is confirmed. You can sign in now.
        </p>
      )}
      {parameters.has("error") && (
        <Trouble
          error={{ message: "It is too old, or has been used. Make your account again and we send another." }}
          what="This link does not work any more."
        />
      )}
      {error !== undefined && <Trouble error={signInTrouble(error)} what="You are not signed in." />}
      <form className="card form" onSubmit={(event) => void submit(event)}>
        <Field label="E-mail address" name="email" type="email" autoComplete="username" required />
        <Field label="Password" name="password" type="password" autoComplete="current-password" required />
        <button type="submit" className="button wide" disabled={busy}>
          {busy ? "One moment…" : "Sign in"}
        </button>
      </form>
      <p>
        New here? <Link to={`/sign-up?${new URLSearchParams({ to })}`}>Make an account</Link>
      </p>
    </main>
  );
}
