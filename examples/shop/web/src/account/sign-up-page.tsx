// Making an account, and what is to be done then: following the link in a mail.

import type { IsthmusError } from "@isthmus/client";
import { useSession } from "@isthmus/client/react";
import { type SubmitEvent, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { Field, textsOf } from "../parts/field.tsx";
import { Heading, useTitle } from "../parts/title.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { returnTo } from "./return-to.ts";
import { signInTrouble } from "./sign-in-trouble.ts";
import "./account.css";

export function SignUpPage() {
  useTitle("Make an account");
  const { signUp } = useSession();
  const [parameters] = useSearchParams();
  const [error, setError] = useState<IsthmusError>();
  const [busy, setBusy] = useState(false);
  const [sentTo, setSentTo] = useState<string>();
  const to = returnTo(parameters);
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const { name = "", email = "", password = "" } = textsOf(event.currentTarget);
    setBusy(true);
    setError(undefined);
    try {
      const callbackURL = `/sign-in?${new URLSearchParams({ confirmed: "1", to })}`;
      await signUp({ name, email, password, callbackURL });
      setSentTo(email);
    } catch (thrown) {
      setError(thrown as IsthmusError);
    }
    setBusy(false);
  };
  if (sentTo !== undefined) return <LookIntoYourMail address={sentTo} to={to} />;
  return (
    <main className="page narrow" id="content">
      <Heading>Make an account</Heading>
      {error !== undefined && <Trouble error={signInTrouble(error)} what="The account was not made." />}
      <form className="card form" onSubmit={(event) => void submit(event)}>
        <Field label="Your name" name="name" autoComplete="name" maxLength={120} required />
        <Field label="E-mail address" name="email" type="email" autoComplete="username" required />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={10}
          maxLength={256}
          hint="At least ten characters; a few words are easy to keep."
          required
        />
        <button type="submit" className="button wide" disabled={busy}>
          {busy ? "One moment…" : "Make my account"}
        </button>
      </form>
      <p>
        You have one? <Link to={`/sign-in?${new URLSearchParams({ to })}`}>Sign in</Link>
      </p>
    </main>
  );
}

function LookIntoYourMail({ address, to }: { readonly address: string; readonly to: string }) {
  return (
    <main className="page narrow" id="content">
      <Heading>Look into your mail</Heading>
      <p>
        We have sent a link to <strong>{address}</strong>. Follow it to confirm that the address is yours; then you can{" "}
        <Link to={`/sign-in?${new URLSearchParams({ to })}`}>sign in</Link>.
      </p>
      <p className="notice small">
        <span>
          This is an example shop, and its mails go nowhere: you find yours in <a href="/sandbox">the sandbox</a>, under
          “E-mail”.
        </span>
      </p>
    </main>
  );
}
